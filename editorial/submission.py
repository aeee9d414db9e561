"""What may be submitted, and as what."""

import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.findings import check
from articles.models import Article, Version
from articles.versions import freeze
from editorial import beats, outbox
from editorial.exceptions import DraftNotReady, NotPossible
from editorial.models import Notification, Policy, Review
from editorial.states import Kind


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


def refuse_submission(article: Article) -> None:
    if article.is_retired:
        raise NotPossible(_("This article is retired. Reinstate it before you submit it."))
    if Review.objects.open().filter(article=article).exists():
        raise NotPossible(_("A review of this article is open. Withdraw it, or wait for its end."))


def version_to_review(article: Article, kind: str, *, by: User) -> Version:
    if kind == Kind.RE_REVIEW and article.live_version is not None:
        return article.live_version
    findings = check(article)
    if any(finding.blocks for finding in findings):
        raise DraftNotReady(findings)
    return freeze(article, by=by)


def open_review(
    article: Article,
    version: Version,
    *,
    kind: str,
    by: User,
    note: str,
    at: datetime.datetime,
    is_urgent: bool = False,
) -> Review:
    """The review of this version, its event, and the message to the managing editors.

    The caller holds the article's row, and knows that no review of it is open.
    """
    tier = version.content["risk_tier"]  # a re-review is judged by the tier of what it signs
    policy = Policy.objects.select_for_update().get(tier=tier).frozen()
    review = Review.objects.create(
        article=article,
        version=version,
        kind=kind,
        is_urgent=is_urgent,
        policy=policy,
        approvals_needed=policy["approvals_needed"],
        note=note,
        submitted_at=at,
        submitted_by=by,
    )
    details: dict[str, object] = {"kind": kind, **({"urgent": True} if is_urgent else {})}
    beats.record("submit", review, by=by, at=at, reason=note, details=details)
    beats.tell(Notification.Kind.REVIEW_SUBMITTED, review, to=outbox.managing_editors(), at=at)
    return review
