"""A member is removed from the board for cause: what they signed is looked at again.

What was signed stays valid, and readers keep the texts; but each is due for review now. Done right
after the member was deactivated, or after the cause was found, and where it is much, by the sweeps:
the event waits for another that says it was followed up.
"""

import datetime
import logging
import time
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from articles.models import Article
from editorial import audit, due_causes, source_watch
from editorial.models import AuditEvent, DueTrigger, SignOff
from editorial.states import State, Verdict

log = logging.getLogger(__name__)

REMOVED, FOUND = "deactivate-member", "found-for-cause"
FOLLOWED_UP = "removal-followed-up"
#: Seconds after which no further article is begun: while a person waits, and in a sweep.
LONGEST_WAIT: Final = 2.0
LONGEST_RUN: Final = 15.0


def signed_by(member: int) -> QuerySet[Article]:
    """Under whose live version an approval of this member stands; those that are retired too."""
    approvals = SignOff.objects.standing().filter(
        member=member,
        verdict=Verdict.APPROVE,
        review__state=State.APPROVED,
        review__article=OuterRef("pk"),
        review__version=OuterRef("live_version"),
    )
    signed = SignOff.objects.filter(member=member).values("review__article")
    return Article.objects.filter(Exists(approvals), pk__in=signed)


def was_for_cause(member: int) -> bool:
    """Whether the member was removed for cause, be it said at once or found out later."""
    return _for_cause().filter(details__member=member).exists()


def follow_up(now: datetime.datetime | None = None, *, within: float = LONGEST_RUN) -> int:
    """Make due what removed members signed. Returns how many articles were.

    What is not done `within` so many seconds is left for the next sweep.
    """
    at, end, raised = now or timezone.now(), time.monotonic() + within, 0
    for event in _waiting():
        waiting = _untouched(event).order_by("pk").values_list("pk", flat=True)
        failed = False
        for pk in waiting:
            if time.monotonic() > end:
                return raised
            try:
                raised += _raise(event, pk, at)
            except Exception:
                failed = True
                # One article that cannot be held must not keep the others, nor the mail.
                log.exception("Article %s was not made due by event %s", pk, event.pk)
        if not failed:
            _settle(event, at)
    return raised


def _waiting() -> list[AuditEvent]:
    """Removals for cause that nobody has followed up, oldest first."""
    done = (
        AuditEvent.objects.filter(chain=0, action=FOLLOWED_UP)
        .annotate(removal=Cast(KT("details__removal"), BigIntegerField()))
        .filter(removal=OuterRef("pk"))
    )
    return list(_for_cause().filter(~Exists(done)).order_by("sequence"))


def _for_cause() -> QuerySet[AuditEvent]:
    told = AuditEvent.objects.filter(chain=0, action__in=[REMOVED, FOUND])
    return told.filter(details__for_cause=True)


def _untouched(event: AuditEvent) -> QuerySet[Article]:
    raised = DueTrigger.objects.filter(
        article=OuterRef("pk"), kind=DueTrigger.Kind.SIGNER_REMOVED, key=_key(event)
    )
    return signed_by(event.details["member"]).filter(~Exists(raised))


@transaction.atomic
def _raise(event: AuditEvent, pk: int, at: datetime.datetime) -> bool:
    """Asked again with the article held: another sweep, or an approval, may have been first."""
    article = Article.objects.select_for_update(no_key=True).get(pk=pk)
    if not _untouched(event).filter(pk=pk).exists():
        return False
    trigger = due_causes.raise_trigger(
        article,
        kind=DueTrigger.Kind.SIGNER_REMOVED,
        key=_key(event),
        due_on=event.at.date(),
        details={"member": event.details["member"], "name": event.details["name"]},
        by=_actor(event),
        at=at,
        reason=event.reason,
    )
    return trigger is not None


@transaction.atomic
def _settle(event: AuditEvent, at: datetime.datetime) -> None:
    """Once: whoever follows up the same removal waits for this one."""
    AuditEvent.objects.select_for_update(no_key=True).get(pk=event.pk)
    if event not in _waiting():
        return
    raised = DueTrigger.objects.filter(kind=DueTrigger.Kind.SIGNER_REMOVED, key=_key(event))
    details = {
        "removal": event.pk,
        "member": event.details["member"],
        "name": event.details["name"],
        "count": raised.count(),
    }
    audit.record(FOLLOWED_UP, by=source_watch.account(), details=details, at=at)


def _key(event: AuditEvent) -> str:
    return f"member:{event.details['member']}:{event.at.date().isoformat()}"


def _actor(event: AuditEvent) -> User:
    """Whoever removed the member, or found the cause."""
    return event.actor or source_watch.account()
