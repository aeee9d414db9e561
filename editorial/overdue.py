"""Pages whose review is overdue for longer than their tier's policy allows.

Past the hard limit a page carries a stronger warning, or it is withdrawn from readers until a full
review of it is approved: as the policy in force says, of the tier that was approved with the text.
Both are events. What readers are told of the dates is computed when they ask (`provenance.py`), so
the warning does not wait for a sweep; a withdrawal does.
"""

import datetime
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import ngettext

from articles.models import Article
from editorial import audit, outbox, replanning, source_news, source_watch
from editorial.in_charge import in_charge
from editorial.models import AuditEvent, Notification, Policy, Review, ReviewSchedule
from editorial.models.policy import AtHardLimit
from editorial.states import FULL_REVIEWS

log = logging.getLogger(__name__)

WARNED, WITHDRAWN, RETURNED = "overdue-warned", "overdue-withdrawn", "overdue-returned"
#: What gave a page back.
REVIEWED, SNOOZED = "reviewed", "snoozed"
#: Seconds after which no further article is begun, well within the time limit of a sweep.
LONGEST_RUN = 15
#: Articles of one sweep: so many as it could deal with in that time at most.
MOST = 1_000

#: Index `schedule_limit_not_met`: what is not overdue so long, or was dealt with, is not read.
_PAST_LIMIT = """
SELECT
    schedule.article_id,
    schedule.due_on,
    policy.hard_limit_days,
    policy.at_hard_limit
FROM editorial_reviewschedule AS schedule
CROSS JOIN LATERAL (  -- by its key, for each that is read: never all reviews
    SELECT policy ->> 'tier' AS tier FROM editorial_review
    WHERE id = schedule.review_id OFFSET 0
) AS review
JOIN editorial_policy AS policy ON policy.tier = review.tier
WHERE (
        schedule.limit_met_for IS NULL
        OR NOT (schedule.limit_met_for = schedule.due_on AND schedule.limit_met_for IS NOT NULL)
    )
    AND schedule.due_on < %(today)s::date - %(least)s
    AND schedule.due_on + policy.hard_limit_days < %(today)s::date
    AND (%(article)s::bigint IS NULL OR schedule.article_id = %(article)s)
    AND NOT EXISTS (
        SELECT FROM editorial_snooze AS snooze
        WHERE snooze.article_id = schedule.article_id
            AND snooze.due_on = schedule.due_on
            AND snooze.is_for_all
            AND snooze.ended_at IS NULL
            AND snooze.until > %(today)s::date
    )
ORDER BY schedule.due_on, schedule.article_id
LIMIT %(most)s
"""


@dataclass(frozen=True)
class PastLimit:
    """An article with which nothing was done yet, and what its policy wants."""

    article: int
    due_on: datetime.date
    limit_days: int
    consequence: str

    @property
    def facts(self) -> dict[str, object]:
        """What every event about it holds."""
        return {"due_on": self.due_on.isoformat(), "limit_days": self.limit_days}


def enforce(now: datetime.datetime) -> int:
    """Do what the policies say of pages past their hard limit. Returns with how many it was done.

    Asked by every sweep, which reads a small index when nothing is to be done. Each article is a
    transaction of its own. What is not done within `LONGEST_RUN` is left for the next sweep. A
    clock that was set back undoes nothing and repeats nothing.
    """
    done, end = 0, time.monotonic() + LONGEST_RUN
    for found in _past_limit(now):
        if time.monotonic() > end:
            break
        try:
            done += _enforce(found.article, now)
        except Exception:
            # One article must not keep the others from being dealt with, nor the mail.
            log.exception("Nothing was done about article %s, past its limit", found.article)
    return done


@transaction.atomic
def _enforce(article_id: int, now: datetime.datetime) -> bool:
    """Asked again with the article held: its review may have been approved meanwhile."""
    article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
    for found in _past_limit(now, article=article_id):
        ReviewSchedule.objects.filter(article=article).update(limit_met_for=found.due_on)
        if article.is_retired:
            return False
        if found.consequence == AtHardLimit.WITHDRAW:
            _withdraw(article, found, at=now)
            return True
        return _warn(article, found, at=now)
    return False


def _warn(article: Article, found: PastLimit, *, at: datetime.datetime) -> bool:
    """Once for each due date, however often the policy is changed."""
    told = AuditEvent.objects.filter(
        chain=article.pk, action=WARNED, details__due_on=found.due_on.isoformat()
    )
    if told.exists():
        return False
    audit.record(WARNED, by=source_watch.account(), article=article, details=found.facts, at=at)
    return True


def _withdraw(article: Article, found: PastLimit, *, at: datetime.datetime) -> None:
    site = source_watch.account()
    article.retired_at, article.retired_by = at, site
    article.retirement_reason = _reason(found)
    article.returns_when_reviewed = True
    _save(article)
    event = audit.record(
        WITHDRAWN,
        by=site,
        article=article,
        reason=article.retirement_reason,
        details=found.facts,
        at=at,
    )
    _tell(Notification.Kind.PAGE_WITHDRAWN, article, event, to=_concerned(article, at=at))


def _reason(found: PastLimit) -> str:
    return ngettext(
        "Its review was due on %(day)s, and is overdue for more than %(count)d day.",
        "Its review was due on %(day)s, and is overdue for more than %(count)d days.",
        found.limit_days,
    ) % {"day": date_format(found.due_on, "j F Y"), "count": found.limit_days}


def give_back_reviewed(review: Review, *, by: User, at: datetime.datetime) -> None:
    """Readers get the page again with the approval of a full review of it.

    Called in the transaction of the approval, after the clocks were set: that lifted the limit. Who
    is told of the approval is not told of this as well.
    """
    article = review.article
    if article.is_withdrawn and review.kind in FULL_REVIEWS:
        told = {article.owner_id, review.submitted_by_id}
        managers = [user for user in outbox.managing_editors() if user.pk not in told]
        _give_back(article, by=by, at=at, cause=REVIEWED, to=managers)


def give_back_while_snoozed(article: Article, *, by: User, at: datetime.datetime) -> bool:
    """Readers get the page again until a managing editor's snooze ends. Says whether they do.

    The caller holds the article, has written the snooze, and demanded the permission: the database
    lets nobody lift the limit without one.
    """
    article = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    if not article.is_withdrawn:
        return False
    ReviewSchedule.objects.filter(article=article).update(limit_met_for=None)
    _give_back(article, by=by, at=at, cause=SNOOZED, to=_concerned(article, at=at))
    source_news.look_again(article, by=by, at=at)
    return True


def _give_back(
    article: Article, *, by: User, at: datetime.datetime, cause: str, to: Iterable[User]
) -> None:
    article.retired_at, article.retired_by, article.retirement_reason = None, None, ""
    article.returns_when_reviewed = False
    _save(article)
    event = audit.record(RETURNED, by=by, article=article, details={"cause": cause}, at=at)
    told = [person for person in to if person.pk != by.pk]
    _tell(Notification.Kind.PAGE_RETURNED, article, event, to=told)


def _save(article: Article) -> None:
    article.save(
        update_fields=["retired_at", "retired_by", "retirement_reason", "returns_when_reviewed"]
    )
    replanning.look_again([article.pk])


def _tell(
    kind: Notification.Kind, article: Article, event: AuditEvent, *, to: Iterable[User]
) -> None:
    outbox.owe(kind, to=to, article=article, event=event, due_on=event.at.date())


def _concerned(article: Article, *, at: datetime.datetime) -> list[User]:
    """Whoever looks after it, those whose names stand under it, and the managing editors."""
    return [
        *in_charge(article, on=at.date()),
        *source_news.signers(article),
        *outbox.managing_editors(),
    ]


def _past_limit(now: datetime.datetime, *, article: int | None = None) -> list[PastLimit]:
    least = Policy.objects.aggregate(least=Min("hard_limit_days"))["least"]
    if least is None:
        return []
    facts = {
        "today": now.astimezone(datetime.UTC).date(),
        "least": least,
        "article": article,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAST_LIMIT, facts)
        return [PastLimit(*row) for row in cursor.fetchall()]
