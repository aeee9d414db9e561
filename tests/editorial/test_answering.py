"""What members answer to being asked, and what becomes of it."""

import datetime
from functools import partial

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User

from editorial import verification, workflow
from editorial.exceptions import NotEligible, NotPossible, ReasonMissing
from editorial.models import Assignment, BoardMember, Notification
from editorial.states import Response
from tests.editorial.answers import NEXT_MONTH, TODAY, asked, noon, press_together, told
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    under_review,
)
from tests.raw_sql import guarded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
__all__ = ["noon"]


def test_accept_is_kept_with_its_time() -> None:
    own = asked()
    workflow.accept(own, by=own.member.user)
    own.refresh_from_db()
    assert (own.response, own.responded_by) == (Response.ACCEPTED, own.member.user)
    assert own.responded_at is not None


def test_accept_twice_is_refused() -> None:
    own = asked()
    workflow.accept(own, by=own.member.user)
    with pytest.raises(NotPossible, match="accepted already"):
        workflow.accept(own, by=own.member.user)


def test_accept_by_a_member_who_left_is_refused() -> None:
    own = asked()
    BoardMember.objects.filter(pk=own.member_id).update(term_to=datetime.date(2026, 3, 1))
    with pytest.raises(NotEligible, match="not an active member"):
        workflow.accept(own, by=own.member.user)


def test_answering_the_conflict_question_accepts() -> None:
    own = asked(under_review(answered=True))
    assert own.response == Response.ACCEPTED
    assert own.review.audit_events.filter(action="accept").count() == 0


def test_signing_accepts_what_was_opened_again() -> None:
    own = asked(answered=True)
    workflow.decline(own, by=own.member.user, reason="On leave.")
    workflow.reopen_assignment(own, by=own.member.user)
    sign(own.review, own.member)
    own.refresh_from_db()
    assert own.response == Response.ACCEPTED


def test_decline_tells_managing_editors_why() -> None:
    own = asked()
    workflow.decline(own, by=own.member.user, reason=" On leave. ")
    own.refresh_from_db()
    assert (own.response, own.response_reason) == (Response.DECLINED, "On leave.")
    message = Notification.objects.filter(kind="declined").first()
    assert message is not None
    assert message.event is not None
    assert message.event.reason == "On leave."
    assert told(Notification.Kind.DECLINED)


def test_decline_without_a_reason_is_refused() -> None:
    own = asked()
    with pytest.raises(ReasonMissing):
        workflow.decline(own, by=own.member.user, reason=" \n")


@pytest.mark.parametrize("verb", ["accept", "decline", "propose"])
def test_answer_to_what_was_declined_is_refused(verb: str) -> None:
    own = asked()
    workflow.decline(own, by=own.member.user, reason="On leave.")
    with pytest.raises(NotEligible, match="Open it again"):
        answer(own, verb, by=own.member.user)


@pytest.mark.parametrize("verb", ["accept", "decline", "propose"])
def test_answer_to_what_was_handed_back_is_refused(verb: str) -> None:
    own = asked()
    workflow.release(own, by=managing_editor(), reason="Another was asked.")
    with pytest.raises(NotEligible, match="handed back"):
        answer(own, verb, by=own.member.user)


@pytest.mark.parametrize("verb", ["accept", "decline", "propose"])
def test_answer_under_a_signature_is_refused(verb: str) -> None:
    own = asked(answered=True)
    sign(own.review, own.member)
    with pytest.raises(NotPossible, match="has signed"):
        answer(own, verb, by=own.member.user)


def answer(assignment: Assignment, verb: str, *, by: User) -> object:
    if verb == "accept":
        return workflow.accept(assignment, by=by)
    if verb == "decline":
        return workflow.decline(assignment, by=by, reason="On leave.")
    return workflow.propose(assignment, by=by, reason="Busy.", sign_by=NEXT_MONTH)


def test_declined_member_neither_answers_nor_signs() -> None:
    own = asked(answered=True)
    workflow.decline(own, by=own.member.user, reason="On leave.")
    with pytest.raises(NotEligible, match="declined"):
        workflow.answer_conflict(own.review, by=own.member.user, conflict="none")
    with pytest.raises(NotEligible, match="declined"):
        sign(own.review, own.member)


def test_last_answer_being_a_decline_returns_what_another_wants_changed() -> None:
    first, second = BoardMemberFactory.create_batch(2)
    review = under_review(members=[first, second])
    sign(review, first, "request_changes", "The dose is wrong.")
    own = review.assignments.get(member=second)
    workflow.decline(own, by=second.user, reason="On leave.")
    review.refresh_from_db()
    assert review.state == "changes_requested"
    assert "The dose is wrong." in review.reason


def test_decline_leaves_a_review_that_waits_for_others() -> None:
    own = asked()
    workflow.decline(own, by=own.member.user, reason="On leave.")
    own.review.refresh_from_db()
    assert own.review.state == "under_review"


def test_declined_approver_does_not_count() -> None:
    """Nobody signs after a decline, so the quorum takes the two others."""
    members = BoardMemberFactory.create_batch(3)
    review = under_review(members=members)
    sign(review, members[0])
    workflow.decline(review.assignments.get(member=members[1]), by=members[1].user, reason="Away.")
    review.refresh_from_db()
    assert review.state == "under_review"
    assert sign(review, members[2]).state == "approved"


def test_refused_date_leaves_all_as_it_was() -> None:
    own = asked()
    proposal = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    with pytest.raises(ReasonMissing):
        workflow.answer_proposal(proposal, by=managing_editor(), accept=False)
    before = Assignment.objects.filter(review=own.review).order_by("pk").values()
    as_it_was = list(before)
    workflow.answer_proposal(proposal, by=managing_editor(), accept=False, reason="Urgent.")
    proposal.refresh_from_db()
    assert proposal.is_accepted is False
    assert list(before.all()) == as_it_was
    event = own.review.audit_events.get(action="answer-proposal")
    assert (event.reason, event.details["accepted"]) == ("Urgent.", False)
    assert told(Notification.Kind.PROPOSAL_ANSWERED) == [own.member.user.username]


def test_reopened_assignment_begins_anew_and_keeps_its_history() -> None:
    own = asked(answered=True)
    workflow.decline(own, by=own.member.user, reason="On leave.")
    with time_machine.travel(datetime.datetime(2026, 3, 10, tzinfo=datetime.UTC)):
        again = workflow.reopen_assignment(own, by=own.member.user)
    policy = own.review.policy
    assert (again.response, again.response_reason) == (Response.UNANSWERED, "")
    assert again.sign_by == datetime.date(2026, 3, 10) + datetime.timedelta(
        days=policy["sign_within_days"]
    )
    assert again.conflict == "none"
    assert told(Notification.Kind.REOPENED)
    events = apps.get_model("editorial", "AssignmentEvent")
    history = events._default_manager.filter(pgh_obj_id=again.pk)
    assert "On leave." in history.values_list("response_reason", flat=True)
    assert [e.action for e in own.review.audit_events.order_by("sequence")][-2:] == [
        "decline",
        "reopen-assignment",
    ]


def test_member_hears_again_when_asked_again_on_the_same_day() -> None:
    own = asked()
    workflow.release(own, by=managing_editor(), reason="A slip.")
    workflow.reopen_assignment(own, by=managing_editor())
    own.refresh_from_db()
    assert own.is_active
    assert own.release_reason == ""
    assert told(Notification.Kind.SIGN_OFF_ASKED).count(own.member.user.username) == 2


def test_member_who_was_released_waits_to_be_asked() -> None:
    own = asked()
    workflow.release(own, by=managing_editor(), reason="A slip.")
    with pytest.raises(NotEligible, match="can ask you again"):
        workflow.reopen_assignment(own, by=own.member.user)


def test_reopen_of_what_is_open_is_refused() -> None:
    own = asked()
    with pytest.raises(NotPossible, match="still asked"):
        workflow.reopen_assignment(own, by=managing_editor())


def test_reopen_for_a_member_who_left_is_refused() -> None:
    own = asked()
    workflow.decline(own, by=own.member.user, reason="I leave.")
    BoardMember.objects.filter(pk=own.member_id).update(term_to=datetime.date(2026, 3, 1))
    with pytest.raises(NotEligible, match="not an active member"):
        workflow.reopen_assignment(own, by=managing_editor())


def test_answer_for_another_is_refused_by_the_database() -> None:
    own = asked()
    other = managing_editor()
    guarded(
        "editorial_assignment",
        "answer_stands_once_signed",
        "UPDATE editorial_assignment SET response = 'accepted', responded_at = now(),"
        " responded_by_id = %s WHERE id = %s",
        other.pk,
        own.pk,
    )


@pytest.mark.django_db(transaction=True)
def test_accept_and_release_at_once_end_as_one_after_the_other() -> None:
    own, managing = asked(), managing_editor()
    press_together(
        [
            partial(workflow.accept, own, by=own.member.user),
            partial(workflow.release, own, by=managing, reason="Another was asked."),
        ]
    )
    own.refresh_from_db()
    actions = list(own.review.audit_events.values_list("action", flat=True).order_by("sequence"))
    assert own.released_at is not None
    accepted = "accept" in actions
    assert (own.response == Response.ACCEPTED) is accepted
    assert actions[-1] == "release"


def test_history_agrees_with_every_turn() -> None:
    """Nothing that members and managing editors answer looks like tampering."""
    managing = managing_editor()
    first, second, third, other = BoardMemberFactory.create_batch(4)
    review = under_review(members=[first, second, third], answered=False)
    own, wishing, leaving = (review.assignments.get(member=m) for m in (first, second, third))
    workflow.accept(own, by=first.user)
    workflow.decline(own, by=first.user, reason="On leave.")
    workflow.reopen_assignment(own, by=first.user)
    dated = workflow.propose(own, by=first.user, reason="A trip.", sign_by=NEXT_MONTH)
    workflow.answer_proposal(dated, by=managing, accept=True)
    swapped = workflow.propose(wishing, by=second.user, reason="Her field.", member=other)
    workflow.answer_proposal(swapped, by=managing, accept=True)
    workflow.reopen_assignment(wishing, by=managing)
    away = workflow.delegate(
        third,
        by=third.user,
        to=BoardMemberFactory.create(),
        begins_on=TODAY,
        ends_on=TODAY,
        reason="A congress.",
    )
    workflow.hand_over(away, by=third.user)
    leaving.refresh_from_db()
    assert leaving.released_at is not None
    assert list(verification.faults()) == []
    Assignment.objects.filter(pk=own.pk).update(sign_by=TODAY)
    assert len(list(verification.faults())) == 1
