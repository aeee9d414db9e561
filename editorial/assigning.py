"""Asking board members to judge a review."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User

from editorial.eligibility import why_not
from editorial.exceptions import NotEligible
from editorial.models import Assignment, BoardMember, Review


def distinct(members: Iterable[BoardMember]) -> list[BoardMember]:
    """The members as they are now, each once."""
    chosen = BoardMember.objects.filter(pk__in={member.pk for member in members})
    return list(chosen.select_related("user"))


def ask(review: Review, members: list[BoardMember], *, by: User, at: datetime.datetime) -> None:
    today = at.date()
    for member in members:
        if reason := why_not(member, review.version, on=today):
            raise NotEligible(reason)
    Assignment.objects.bulk_create(
        Assignment(
            review=review,
            member=member,
            respond_by=today + datetime.timedelta(days=review.policy["respond_within_days"]),
            sign_by=today + datetime.timedelta(days=review.policy["sign_within_days"]),
            assigned_at=at,
            assigned_by=by,
        )
        for member in members
    )


def assigned(review: Review) -> list[Assignment]:
    return list(review.assignments.select_related("member__user"))


def named(members: Iterable[BoardMember]) -> list[dict[str, object]]:
    return [{"id": member.pk, "name": member.printed_name} for member in members]
