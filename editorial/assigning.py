"""Asking board members to judge a review."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from editorial import beats
from editorial.away import stand_ins
from editorial.eligibility import why_not
from editorial.exceptions import NotEligible, NotPossible
from editorial.models import Assignment, BoardMember, Notification, Review
from editorial.states import Response
from editorial.suggesting import known_of

#: Whether there is a signature for an assignment, even one that was withdrawn.
_HAS_SIGNED = """
    EXISTS (
        SELECT FROM editorial_signoff AS signed
        WHERE signed.review_id = editorial_assignment.review_id
            AND signed.member_id = editorial_assignment.member_id
    )
"""
#: A date further away is a slip of the keyboard.
MOST_DAYS = 366


@dataclass(frozen=True)
class Dates:
    """By when to answer and to sign, where not by the policy."""

    respond_by: datetime.date | None = None
    sign_by: datetime.date | None = None


@dataclass(frozen=True)
class PolicyDates:
    """Those of the policy that the review was submitted under."""

    respond_by: datetime.date
    sign_by: datetime.date


BY_POLICY = Dates()


def distinct(members: Iterable[BoardMember]) -> list[BoardMember]:
    """The members as they are now, each once."""
    chosen = BoardMember.objects.filter(pk__in={member.pk for member in members})
    return list(chosen.select_related("user").prefetch_related("held_credentials"))


def ask(
    review: Review,
    members: Collection[BoardMember],
    *,
    by: User,
    at: datetime.datetime,
    dates: Dates = BY_POLICY,
) -> list[Assignment]:
    """Ask these members, and the stand-in of whoever is away, who is then asked in their place.

    Raises:
        NotEligible: whoever would be asked may not judge the version.
        NotPossible: one member would be asked twice, or the dates are none to work by.
    """
    away = stand_ins(members, on=at.date())
    asked = [
        Assignment(
            review=review,
            member=away[member.pk].to if member.pk in away else member,
            in_place_of=member if member.pk in away else None,
            assigned_at=at,
            assigned_by=by,
        )
        for member in members
    ]
    return _keep(review, asked, today=at.date(), dates=dates)


def ask_in_place_of(
    absent: BoardMember,
    stand_in: BoardMember,
    review: Review,
    *,
    by: User,
    at: datetime.datetime,
) -> Assignment:
    """Ask this stand-in, whether or not the absence has begun. Raises as `ask` does."""
    asked = Assignment(
        review=review, member=stand_in, in_place_of=absent, assigned_at=at, assigned_by=by
    )
    return _keep(review, [asked], today=at.date(), dates=BY_POLICY)[0]


def _keep(
    review: Review, asked: list[Assignment], *, today: datetime.date, dates: Dates
) -> list[Assignment]:
    for assignment in asked:
        if reason := why_not(assignment.member, review.version, on=today):
            raise NotEligible(_in_whose_place(assignment) + reason)
    _refuse_twice(review, asked)
    for assignment in asked:
        set_dates(assignment, review, today=today, dates=dates)
    return Assignment.objects.bulk_create(asked)


def dates_of(review: Review, *, today: datetime.date) -> PolicyDates:
    """By when a member who is asked today answers and signs."""
    respond = datetime.timedelta(days=review.policy["respond_within_days"])
    sign = datetime.timedelta(days=review.policy["sign_within_days"])
    return PolicyDates(today + min(respond, sign), today + sign)


def set_dates(
    assignment: Assignment, review: Review, *, today: datetime.date, dates: Dates = BY_POLICY
) -> None:
    """Those given, or else those of the policy the review was submitted under, from today."""
    by_policy = dates_of(review, today=today)
    sign_by = dates.sign_by or by_policy.sign_by
    respond_by = dates.respond_by or min(by_policy.respond_by, sign_by)
    refuse_date(respond_by, today=today)
    refuse_date(sign_by, today=today)
    if respond_by > sign_by:
        raise NotPossible(_("The answer cannot be due after the signature. Change one date."))
    assignment.respond_by, assignment.sign_by = respond_by, sign_by


def refuse_date(day: datetime.date, *, today: datetime.date) -> None:
    if day < today:
        raise NotPossible(_("This date has passed. Choose today or a later one."))
    if (day - today).days > MOST_DAYS:
        raise NotPossible(_("Choose a date within a year."))


def take_on(assignment: Assignment, *, by: User, at: datetime.datetime) -> bool:
    """Accept what was not answered yet. False where it was; the caller saves."""
    if assignment.response != Response.UNANSWERED:
        return False
    assignment.response = Response.ACCEPTED
    assignment.responded_at, assignment.responded_by = at, by
    return True


def let_go(
    assignment: Assignment,
    *,
    by: User,
    at: datetime.datetime,
    reason: str,
    to: BoardMember | None = None,
) -> None:
    """The member is asked no more. A proposal that was waiting is answered by it: yes, if it
    named `to`.
    """
    assignment.released_at, assignment.released_by = at, by
    assignment.release_reason = reason
    assignment.save(update_fields=["released_at", "released_by", "release_reason"])
    close_proposals(assignment, by=by, at=at, to=to)


def close_proposals(
    assignment: Assignment, *, by: User, at: datetime.datetime, to: BoardMember | None = None
) -> None:
    """What happened since has answered them."""
    for proposal in assignment.proposals.filter(answered_at__isnull=True):
        proposal.is_accepted = to is not None and proposal.member_id == to.pk
        proposal.answered_at, proposal.answered_by = at, by
        proposal.save(update_fields=["is_accepted", "answered_at", "answered_by"])


def announce(
    action: str, review: Review, asked: list[Assignment], *, by: User, at: datetime.datetime
) -> None:
    """Write down who was asked, and tell them."""
    beats.record(action, review, by=by, at=at, details={"members": named_as_asked(asked)})
    to = [each.member.user for each in asked]
    beats.tell(Notification.Kind.SIGN_OFF_ASKED, review, to=to, at=at)


def asked_of(by: User, assignments: QuerySet[Assignment]) -> Assignment:
    """What this account was asked, among the assignments of one review. Adds `has_signed`.

    Raises:
        PermissionDenied: it was not asked, or is closed.
    """
    rows = assignments.annotate(has_signed=RawSQL(_HAS_SIGNED, ()))  # noqa: S611 # nothing of theirs
    asked = rows.filter(member__user=by).order_by("pk").first() if by.is_active else None
    if asked is None:
        raise PermissionDenied(_("Your account may not do this."))
    return asked


def assigned(review: Review) -> list[Assignment]:
    rows = review.assignments.order_by("pk").select_related("member__user")
    return list(rows.prefetch_related("member__held_credentials"))


def still_asked(review: Review) -> list[int]:
    """The ids of the accounts of those who neither declined nor were handed back."""
    asked = Assignment.objects.active().filter(review=review)
    return list(asked.values_list("member__user_id", flat=True))


def named(members: Iterable[BoardMember]) -> list[dict[str, object]]:
    return [{"id": member.pk, "name": member.printed_name} for member in members]


def named_as_asked(assignments: Iterable[Assignment]) -> list[dict[str, object]]:
    """Who was asked, by when to sign, in whose place, and what whoever asked could know of them,
    for the history.
    """
    rows = list(assignments)
    known = known_of([each.member for each in rows], rows[0].review) if rows else {}
    return [
        {
            "id": each.member_id,
            "name": each.member.printed_name,
            "sign_by": each.sign_by.isoformat(),
        }
        | _in_place_of(each.in_place_of)
        | ({"known": known[each.member_id]} if each.member_id in known else {})
        for each in rows
    ]


def _in_place_of(absent: BoardMember | None) -> dict[str, object]:
    if absent is None:
        return {}
    return {"in_place_of": absent.printed_name, "in_place_of_id": absent.pk}


def _refuse_twice(review: Review, asked: list[Assignment]) -> None:
    before = {
        assignment.member_id: assignment
        for assignment in review.assignments.filter(member__in=[each.member for each in asked])
    }
    seen: set[int] = set()
    for each in asked:
        if earlier := before.get(each.member_id):
            again = "" if earlier.is_active else _(" Ask again on the page of the review.")
            raise NotPossible(
                _in_whose_place(each)
                + _("%(member)s was asked already.") % {"member": each.member}
                + again
            )
        if each.member_id in seen:
            raise NotPossible(
                _("%(member)s would be asked twice, once as a stand-in. Choose somebody else.")
                % {"member": each.member}
            )
        seen.add(each.member_id)


def _in_whose_place(assignment: Assignment) -> str:
    if assignment.in_place_of is None:
        return ""
    return _("%(absent)s is away, and %(member)s stands in. ") % {
        "absent": assignment.in_place_of,
        "member": assignment.member,
    }
