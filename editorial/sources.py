"""Answering to what the library has heard of its sources.

A trigger of the library leaves a row whenever a source's standing changes. Here each such row is
answered once, in a transaction of its own: by whoever recorded the change, as soon as that is
committed, and by every sweep, so that nothing is lost with a worker that was killed.
"""

import datetime
import logging
import time

from django.db import transaction
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Version
from editorial import audit, source_watch, standing_lock
from editorial.models import AuditEvent, Review
from editorial.source_news import CLEAR, News, spread
from editorial.source_sentences import ACCEPTED, NO_LONGER_ACCEPTED
from references.models import Reference, Retraction, StandingChange
from references.standing import family

log = logging.getLogger(__name__)

#: Seconds after which no further change is begun, well within the time limit of a sweep.
LONGEST_RUN = 20
#: Nobody has to hear of a change between these.
QUIET = ("", *CLEAR)
ACTIONS = {
    Retraction.RETRACTED: "source-retracted",
    Retraction.EXPRESSION_OF_CONCERN: "source-doubted",
    Retraction.CORRECTED: "source-corrected",
    Retraction.REINSTATED: "source-reinstated",
    Retraction.UNCHECKED: "source-cleared",
    Retraction.NONE: "source-cleared",
}
OPENING = (Retraction.RETRACTED, Retraction.EXPRESSION_OF_CONCERN)


def react(now: datetime.datetime | None = None) -> int:
    """Answer to every change that waits. Returns how many were answered.

    One that cannot be answered is logged and left for the next sweep; the others go on.
    """
    at = now or timezone.now()
    waiting = StandingChange.objects.filter(handled__isnull=True)
    if not waiting.exists():
        return 0
    answered = _pass_over_quiet(at)
    failed: list[int] = []
    end = time.monotonic() + LONGEST_RUN
    while time.monotonic() < end:
        outcome = _next(at, failed)
        if outcome is None:
            break
        answered += outcome
    return answered


def _pass_over_quiet(at: datetime.datetime) -> int:
    """First checks of whole libraries: answered in one statement."""
    quiet = StandingChange.objects.filter(
        handled__isnull=True, before__in=QUIET, after__in=QUIET
    ).select_for_update(skip_locked=True)
    with transaction.atomic():
        return StandingChange.objects.filter(pk__in=quiet.values("pk")).update(handled=at)


def _next(at: datetime.datetime, failed: list[int]) -> int | None:
    """One change, or none where nothing (more) waits; adds to `failed` what could not be done."""
    with transaction.atomic():
        standing_lock.await_submissions()
        change = _claim(failed)
        if change is None:
            return None
        try:
            with transaction.atomic():
                _answer(change, at)
                StandingChange.objects.filter(pk=change.pk).update(handled=at)
        except Exception:
            # One change that cannot be answered must not keep the others, nor the reminders.
            log.exception("Change %s of reference %s waits", change.pk, change.reference_id)
            failed.append(change.pk)
            return 0
        return 1


def _claim(failed: list[int]) -> StandingChange | None:
    """The first that nobody else holds. Those of one source are answered in their order."""
    earlier = StandingChange.objects.filter(
        reference=OuterRef("reference"), pk__lt=OuterRef("pk"), handled__isnull=True
    )
    return (
        StandingChange.objects.filter(~Exists(earlier), handled__isnull=True)
        .exclude(pk__in=failed)
        .select_related("reference")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")
        .first()
    )


def _answer(change: StandingChange, at: datetime.datetime) -> None:
    work = family.work_of(change.reference)
    account = source_watch.account()
    is_another = change.before != change.after
    has_ended = _acceptance_has_ended(work)
    news = News(
        action=ACTIONS[Retraction(change.after)],
        lead=work.lead,
        ids=_concerned(change.reference, work),
        standing=change.after,
        on=change.on,
        # What was overtaken by a later change is written down; that one says what holds.
        tells=work.lead.retraction == change.after and (is_another or has_ended),
        opens=change.after in OPENING and not work.lead.is_accepted,
        before=change.before,
        change=change.pk,
    )
    spread(news, by=account, at=at)
    if has_ended:
        reason = _("Its notice changed.")
        audit.record(NO_LONGER_ACCEPTED, by=account, reason=reason, details=news.facts, at=at)


def _concerned(reference: Reference, work: family.Work) -> list[int]:
    """All records of the work; of one that was merged, only those that came with it."""
    if reference.pk == work.lead.pk:
        return [row.pk for row in work.rows]
    came_along = Reference.objects.filter(merged_into=reference.pk).values_list("pk", flat=True)
    return [reference.pk, *came_along]


def _acceptance_has_ended(work: family.Work) -> bool:
    """The editors kept the source, and the library has dropped that with a changed notice."""
    last = (
        AuditEvent.objects.filter(
            chain=0,
            action__in=[ACCEPTED, NO_LONGER_ACCEPTED],
            details__reference__in=[row.pk for row in work.rows],
        )
        .order_by("-sequence")
        .first()
    )
    return last is not None and last.action == ACCEPTED and not work.lead.is_accepted


def watched_references() -> QuerySet[Reference, int]:
    """The ids of what must be checked: cited where readers read or members judge.

    A record that was merged into another is watched as that one.
    """
    live = Article.objects.live().values("live_version")
    judged = Review.objects.open().values("version")
    cited = Version.objects.filter(Q(pk__in=live) | Q(pk__in=judged)).values_list(
        Func(F("cited_ids"), function="unnest")
    )
    return (
        Reference.objects.filter(pk__in=cited)
        .order_by()
        .values_list(Coalesce("merged_into", "pk"), flat=True)
        .distinct()
    )
