"""Tells the reader site who reviewed a live version: computed from the review, never copied."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject
from django.urls import reverse

from articles.models import Article, Version
from articles.provenance import Approval, Provenance, Reviewer
from articles.querysets import ArticleQuerySet
from editorial.models import Assignment, Policy, Review, ReviewSchedule, SignOff, Snooze
from editorial.states import FULL_REVIEWS, Conflict, Kind, State, Verdict


class ReviewProvenance:
    """The approved reviews of the live version, with their signers and the schedule."""

    def annotate(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Adds one JSON column and the schedule's join: still one query."""
        full = Review.objects.filter(
            article=OuterRef("article"), state=State.APPROVED, kind__in=FULL_REVIEWS
        ).order_by("-closed_at", "-pk")
        approved = (
            _approved()
            .filter(article=OuterRef("pk"))
            .filter(Q(version=OuterRef("live_version")) | Q(pk=Subquery(full.values("pk")[:1])))
            .values(json=_AS_JSON)
        )
        return articles.select_related("review_schedule").annotate(
            approved_reviews=ArraySubquery(approved),
            open_review_kind=Subquery(
                Review.objects.open().filter(article=OuterRef("pk")).values("kind")[:1]
            ),
            hard_limit_days=Subquery(_limit().values("hard_limit_days")[:1]),
            limit_held_until=Subquery(_holding().values("until")[:1]),
        )

    def read(self, article: Article) -> Provenance | None:
        """From the columns that `annotate` added."""
        reviews: list[dict[str, Any]] = getattr(article, "approved_reviews", [])
        of_live = [row for row in reviews if row["version"] == article.live_version_id]
        if not of_live:
            return None
        schedule = getattr(article, "review_schedule", None)
        kind: str | None = getattr(article, "open_review_kind", None)
        return Provenance(
            submitted_at=_moment(of_live[0]["submitted_at"]),
            under_review_at=_moment(of_live[0]["begun_at"]),
            approvals=_of_version(of_live, reviews),
            last_reviewed_on=schedule and schedule.reviewed_on,
            next_review_on=schedule and schedule.due_on,
            is_under_review=kind is not None,
            revision_under_review=kind not in (None, Kind.RE_REVIEW),
            past_limit_from=_past_limit_from(article, schedule),
        )

    def approvals(self, versions: Iterable[Version]) -> Mapping[int, list[Approval]]:
        """Those of each version, newest first; a correction with the full review before it."""
        wanted = list(versions)
        rows = _approved().filter(article__in={version.article_id for version in wanted})
        of_version: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        of_article: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        for article_id, row in rows.values_list("article", _AS_JSON):
            of_version[row["version"]].append(row)
            of_article[article_id].append(row)
        return {
            version.pk: _of_version(of_version[version.pk], of_article[version.article_id])
            for version in wanted
            if version.pk in of_version
        }


def _limit() -> "QuerySet[Policy]":
    """The policy in force for the tier that was approved with the text, not the draft's."""
    tier = KeyTextTransform("tier", OuterRef("review_schedule__review__policy"))
    return Policy.objects.filter(Q(("tier", tier)), hard_limit_days__isnull=False)


def _holding() -> "QuerySet[Snooze]":
    """The managing editor's snooze that holds the limit back, the longest first."""
    return Snooze.objects.filter(
        article=OuterRef("pk"),
        due_on=OuterRef("review_schedule__due_on"),
        is_for_all=True,
        ended_at__isnull=True,
    ).order_by("-until")


def _past_limit_from(article: Article, schedule: ReviewSchedule | None) -> datetime.date | None:
    """Asked of the dates, not of what a sweep has done: it holds while no sweep comes, too."""
    days: int | None = getattr(article, "hard_limit_days", None)
    if schedule is None or days is None:
        return None
    first = schedule.due_on + datetime.timedelta(days=days + 1)
    held_until: datetime.date | None = getattr(article, "limit_held_until", None)
    return max(first, held_until) if held_until is not None else first


def _approved() -> "QuerySet[Review]":
    return Review.objects.filter(state=State.APPROVED).order_by("-closed_at", "-pk")


def _signers() -> "QuerySet[SignOff, Any]":
    """The signatures that count: approving, standing, of members asked and unconflicted."""
    asked = (
        Assignment.objects.active()
        .filter(
            Q(conflict=Conflict.NONE) | Q(conflict=Conflict.DECLARED, waived_at__isnull=False),
            review=OuterRef("review"),
            member=OuterRef("member"),
        )
        .values(json=JSONObject(statement="conflict_statement", waiver="waiver_reason"))
    )
    return (
        SignOff.objects.standing()
        .filter(review=OuterRef("pk"), verdict=Verdict.APPROVE)
        .order_by("signed_at", "pk")
        .values(
            json=JSONObject(
                name="signer_name",
                credentials="signer_credentials",
                affiliation="signer_affiliation",
                slug="member__slug",
                signed_at="signed_at",
                in_place_of="stands_in_for__name",
                asked=Subquery(asked[:1], output_field=JSONField()),
            )
        )
    )


_AS_JSON = JSONObject(
    id="pk",
    kind="kind",
    version="version_id",
    number="version__number",
    submitted_at="submitted_at",
    begun_at="begun_at",
    closed_at="closed_at",
    signers=ArraySubquery(_signers()),
)


def _of_version(own: list[dict[str, Any]], of_article: Iterable[dict[str, Any]]) -> list[Approval]:
    """Both newest first. Corrections alone are followed by the full review they rest on."""
    shown = [_approval(row) for row in own]
    if all(approval.is_correction for approval in shown):
        before = (row for row in of_article if row["id"] < own[-1]["id"])
        full = next((row for row in before if row["kind"] in FULL_REVIEWS), None)
        shown += [_approval(full)] if full else []
    return shown


def _approval(row: Mapping[str, Any]) -> Approval:
    return Approval(
        kind=row["kind"],
        version_number=row["number"],
        approved_at=_moment(row["closed_at"]),
        reviewers=[_reviewer(signer) for signer in row["signers"] if signer["asked"]],
    )


def _reviewer(signer: Mapping[str, Any]) -> Reviewer:
    return Reviewer(
        name=signer["name"],
        credentials=signer["credentials"],
        page=reverse("editorial:board-member", args=[signer["slug"]]),
        signed_at=_moment(signer["signed_at"]),
        affiliation=signer["affiliation"],
        in_place_of=signer["in_place_of"] or "",
        conflict=signer["asked"]["statement"],
        waiver=signer["asked"]["waiver"],
    )


def _moment(text: str) -> datetime.datetime:
    """PostgreSQL's JSON time, which carries its offset, as aware UTC."""
    return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
