"""What honest work leaves behind is never called a fault, whichever way an assignment went."""

import datetime

import pytest
from django.utils import timezone

from editorial import verification, workflow
from editorial.membership import deactivate_member
from editorial.models import Assignment, BoardMember, Review
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> list[BoardMember]:
    return BoardMemberFactory.create_batch(8)


def _of(review: Review, member: BoardMember) -> Assignment:
    return review.assignments.get(member=member)


def _in(days: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=days)


def test_verify_finds_nothing_after_every_turn_of_an_assignment(members: list[BoardMember]) -> None:
    manager = managing_editor()
    first, second, third, fourth, *_others = members
    review = under_review(members=members[:4], answered=False)

    workflow.accept(_of(review, first), by=first.user)
    workflow.answer_conflict(review, by=first.user, conflict="declared", statement="Shares.")
    workflow.waive_conflict(_of(review, first), by=manager, reason="Few.")
    workflow.answer_conflict(review, by=first.user, conflict="none")
    later = workflow.propose(_of(review, first), by=first.user, reason="Away.", sign_by=_in(30))
    workflow.answer_proposal(later, by=manager, accept=True)
    workflow.extend(_of(review, first), by=manager, sign_by=_in(40), reason="More time.")
    again = workflow.propose(_of(review, first), by=first.user, reason="Away.", sign_by=_in(50))
    workflow.answer_proposal(again, by=manager, accept=True)

    workflow.decline(_of(review, second), by=second.user, reason="No time.")
    workflow.reopen_assignment(_of(review, second), by=second.user)
    workflow.answer_conflict(review, by=second.user, conflict="none")

    other = workflow.propose(_of(review, third), by=third.user, reason="Better.", member=members[4])
    workflow.answer_proposal(other, by=manager, accept=True)
    workflow.release(_of(review, members[4]), by=manager, reason="Not needed.")
    workflow.reopen_assignment(_of(review, third), by=manager)
    no = workflow.propose(_of(review, third), by=third.user, reason="Later.", sign_by=_in(60))
    workflow.answer_proposal(no, by=manager, accept=False, reason="Too late.")

    workflow.reassign(_of(review, fourth), by=manager, to=members[5], reason="Ill.")
    assert list(verification.faults()) == []

    deactivate_member(members[5], by=manager, reason="Left.")
    sign(review, first)
    workflow.delegate(
        third, by=third.user, to=members[6], begins_on=_in(0), ends_on=_in(9), reason="Leave."
    )
    for delegation in third.delegations.all():
        workflow.hand_over(delegation, by=third.user)
    assert _of(review, members[6]).in_place_of == third
    assert list(verification.faults()) == []
    assert sign(review, second).state == "approved"
    assert list(verification.faults()) == []


def test_verify_finds_nothing_after_a_signature_that_also_accepts(
    members: list[BoardMember],
) -> None:
    """Opened again, the answer about conflicts stays; the signature takes the assignment on."""
    review = under_review(members=members[:2])
    workflow.decline(_of(review, members[0]), by=members[0].user, reason="No time.")
    workflow.reopen_assignment(_of(review, members[0]), by=members[0].user)
    sign(review, members[0])
    assert _of(review, members[0]).response == "accepted"
    assert list(verification.faults()) == []
