"""Open reviews as the board shows them, each with everybody who was asked."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import rounds
from editorial.due import Due
from editorial.models import Assignment, Notification, Proposal, ReadMark, Review, SignOff
from editorial.oversight.asked import AssignmentRow, day
from editorial.oversight.quorum import Quorum, quorum_of, weigh
from editorial.querysets import AssignmentQuerySet
from editorial.states import State


@dataclass(frozen=True)
class ReviewRow:
    """One open review."""

    review: Any
    assignments: list[AssignmentRow]
    quorum: Quorum
    today: datetime.date

    @property
    def is_begun(self) -> bool:
        return bool(self.review.state == State.UNDER_REVIEW)

    @property
    def is_late(self) -> bool:
        """Somebody, or the review as a whole, is late, or nobody is left to be waited for."""
        late = any(each.is_late for each in self.assignments)
        return late or bool(self.overdue) or self.quorum.is_stuck

    @property
    def round(self) -> str:
        return rounds.in_words(self.review.round)

    @property
    def age(self) -> str:
        days = (self.today - self.review.submitted_at.date()).days
        if days <= 0:
            return _("open since today")
        return ngettext("open for %(days)d day", "open for %(days)d days", days) % {"days": days}

    @property
    def overdue(self) -> str:
        """Open for longer than the policy gives, counted from the submission."""
        due = Due.seen_from(self.today, self.review.expected_by)
        if not due.is_late:
            return ""
        return _("The policy expected a verdict by %(day)s (%(late)s).") % {
            "day": day(due.on),
            "late": due,
        }


def rows_of(reviews: Sequence[Review], *, viewer: User, today: datetime.date) -> list[ReviewRow]:
    """The rows of `open_reviews` for this account, whatever their number in as many queries."""
    ids = [review.pk for review in reviews]
    weights = weigh(ids)
    asked = _assignments(reviews, ids, viewer=viewer, today=today)
    return [
        ReviewRow(review, asked[review.pk], quorum_of(review, weights[review.pk]), today)
        for review in reviews
    ]


def _assignments(
    reviews: Sequence[Any], ids: list[int], *, viewer: User, today: datetime.date
) -> dict[int, list[AssignmentRow]]:
    signed = {
        (row.review_id, row.member_id): row
        for row in SignOff.objects.filter(review__in=ids).select_related("withdrawal")
    }
    late = set(Assignment.objects.late(today).filter(review__in=ids).values_list("pk", flat=True))
    reminded = set(
        Notification.objects.filter(
            review__in=ids, kind=Notification.Kind.SIGN_OFF_REMINDED, due_on=today
        ).values_list("assignment_id", flat=True)
    )
    sections = {review.pk: review.sections for review in reviews}
    rows: dict[int, list[AssignmentRow]] = {pk: [] for pk in ids}
    asked: Iterable[Any] = _asked(ids)
    for assignment in asked:
        rows[assignment.review_id].append(
            AssignmentRow(
                assignment=assignment,
                sign_off=signed.get((assignment.review_id, assignment.member_id)),
                is_late=assignment.pk in late,
                was_reminded_today=assignment.pk in reminded,
                sections=sections[assignment.review_id],
                ticks=assignment.ticks,
                proposal=next(iter(assignment.open_proposals), None),
                is_own=assignment.member.user_id == viewer.pk,
                today=today,
            )
        )
    return rows


def _asked(ids: list[int]) -> AssignmentQuerySet:
    """With `ticks`, how many sections each has read, and `open_proposals`."""
    ticks = (
        ReadMark.objects.filter(assignment=OuterRef("pk"))
        .order_by()
        .values("assignment")
        .annotate(count=Count("pk"))
        .values("count")
    )
    waiting = Proposal.objects.filter(answered_at__isnull=True).select_related("member")
    return (
        Assignment.objects.filter(review__in=ids)
        .select_related("member", "in_place_of")
        .annotate(ticks=Coalesce(Subquery(ticks), Value(0), output_field=IntegerField()))
        .prefetch_related(Prefetch("proposals", queryset=waiting, to_attr="open_proposals"))
        .order_by(F("released_at").asc(nulls_first=True), "assigned_at", "pk")
    )
