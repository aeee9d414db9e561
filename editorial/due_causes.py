"""What makes an article due earlier than its interval says, each with a record that says why."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from articles.models import Article
from editorial import audit, schedule, snoozing
from editorial.models import DueTrigger, ReviewSchedule
from editorial.planning.hearers import URGENT

RAISED, SETTLED = "due-earlier", "due-cause-settled"
DISMISSED = "dismiss-due-cause"
#: Events that tell of one cause.
TOLD = (RAISED, SETTLED, DISMISSED)
#: Before the number of times that a cause has come back.
AGAIN = "#"


def raise_trigger(
    article: Article,
    *,
    kind: str,
    key: str,
    due_on: datetime.date,
    details: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    reason: str = "",
) -> DueTrigger | None:
    """Write down a cause, and the event that tells of it; none where it was raised before.

    What was reviewed or dismissed is not raised again. What held no more and holds again is, under
    a key with the number of its return.

    The caller holds the article. The database moves the due date by itself. `details` are JSON as
    in an audit event, with the names and dates of the day: people are told in their words
    (`editorial.due_words`). `due_on` is a day in UTC; a cause found late is due on the day it was
    found, so that an article is not overdue before anybody could know.
    """
    earlier = DueTrigger.objects.filter(article=article, kind=kind)
    earlier = earlier.filter(Q(key=key) | Q(key__startswith=key + AGAIN))
    if earlier.exclude(settlement=DueTrigger.Settlement.NO_LONGER).exists():
        return None
    count = earlier.count()
    trigger = DueTrigger.objects.create(
        article=article,
        kind=kind,
        key=f"{key}{AGAIN}{count + 1}" if count else key,
        due_on=max(due_on, at.date()),
        details=dict(details),
        reason=reason,
        raised_at=at,
        raised_by=by,
    )
    audit.record(
        RAISED,
        by=by,
        article=article,
        reason=reason,
        details=told_of(trigger) | {"due_on": _due_on(article)},
        at=at,
    )
    if kind in URGENT:
        snoozing.break_silence(article, by=by, at=at)
    return trigger


def settle(trigger: DueTrigger, *, by: User, at: datetime.datetime) -> None:
    """The cause holds no more. The caller holds the article."""
    trigger.settlement = DueTrigger.Settlement.NO_LONGER
    trigger.settled_at, trigger.settled_by = at, by
    trigger.save(update_fields=["settlement", "settled_at", "settled_by"])
    tell_settled(SETTLED, trigger, by=by, at=at)


def tell_settled(
    action: str, trigger: DueTrigger, *, by: User, at: datetime.datetime, reason: str = ""
) -> None:
    """Reckon the due date without a cause that was just settled, and write both down."""
    article = trigger.article
    if ReviewSchedule.objects.filter(article=article).exists():
        schedule.reckon(article.pk)
    audit.record(
        action,
        by=by,
        article=article,
        reason=reason,
        details=told_of(trigger) | {"due_on": _due_on(article)},
        at=at,
    )


def told_of(trigger: DueTrigger) -> dict[str, object]:
    """What the history says of a cause, so that each can be held against the other."""
    return {
        "trigger": trigger.pk,
        "cause": trigger.kind,
        "key": trigger.key,
        "cause_due_on": trigger.due_on.isoformat(),
        "facts": trigger.details,
    }


def _due_on(article: Article) -> str | None:
    """When the article is due now; none before its first approval."""
    days = ReviewSchedule.objects.filter(article=article).values_list("due_on", flat=True)
    due_on = days.first()
    return due_on.isoformat() if due_on else None
