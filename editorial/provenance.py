"""Tells the reader site who reviewed a live version: computed from the review, never copied."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from articles.models import Article, Version
from articles.provenance import Provenance, Reviewer
from articles.querysets import ArticleQuerySet
from editorial.models import Review, SignOff
from editorial.states import Kind, State, Verdict


class ReviewProvenance:
    """The latest approved review of the live version, with its signers and the schedule."""

    def annotate(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Adds one JSON column and the schedule's join: still one query."""
        signers = (
            SignOff.objects.standing()
            .filter(review=OuterRef("pk"), verdict=Verdict.APPROVE)
            .order_by("signed_at", "pk")
            .values(
                json=JSONObject(
                    name="signer_name",
                    credentials="signer_credentials",
                    slug="member__slug",
                    signed_at="signed_at",
                )
            )
        )
        approved = (
            Review.objects.filter(
                article=OuterRef("pk"),
                version=OuterRef("live_version"),
                state=State.APPROVED,
            )
            .order_by("-closed_at")
            .values(
                json=JSONObject(
                    submitted_at="submitted_at",
                    under_review_at="begun_at",
                    approved_at="closed_at",
                    reviewers=ArraySubquery(signers),
                )
            )[:1]
        )
        return articles.select_related("review_schedule").annotate(
            approved_review=Subquery(approved, output_field=JSONField()),
            open_review_kind=Subquery(
                Review.objects.open().filter(article=OuterRef("pk")).values("kind")[:1]
            ),
        )

    def read(self, article: Article) -> Provenance | None:
        """From the columns that `annotate` added."""
        review: dict[str, Any] | None = getattr(article, "approved_review", None)
        if review is None:
            return None
        schedule = getattr(article, "review_schedule", None)
        kind: str | None = getattr(article, "open_review_kind", None)
        return Provenance(
            submitted_at=_moment(review["submitted_at"]),
            under_review_at=_moment(review["under_review_at"]),
            approved_at=_moment(review["approved_at"]),
            reviewers=[
                Reviewer(
                    name=signer["name"],
                    credentials=signer["credentials"],
                    slug=signer["slug"],
                    signed_at=_moment(signer["signed_at"]),
                )
                for signer in review["reviewers"]
            ],
            last_reviewed_on=schedule and schedule.reviewed_on,
            next_review_on=schedule and schedule.due_on,
            is_under_review=kind is not None,
            revision_under_review=kind not in (None, Kind.RE_REVIEW),
        )

    def reviewers(self, versions: Iterable[Version]) -> Mapping[int, list[Reviewer]]:
        """The approvals of approved reviews, in the order of signing; a re-review's come last."""
        signed = (
            SignOff.objects.standing()
            .filter(
                review__version__in=[version.pk for version in versions],
                review__state=State.APPROVED,
                verdict=Verdict.APPROVE,
            )
            .order_by("signed_at", "pk")
            .values_list(
                "review__version", "signer_name", "signer_credentials", "member__slug", "signed_at"
            )
        )
        found: defaultdict[int, list[Reviewer]] = defaultdict(list)
        for version_id, name, credentials, slug, signed_at in signed:
            found[version_id].append(Reviewer(name, credentials, slug, signed_at))
        return found


def _moment(text: str) -> datetime.datetime:
    """PostgreSQL's JSON time, which carries its offset, as aware UTC."""
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
