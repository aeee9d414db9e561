"""A declared conflict of interest, waived by a managing editor other than the member."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client

from editorial import verification, workflow
from editorial.exceptions import NotEligible, NotPossible, ReasonMissing
from editorial.models import Assignment, AuditEvent, BoardMember, Notification, Review
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.raw_sql import guarded

pytestmark = pytest.mark.django_db
STATEMENT = "I hold shares in the maker."
REASON = "Nobody else knows the field; the shares are few."


@pytest.fixture
def member() -> BoardMember:
    return BoardMemberFactory.create()


@pytest.fixture
def review(member: BoardMember) -> Review:
    """Under review by two, one of whom has declared a conflict."""
    review = under_review(members=[member, BoardMemberFactory.create()])
    workflow.answer_conflict(review, by=member.user, conflict="declared", statement=STATEMENT)
    return review


def _own(review: Review, member: BoardMember) -> Assignment:
    return review.assignments.get(member=member)


def test_waive_conflict_lets_the_member_sign_and_count(review: Review, member: BoardMember) -> None:
    manager = managing_editor()
    with pytest.raises(NotEligible):
        sign(review, member)
    assignment = workflow.waive_conflict(_own(review, member), by=manager, reason=REASON)
    assert assignment.is_unconflicted
    event = AuditEvent.objects.get(action="waive-conflict")
    assert (event.actor, event.reason) == (manager, REASON)
    assert event.details["statement"] == STATEMENT
    assert Notification.objects.filter(kind="conflict-waived", recipient=member.user).exists()
    sign(review, member)
    other = review.assignments.exclude(member=member).get().member
    assert sign(review, other).state == "approved"
    assert list(verification.faults()) == []


def test_waive_conflict_of_ones_own_is_refused(review: Review, member: BoardMember) -> None:
    member.user.groups.add(Group.objects.get(name="Managing editors"))
    with pytest.raises(NotPossible, match="of your own"):
        workflow.waive_conflict(_own(review, member), by=member.user, reason=REASON)
    guarded(
        "editorial_assignment",
        "answer_stands_once_signed",
        "UPDATE editorial_assignment SET waived_at = now(), waived_by_id = %s,"
        " waiver_reason = 'x' WHERE member_id = %s",
        member.user_id,
        member.pk,
    )


def test_waive_conflict_by_another_than_a_managing_editor_is_refused(
    review: Review, member: BoardMember
) -> None:
    for group in ("Editors", "Board", "Auditors"):
        with pytest.raises(PermissionDenied):
            workflow.waive_conflict(
                _own(review, member), by=UserFactory.create(group=group), reason=REASON
            )


def test_waive_conflict_without_a_reason_or_a_conflict_is_refused(
    review: Review, member: BoardMember
) -> None:
    manager = managing_editor()
    with pytest.raises(ReasonMissing):
        workflow.waive_conflict(_own(review, member), by=manager, reason="  ")
    other = review.assignments.exclude(member=member).get()
    with pytest.raises(NotPossible, match="not declared"):
        workflow.waive_conflict(other, by=manager, reason=REASON)


def test_waive_conflict_twice_or_after_the_signature_is_refused(
    review: Review, member: BoardMember
) -> None:
    manager = managing_editor()
    workflow.waive_conflict(_own(review, member), by=manager, reason=REASON)
    with pytest.raises(NotPossible, match="waived already"):
        workflow.waive_conflict(_own(review, member), by=manager, reason=REASON)
    sign(review, member)
    with pytest.raises(NotPossible, match="signed already"):
        workflow.waive_conflict(_own(review, member), by=manager, reason=REASON)


def test_another_answer_ends_the_waiver(review: Review, member: BoardMember) -> None:
    workflow.waive_conflict(_own(review, member), by=managing_editor(), reason=REASON)
    workflow.answer_conflict(review, by=member.user, conflict="declared", statement="And more.")
    assert _own(review, member).waived_at is None
    with pytest.raises(NotEligible):
        sign(review, member)
    workflow.waive_conflict(_own(review, member), by=managing_editor(), reason=REASON)
    assert list(verification.faults()) == []


def test_waive_conflict_of_a_closed_review_is_refused(review: Review, member: BoardMember) -> None:
    workflow.withdraw(review, by=managing_editor(), reason="New evidence.")
    with pytest.raises(NotPossible, match="Withdrawn"):
        workflow.waive_conflict(_own(review, member), by=managing_editor(), reason=REASON)


# In the admin and at the desk.


def test_admin_offers_the_waiver_to_other_managing_editors(
    client: Client, review: Review, member: BoardMember
) -> None:
    address = f"/admin/editorial/assignment/{_own(review, member).pk}/waive/"
    client.force_login(managing_editor())
    page = client.get(f"/admin/editorial/review/{review.pk}/change/").content.decode()
    assert address in page
    assert STATEMENT in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 400
    assert client.post(address, {"reason": REASON}).status_code == 302
    page = client.get(f"/admin/editorial/review/{review.pk}/change/").content.decode()
    assert REASON in page
    assert address not in page
    again = client.post(address, {"reason": "Once more."})
    assert again.status_code == 409
    assert "Once more." in again.content.decode()


def test_admin_refuses_the_waiver_to_others(
    client: Client, review: Review, member: BoardMember
) -> None:
    address = f"/admin/editorial/assignment/{_own(review, member).pk}/waive/"
    member.user.is_staff = True
    member.user.save()
    member.user.groups.add(Group.objects.get(name="Managing editors"))
    for user in (member.user, UserFactory.create(group="Editors")):
        client.force_login(user)
        assert client.post(address, {"reason": REASON}).status_code == 403
    assert _own(review, member).waived_at is None


def test_desk_offers_every_verdict_after_the_waiver(
    client: Client, review: Review, member: BoardMember
) -> None:
    client.force_login(member.user)
    page = client.get(review.get_absolute_url()).content.decode()
    assert 'value="approve"' not in page
    assert "unless a managing editor waives it" in page
    workflow.waive_conflict(_own(review, member), by=managing_editor(), reason=REASON)
    assert 'value="approve"' in client.get(review.get_absolute_url()).content.decode()
