"""Keeping a source despite its notice: the editors' override, said to readers with its reason."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.source_words import ABOVE
from editorial import audit, beats, permissions, standing_lock
from editorial.exceptions import NotPossible
from editorial.source_news import News, spread
from editorial.source_sentences import ACCEPTED, NO_LONGER_ACCEPTED
from references.models import Reference
from references.standing import family

#: Readers get the reason, beside the source and above the text.
LONGEST_REASON = 500


def accept_source(reference: Reference, *, by: User, reason: str) -> Reference:
    """Keep a retracted or doubted source, for instance one that was republished corrected.

    Readers go on seeing the notice, with the reason. It stops no submission any more. Another
    notice ends it.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: the source has no such notice, is kept already, or the reason is too long.
    """
    with transaction.atomic():
        work, news = _begin(reference, ACCEPTED, by=by)
        if work.lead.retraction not in ABOVE:
            raise NotPossible(
                _("Only a source that is retracted or under an expression of concern is kept so.")
            )
        if work.lead.is_accepted:
            raise NotPossible(_("The editors keep this source already. Nothing was changed."))
        why, now = beats.demand_reason(reason), timezone.now()
        if len(why) > LONGEST_REASON:
            raise NotPossible(
                _("Readers get the reason. Say it in %(count)d characters.")
                % {"count": LONGEST_REASON}
            )
        _store(work, accepted_at=now, accepted_by=by, accepted_because=why)
        _record(news, by=by, at=now, reason=why)
    return work.lead


def no_longer_accept_source(reference: Reference, *, by: User, reason: str) -> Reference:
    """Take that back: the notice counts again, and live articles that cite it are re-reviewed.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: the editors do not keep this source.
    """
    with transaction.atomic():
        standing_lock.await_submissions()
        work, news = _begin(reference, NO_LONGER_ACCEPTED, by=by)
        if not work.lead.is_accepted:
            raise NotPossible(_("The editors do not keep this source. Nothing was changed."))
        why, now = beats.demand_reason(reason), timezone.now()
        _store(work, accepted_at=None, accepted_by=None, accepted_because="")
        _record(news, by=by, at=now, reason=why)
    return work.lead


def _begin(reference: Reference, action: str, *, by: User) -> tuple[family.Work, News]:
    permissions.demand(allowed=permissions.may_manage(by))
    work = _held(reference)
    news = News(
        action=action,
        lead=work.lead,
        ids=[row.pk for row in work.rows],
        standing=work.lead.retraction,
        on=work.lead.retracted_on,
        opens=action == NO_LONGER_ACCEPTED,
        tells=True,
        with_drafts=True,
    )
    return work, news


def _held(reference: Reference) -> family.Work:
    """The work as it is now, held until the transaction ends: before any article, as in a merge.

    The keys stay free, so that a draft that is being saved can go on pointing to the source.
    """
    work = family.work_of(reference)
    while True:
        held = [row.pk for row in work.rows]
        rows = Reference.objects.filter(pk__in=held).order_by("pk")
        list(rows.select_for_update(no_key=True))
        work = family.work_of(reference)  # a merge may have ended while this waited
        if {row.pk for row in work.rows} <= set(held):
            return work


def _store(work: family.Work, **values: object) -> None:
    """On the record and on all that were merged into it."""
    Reference.objects.filter(pk__in=[row.pk for row in work.rows]).update(**values)
    work.lead.refresh_from_db(fields=list(values))


def _record(news: News, *, by: User, at: datetime.datetime, reason: str) -> None:
    """In the chain of every article concerned, and in chain 0, where those of sources stand."""
    spread(news, by=by, at=at, reason=reason)
    audit.record(news.action, by=by, reason=reason, details=news.facts, at=at)
