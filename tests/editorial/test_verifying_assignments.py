"""What honest work leaves behind is never called a fault, whichever way an assignment went."""

import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from editorial import verification, workflow
from editorial.disclosing import disclose, end_disclosure
from editorial.membership import deactivate_member
from editorial.models import Assignment, BoardMember, Review
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.flushing import triggers_lifted

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


#: Each is found, and named by what stands before the colon.
STATEMENTS = {
    "proposal {date}: reason": "UPDATE editorial_proposal SET reason = 'x' WHERE id = {date}",
    "proposal {date}: day": "UPDATE editorial_proposal SET sign_by = sign_by + 1 WHERE id = {date}",
    "proposal {date}: made": "UPDATE editorial_proposal SET made_by_id = 0 WHERE id = {date}",
    "proposal {date}: refused": "UPDATE editorial_proposal SET is_accepted = NOT is_accepted"
    " WHERE id = {date}",
    "proposal {other}: whom": "UPDATE editorial_proposal SET member_id = {absent}"
    " WHERE id = {other}",
    "proposal {other}: answered": "UPDATE editorial_proposal SET is_accepted = false,"
    " answered_at = now(), answered_by_id = 1 WHERE id = {other}",
    "proposal {date}: gone": "DELETE FROM editorial_proposal WHERE id = {date}",
    "disclosure {stated}: words": "UPDATE editorial_disclosure SET statement = 'x'",
    "disclosure {stated}: with whom": "UPDATE editorial_disclosure SET entity = 'x'",
    "disclosure {stated}: last day": "UPDATE editorial_disclosure SET ended_on = NULL",
    "disclosure {stated}: gone": "DELETE FROM editorial_disclosure",
    "assignment {covered} of: in whose place": "UPDATE editorial_assignment"
    " SET in_place_of_id = member_id + 1000 WHERE id = {covered}",
    "assignment {covered} of: sign by": "UPDATE editorial_assignment SET sign_by = sign_by + 1"
    " WHERE id = {covered}",
}


def test_verify_finds_what_members_said_changed_afterwards(members: list[BoardMember]) -> None:
    first, second, absent, stand_in = members[:4]
    workflow.delegate(
        absent, by=absent.user, to=stand_in, begins_on=_in(0), ends_on=_in(9), reason="Leave."
    )
    review = under_review(members=[first, second, absent], answered=False)
    date = workflow.propose(_of(review, first), by=first.user, reason="Away.", sign_by=_in(30))
    workflow.answer_proposal(date, by=managing_editor(), accept=True)
    other = workflow.propose(_of(review, second), by=second.user, reason="So.", member=members[5])
    stated = disclose(
        first, by=first.user, item="grants", entity="Sample Fund", statement="A study.",
        began_on=_in(-9),
    )  # fmt: skip
    end_disclosure(stated, by=first.user, ended_on=_in(0))
    assert list(verification.faults()) == []
    rows = {"date": date.pk, "other": other.pk, "stated": stated.pk, "absent": absent.pk}
    rows["covered"] = _of(review, stand_in).pk
    for name, statement in STATEMENTS.items():
        with transaction.atomic():
            with triggers_lifted(), connection.cursor() as cursor:
                cursor.execute(statement.format(**rows))
                assert cursor.rowcount == 1, name
            row = name.format(**rows).split(":")[0]
            found = [str(fault) for fault in verification.faults()]
            assert any(fault.startswith(row) for fault in found), (name, found)
            transaction.set_rollback(True)
