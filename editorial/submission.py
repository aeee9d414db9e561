"""What may be submitted, and as what."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from articles import corrections
from articles.drafts import content_of
from articles.findings import Finding, check
from articles.models import Article, Version
from articles.text.canonical import digest
from articles.versions import freeze
from editorial import beats, outbox, source_causes
from editorial.exceptions import DraftNotReady, NotACorrection, NotPossible
from editorial.models import Notification, Policy, Review
from editorial.states import FULL_REVIEWS, Kind


def kind_of(article: Article, kind: str | None) -> str:
    if kind is None:
        return Kind.NEW if article.live_version_id is None else Kind.REVISION
    if kind not in Kind.values:
        raise NotPossible(_("“%(kind)s” is not a kind of review.") % {"kind": kind})
    if (kind == Kind.NEW) is not (article.live_version_id is None):
        raise NotPossible(
            _("A review is “new” for an article without a live version, and only then.")
        )
    return kind


def refuse_submission(article: Article, kind: str) -> None:
    """What is withdrawn until it is reviewed may be submitted for just that."""
    if article.is_withdrawn and kind == Kind.CORRECTION:
        raise NotPossible(
            _(
                "This article is withdrawn because its review is overdue, and a correction is no "
                "review of it. Submit it as a revision or a re-review."
            )
        )
    if article.is_retired and not article.is_withdrawn:
        raise NotPossible(_("This article is retired. Reinstate it before you submit it."))
    if Review.objects.open().filter(article=article).exists():
        raise NotPossible(_("A review of this article is open. Withdraw it, or wait for its end."))


@dataclass(frozen=True)
class Checked:
    """A version that may be reviewed, and what its check found, for the history."""

    version: Version
    outcome: dict[str, object] = field(default_factory=dict)


def version_to_review(article: Article, kind: str, *, by: User) -> Checked:
    """The live version for a re-review, else the draft as it is frozen now."""
    live = article.live_version
    if kind == Kind.RE_REVIEW and live is not None:
        return Checked(live)
    prefetch_related_objects([article], "sections")  # what is checked is what is frozen
    corrected = live if kind == Kind.CORRECTION else None
    findings = check(article)
    if any(finding.blocks for finding in findings):
        beyond = [] if corrected is None else beyond_correction(article, corrected)
        raise DraftNotReady([*beyond, *findings])
    version = freeze(article, by=by)
    if corrected is None:
        return Checked(version)
    found = corrections.check(corrected.content, version.content, sections=_section_ids(article))
    if found.findings:
        raise NotACorrection([*found.findings, *findings])
    outcome = {
        "of_version": corrected.number,
        "of_digest": corrected.digest,
        "words_mended": found.words_mended,
    }
    return Checked(version, {"correction": outcome})


def beyond_correction(article: Article, live: Version) -> list[Finding]:
    """What the draft, as it stands now, changes of the live version beyond a correction."""
    return corrections.compare(live.content, content_of(article), sections=_section_ids(article))


def _section_ids(article: Article) -> list[int]:
    return [section.pk for section in article.sections.all()]


def open_review(
    article: Article,
    version: Version,
    *,
    kind: str,
    by: User,
    note: str,
    at: datetime.datetime,
    is_urgent: bool = False,
    outcome: Mapping[str, object] = MappingProxyType({}),
) -> Review:
    """The review of this version, its event, and the message to the managing editors.

    The caller holds the article's row, and knows that no review of it is open. A correction needs
    one signer, whatever the tier; `outcome` is what its check found.
    """
    tier = version.content["risk_tier"]  # a re-review is judged by the tier of what it signs
    policy = Policy.objects.select_for_update().get(tier=tier).frozen()
    review = Review.objects.create(
        article=article,
        version=version,
        kind=kind,
        is_urgent=is_urgent,
        policy=policy,
        approvals_needed=1 if kind == Kind.CORRECTION else policy["approvals_needed"],
        note=note,
        submitted_at=at,
        submitted_by=by,
    )
    details: dict[str, object] = {
        "kind": kind,
        "approvals_needed": review.approvals_needed,
        "policy": digest(policy),
        **({"urgent": True} if is_urgent else {}),
        **outcome,
    }
    if kind in FULL_REVIEWS:
        years = policy["oldest_source_years"]
        details["known_causes"] = source_causes.known(version.pk, years=years, on=at.date())
    beats.record("submit", review, by=by, at=at, reason=note, details=details)
    beats.tell(Notification.Kind.REVIEW_SUBMITTED, review, to=outbox.managing_editors(), at=at)
    return review
