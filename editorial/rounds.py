"""Which attempt at an approval a review is."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from editorial.models import Review
from editorial.states import State

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
