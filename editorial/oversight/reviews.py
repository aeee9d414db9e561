"""The open reviews of the board: which, in which order, and by when each is expected."""

import datetime
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, TruncDate

from editorial import rounds, selectors
from editorial.models import Assignment, BoardMember, Review
from editorial.states import State

#: Read never, or through a function of the database only.
UNREAD = [f"version__{column}" for column in (*selectors.TEXT, "words", "cited_ids", "citations")]


@dataclass(frozen=True)
class Wanted:
    """Which of the open reviews; empty for all."""

    state: str = ""
    specialty: str = ""
    member: BoardMember | None = None
    only_late: bool = False


def open_reviews(wanted: Wanted, *, today: datetime.date) -> "QuerySet[Review]":
    """Those nobody has begun first; in each state urgent ones first, then the oldest.

    Each has `round`, `sections` (how many the version has), and `expected_by`.
    """
    reviews = with_expected_by(Review.objects.open())
    if wanted.state:
        reviews = reviews.filter(state=wanted.state)
    if wanted.specialty:
        reviews = reviews.filter(version__specialty_slug=wanted.specialty)
    if wanted.member is not None:
        asked = Assignment.objects.waiting_for_verdict().filter(member=wanted.member)
        reviews = reviews.filter(Exists(asked.filter(review=OuterRef("pk"))))
    if wanted.only_late:
        late = Assignment.objects.late(today).filter(review=OuterRef("pk"))
        reviews = reviews.filter(Exists(late) | Q(expected_by__lt=today))
    sections = Func(F("version__content__sections"), function="jsonb_array_length")
    return (
        rounds.with_round(reviews)
        .annotate(sections=ExpressionWrapper(sections, output_field=IntegerField()))
        .select_related("version", "submitted_by")
        .defer(*UNREAD)
        .order_by(
            Case(When(state=State.SUBMITTED, then=0), default=1, output_field=IntegerField()),
            "-is_urgent",
            "submitted_at",
            "pk",
        )
    )


def with_expected_by(reviews: "QuerySet[Review]") -> "QuerySet[Review]":
    """Adds `expected_by`: so many days after the submission as the policy gives to sign (UTC)."""
    days = Cast(KT("policy__sign_within_days"), IntegerField())
    return reviews.annotate(
        expected_by=ExpressionWrapper(
            TruncDate("submitted_at", tzinfo=datetime.UTC) + days, output_field=DateField()
        )
    )


def count_by_state() -> dict[str, int]:
    """How many reviews are open in each state, whatever is filtered."""
    counted = Review.objects.open().order_by().values_list("state").annotate(Count("pk"))
    found: dict[str, int] = dict(counted)
    return {str(state): found.get(state, 0) for state in (State.SUBMITTED, State.UNDER_REVIEW)}
