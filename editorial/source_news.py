"""News of a cited source: the event in every article concerned, who is told, what is opened."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from articles.cited_sources import ChangedSources, changed_sources
from articles.models import Article
from editorial import audit, outbox, source_causes, source_sentences, source_watch, submission
from editorial.models import AuditEvent, Notification, Review
from editorial.source_places import DRAFT, LIVE, Place, lock_citing, places
from editorial.states import Kind, State, Verdict
from references.models import Reference, Retraction
from references.standing import family
from references.styles import as_text

#: Without any notice.
CLEAR = (Retraction.UNCHECKED, Retraction.NONE)
#: What came of the news for an article, as its event says.
OPENED, ALREADY_OPEN, TOLD, NOTED, RETIRED = "opened", "already-open", "told", "noted", "retired"


@dataclass(frozen=True)
class News:
    """What happened to a work. `ids` are those of its record and of all that were merged into it.

    `opens`: live articles are to be re-reviewed. `tells`: people are to hear of it.
    """

    action: str
    lead: Reference
    ids: list[int]
    standing: str
    on: datetime.date | None
    opens: bool
    tells: bool
    before: str = ""
    change: int | None = None
    with_drafts: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """What every event about it holds."""
        facts = {
            "reference": self.lead.pk,
            "text": as_text(self.lead.csl, self.lead.kind),
            "standing": self.standing,
            "before": self.before,
            "on": self.on.isoformat() if self.on else "",
            "address": self.lead.retraction_notice_url,
        }
        return facts if self.change is None else {**facts, "change": self.change}


def spread(news: News, *, by: User, at: datetime.datetime, reason: str = "") -> int:
    """Write it into the chain of every article concerned, tell people, open what is to be opened.

    Within the caller's transaction. Returns how many articles were concerned.
    """
    concerned = 0
    for article in lock_citing(news.ids, drafts=news.with_drafts):
        review = Review.objects.open().filter(article=article).first()
        found = places(article, review, news.ids, drafts=news.with_drafts)
        if found:
            _write(news, article, review, found, by=by, at=at, reason=reason)
            concerned += 1
    return concerned


def _write(
    news: News,
    article: Article,
    review: Review | None,
    found: list[Place],
    *,
    by: User,
    at: datetime.datetime,
    reason: str,
) -> None:
    outcome = _outcome(news, article, review, found)
    event = audit.record(
        news.action,
        by=by,
        article=article,
        version_digest=found[0].digest,
        reason=reason,
        details={**news.facts, "places": [place.facts for place in found], "outcome": outcome},
        at=at,
    )
    source_causes.look_at(article, at=at)
    if outcome in (RETIRED, NOTED):
        return
    told = [*_owner(article), *signers(article), *_asked(review)]
    if outcome == ALREADY_OPEN:
        told += outbox.managing_editors()
    if outcome == OPENED:
        note = source_sentences.note(event.action, event.details)
        review = _re_review(article, note=note, by=by, at=at)
    outbox.owe(
        Notification.Kind.SOURCE_NOTICE,
        to=told,
        article=article,
        review=review,
        event=event,
        due_on=at.date(),
    )


def _outcome(news: News, article: Article, review: Review | None, found: list[Place]) -> str:
    if article.is_retired and not article.is_withdrawn:
        return RETIRED
    if not news.tells or all(place.where == DRAFT for place in found):
        return NOTED
    if _is_told_already(news, article):
        return NOTED
    if not news.opens:
        return TOLD
    if review is not None:
        return ALREADY_OPEN
    return OPENED if any(place.where == LIVE for place in found) else TOLD


def _is_told_already(news: News, article: Article) -> bool:
    """The same was told of another record of this work, which was merged with it since."""
    rows = [row.pk for row in family.work_of(news.lead).rows]
    last = (
        AuditEvent.objects.filter(
            chain=article.pk, action__startswith="source-", details__reference__in=rows
        )
        .order_by("-sequence")
        .first()
    )
    if last is None or last.details["outcome"] in (RETIRED, NOTED):
        return False
    facts = news.facts
    return last.action == news.action and all(
        last.details[fact] == facts[fact] for fact in ("standing", "on")
    )


def _owner(article: Article) -> Iterable[User]:
    """The managing editors stand in for an owner who cannot be reached."""
    owner = article.owner
    return [owner] if owner.is_active and owner.email else outbox.managing_editors()


def signers(article: Article) -> Iterable[User]:
    """Those whose signatures stand under the live version."""
    return User.objects.filter(
        board_member__sign_offs__verdict=Verdict.APPROVE,
        board_member__sign_offs__withdrawal__isnull=True,
        board_member__sign_offs__review__state=State.APPROVED,
        board_member__sign_offs__review__version=article.live_version_id,
    )


def _asked(review: Review | None) -> Iterable[User]:
    if review is None:
        return []
    return [row.member.user for row in review.assignments.select_related("member__user")]


def _re_review(article: Article, *, note: str, by: User, at: datetime.datetime) -> Review:
    """The way of every submission but for the gate: the text is the live one, as it is."""
    assert article.live_version is not None  # noqa: S101 # asked by the callers
    return submission.open_review(
        article,
        article.live_version,
        kind=Kind.RE_REVIEW,
        by=by,
        note=note,
        at=at,
        is_urgent=True,
    )


def look_again(article: Article, *, by: User, at: datetime.datetime) -> None:
    """Open the urgent re-review that an article given back to readers would have had before.

    The caller holds the article.
    """
    rows = Article.objects.filter(pk=article.pk).values_list(changed_sources(), flat=True).get()
    sources = ChangedSources.of(rows)
    doubtful = [*sources.retracted, *sources.doubted]
    if doubtful and not Review.objects.open().filter(article=article).exists():
        note = source_sentences.note_on_return(doubtful)
        _re_review(article, note=note, by=source_watch.account(), at=at)


def still_holds(event: AuditEvent) -> bool:
    """Whether the source stands as the event says: what came later has news of its own."""
    reference = Reference.objects.filter(pk=event.details["reference"]).first()
    if reference is None:
        return False
    lead = family.work_of(reference).lead
    if event.action == source_sentences.ACCEPTED and not lead.is_accepted:
        return False
    if event.action == source_sentences.NO_LONGER_ACCEPTED and lead.is_accepted:
        return False
    told = event.details["standing"]
    return lead.retraction == told or {lead.retraction, told} <= set(CLEAR)
