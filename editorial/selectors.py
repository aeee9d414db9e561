"""The joins behind the desk's screens. Lists never load the text of a version; pages load one."""

import datetime
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from articles.models import Publication, Version
from editorial import rounds
from editorial.models import Assignment, Proposal, ReadMark, Review, SigningLock, SignOff
from editorial.querysets import AssignmentQuerySet, ReviewQuerySet
from editorial.states import OPEN, Conflict, Response, State, Verdict

#: The columns of a version that hold its text, which lists do without.
TEXT = ("content", "clinical_html", "plain_html", "search")


def waiting_for(user: User) -> AssignmentQuerySet:
    """What this member is still asked for, most urgent first.

    Each has `due_on`, the next of its dates, and `earlier_version_id`, the version that readers
    had before the one under review.
    """
    return (
        Assignment.objects.of(user)
        .waiting_for_verdict()
        .select_related("review__version", "review__article", "in_place_of")
        .defer(*_text_of("review__version"))
        .annotate(
            due_on=Case(
                When(conflict=Conflict.UNANSWERED, then=F("respond_by")), default=F("sign_by")
            ),
            earlier_version_id=_published_before("review__version"),
        )
        .order_by("due_on", "sign_by", "pk")
    )


def declined_by(user: User) -> AssignmentQuerySet:
    """What this member declined and can still open again."""
    return (
        Assignment.objects.of(user)
        .filter(
            response=Response.DECLINED,
            released_at__isnull=True,
            review__state=State.UNDER_REVIEW,
        )
        .select_related("review__version")
        .defer(*_text_of("review__version"))
        .order_by("-responded_at")
    )


def open_proposals() -> QuerySet[Proposal]:
    """Another date or member that somebody still asked proposes, the oldest first."""
    return (
        Proposal.objects.filter(
            answered_at__isnull=True,
            assignment__in=Assignment.objects.waiting_for_verdict(),
        )
        .select_related("member", "assignment__member", "assignment__review__version")
        .defer(*_text_of("assignment__review__version"))
        .order_by("made_at")
    )


def signed_by(user: User) -> QuerySet[SignOff]:
    """This account's signatures, the latest first."""
    return (
        SignOff.objects.filter(member__user=user)
        .select_related("review__version", "review__article")
        .defer(*_text_of("review__version"))
        .order_by("-signed_at", "-pk")
    )


def open_reviews() -> ReviewQuerySet:
    """Every open review: those nobody has begun first, urgent ones before others, then by date."""
    return _listed(Review.objects.open()).order_by(
        Case(When(state=State.SUBMITTED, then=0), default=1, output_field=IntegerField()),
        "-is_urgent",
        F("due_on").asc(nulls_last=True),
        "submitted_at",
        "pk",
    )


def reviews_for_editor(user: User) -> ReviewQuerySet:
    """Reviews of articles this account owns, or that it submitted: open ones first."""
    mine = Review.objects.filter(Q(article__owner=user) | Q(submitted_by=user))
    return _listed(mine).order_by(
        Case(When(state__in=OPEN, then=0), default=1, output_field=IntegerField()),
        "-submitted_at",
        "-pk",
    )


def review_for_page() -> ReviewQuerySet:
    """One review with its version's text and everyone named on its page."""
    return Review.objects.select_related(
        "version", "article__live_version", "submitted_by", "begun_by", "closed_by"
    ).defer(*_text_of("article__live_version"))


def assignments_of(review: Review) -> list[Assignment]:
    """Those asked, in the order of asking."""
    return list(review.assignments.select_related("member__user").order_by("assigned_at", "pk"))


def sign_offs_of(review: Review) -> dict[int, SignOff]:
    """Signatures by the member's id."""
    return {s.member_id: s for s in review.sign_offs.select_related("withdrawal")}


def read_marks_of(review: Review, *, by: User) -> dict[int, ReadMark]:
    """This member's ticks, by the section's place in the version."""
    marks = ReadMark.objects.filter(assignment__review=review, read_by=by)
    return {mark.section: mark for mark in marks}


def published_before(version: Version) -> Version | None:
    """What readers had before this version, if anything."""
    return (
        Version.objects.filter(
            article_id=version.article_id,
            number__lt=version.number,
            publication__isnull=False,
        )
        .order_by("-number")
        .first()
    )


def seen_before(version: Version, *, by: User) -> Version | None:
    """The last earlier version that this member signed, whatever the verdict, or read a part of."""
    return (
        Version.objects.filter(
            Q(reviews__sign_offs__member__user=by)
            | Q(reviews__assignments__read_marks__read_by=by),
            article_id=version.article_id,
            number__lt=version.number,
        )
        .order_by("-number")
        .first()
    )


def is_signed_by(version: Version, user: User) -> bool:
    """Whether this member signed it, whatever the verdict."""
    return SignOff.objects.filter(review__version=version, member__user=user).exists()


def locked_until(user: User, now: datetime.datetime) -> datetime.datetime | None:
    """Until when this account cannot sign, after too many wrong passwords (UTC)."""
    return (
        SigningLock.objects.filter(user=user, locked_until__gt=now)
        .values_list("locked_until", flat=True)
        .first()
    )


def contents_of(version_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The content of these versions, by id, in one query."""
    return dict(Version.objects.filter(pk__in=version_ids).values_list("pk", "content"))


def _text_of(version: str) -> list[str]:
    return [f"{version}__{column}" for column in TEXT]


def _published_before(version: str) -> Subquery:
    return Subquery(
        Publication.objects.filter(
            version__article=OuterRef(f"{version}__article"),
            version__number__lt=OuterRef(f"{version}__number"),
        )
        .order_by("-version__number")
        .values("version_id")[:1]
    )


def _listed(reviews: ReviewQuerySet) -> ReviewQuerySet:
    """With its round, the approvals and the earliest date to sign, each in its own subquery."""
    approvals = (
        SignOff.objects.standing()
        .filter(review=OuterRef("pk"), verdict=Verdict.APPROVE)
        .order_by()
        .values("review")
        .annotate(count=Count("pk"))
        .values("count")
    )
    first = (
        Assignment.objects.active()
        .filter(review=OuterRef("pk"))
        .order_by()
        .values("review")
        .annotate(first=Min("sign_by"))
        .values("first")
    )
    return (
        rounds.with_round(reviews)
        .select_related("version", "article__owner", "submitted_by")
        .defer(*_text_of("version"))
        .annotate(
            approvals=Coalesce(Subquery(approvals), Value(0), output_field=IntegerField()),
            due_on=Subquery(first),
        )
    )
