"""Which attempt at an approval a review is, and which full review a correction stands beside."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from editorial.models import Review
from editorial.states import FULL_REVIEWS, Kind, State

Reviews = TypeVar("Reviews", bound="QuerySet[Review]")


def with_round(reviews: Reviews) -> Reviews:
    """Adds `round` to each review, in the same query: 1 for the first since the last approval.

    One more for each time the board or a managing editor sent the article back since then. What was
    withdrawn was not judged, so it opens no round. Reviews of an article never overlap and are
    numbered in the order of their submission.
    """
    approved_before = Review.objects.filter(
        article=OuterRef("article"), pk__lt=OuterRef("pk"), state=State.APPROVED
    ).order_by("-pk")
    returned = (
        Review.objects.filter(
            article=OuterRef("article"),
            pk__lt=OuterRef("pk"),
            pk__gt=OuterRef("last_approval"),
            state=State.CHANGES_REQUESTED,
        )
        .order_by()
        .values("article")
        .annotate(count=Count("pk"))
        .values("count")
    )
    first: Value = Value(1, output_field=IntegerField())
    return reviews.alias(
        last_approval=Coalesce(Subquery(approved_before.values("pk")[:1]), 0)
    ).annotate(round=first + Coalesce(Subquery(returned), 0))


def round_of(review: Review) -> int:
    """The same for one review; asks the database unless `with_round` brought it."""
    found = (
        review if hasattr(review, "round") else with_round(Review.objects.all()).get(pk=review.pk)
    )
    number: int = getattr(found, "round")  # noqa: B009 # annotated
    return number


def rounds_of(review_ids: Iterable[int]) -> dict[int, int]:
    """The round of each of these reviews, in one query."""
    found = with_round(Review.objects.filter(pk__in=set(review_ids)))
    numbers: dict[int, int] = dict(found.values_list("pk", F("round")))
    return numbers


def in_words(number: int) -> str:
    """“second round”; nothing for the first, which needs no word."""
    if number <= 1:
        return ""
    names = {2: _("second round"), 3: _("third round"), 4: _("fourth round"), 5: _("fifth round")}
    return names.get(number) or _("round %(number)d") % {"number": number}


def last_full_approvals() -> "QuerySet[Review]":
    """For a subquery on articles: the approved full review of each that came last."""
    return Review.objects.filter(
        article=OuterRef("pk"), state=State.APPROVED, kind__in=FULL_REVIEWS
    ).order_by("-closed_at", "-pk")


def full_reviews_beside(reviews: Iterable[Review]) -> dict[int, Review]:
    """By the id of each approved correction: the full review that its article rests on.

    A correction is read by one member; what readers are told of “reviewed in full” is the last full
    review approved before it. One query; the version without its text, the signatures prefetched.
    """
    corrections = [
        review
        for review in reviews
        if review.kind == Kind.CORRECTION and review.state == State.APPROVED
    ]
    if not corrections:
        return {}
    before = Review.objects.filter(
        article=OuterRef("article"),
        pk__lt=OuterRef("pk"),
        state=State.APPROVED,
        kind__in=FULL_REVIEWS,
    ).order_by("-pk")
    pairs: dict[int, Any] = dict(
        Review.objects.filter(pk__in=[review.pk for review in corrections])
        .annotate(full=Subquery(before.values("pk")[:1]))
        .exclude(full=None)
        .values_list("pk", F("full"))
    )
    found = (
        Review.objects.filter(pk__in=set(pairs.values()))
        .select_related("version")
        .defer("version__content", "version__clinical_html", "version__plain_html")
        .prefetch_related("sign_offs__member")
        .in_bulk()
    )
    return {pk: found[full] for pk, full in pairs.items()}
