"""What makes an article due earlier than its interval says, each with a record that says why."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article
from editorial import audit
from editorial.models import DueTrigger, ReviewSchedule

RAISED = "due-earlier"


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

    The caller holds the article. The database moves the due date by itself. `details` are JSON as
    in an audit event, with the names and dates of the day: people are told in their words
    (`editorial.due_words`). `due_on` is a day in UTC; a cause found late is due on the day it was
    found, so that an article is not overdue before anybody could know.
    """
    if DueTrigger.objects.filter(article=article, kind=kind, key=key).exists():
        return None
    trigger = DueTrigger.objects.create(
        article=article,
        kind=kind,
        key=key,
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
        details={
            "trigger": trigger.pk,
            "cause": kind,
            "key": key,
            "cause_due_on": trigger.due_on.isoformat(),
            "facts": trigger.details,
            "due_on": _due_on(article),
        },
        at=at,
    )
    return trigger


def _due_on(article: Article) -> str | None:
    """When the article is due now; none before its first approval."""
    days = ReviewSchedule.objects.filter(article=article).values_list("due_on", flat=True)
    due_on = days.first()
    return due_on and due_on.isoformat()
