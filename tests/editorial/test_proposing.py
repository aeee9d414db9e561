"""Another date, or another member: what members propose, and what is answered."""

import datetime
import threading
from functools import partial

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from editorial import answering, beats, workflow
from editorial.exceptions import NotEligible, NotPossible
from editorial.models import BoardMember, Notification, Proposal, Review
from editorial.states import Response
from tests.editorial.answers import NEXT_MONTH, TODAY, asked, noon, press_together, told
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    under_review,
)
from tests.raw_sql import guarded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
__all__ = ["noon"]


def test_decline_takes_the_open_proposal_along() -> None:
    own = asked()
    proposal = workflow.propose(own, by=own.member.user, reason="Busy.", sign_by=NEXT_MONTH)
    workflow.decline(own, by=own.member.user, reason="Too busy.")
    proposal.refresh_from_db()
    assert (proposal.is_accepted, proposal.answered_by) == (False, own.member.user)


def test_proposed_date_moves_the_date_once_accepted() -> None:
    own = asked()
    before = own.sign_by
    proposal = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    own.refresh_from_db()
    assert own.sign_by == before
    assert told(Notification.Kind.PROPOSED)
    workflow.answer_proposal(proposal, by=managing_editor(), accept=True)
    own.refresh_from_db()
    proposal.refresh_from_db()
    assert own.sign_by == NEXT_MONTH
    assert proposal.is_accepted is True
    assert told(Notification.Kind.PROPOSAL_ANSWERED) == [own.member.user.username]


def test_proposed_earlier_date_brings_the_answer_forward() -> None:
    own = asked()
    proposal = workflow.propose(own, by=own.member.user, reason="Leaving.", sign_by=TODAY)
    workflow.answer_proposal(proposal, by=managing_editor(), accept=True)
    own.refresh_from_db()
    assert (own.respond_by, own.sign_by) == (TODAY, TODAY)


def test_proposed_member_is_asked_once_accepted_and_the_first_no_more() -> None:
    own, other = asked(), BoardMemberFactory.create()
    proposal = workflow.propose(own, by=own.member.user, reason="Her field.", member=other)
    workflow.answer_proposal(proposal, by=managing_editor(), accept=True)
    own.refresh_from_db()
    assert own.released_at is not None
    assert "Her field." in own.release_reason
    new = own.review.assignments.get(member=other)
    assert new.is_active
    assert new.response == Response.UNANSWERED
    assert other.user.username in told(Notification.Kind.SIGN_OFF_ASKED)
    with pytest.raises(NotEligible, match="handed back"):
        workflow.accept(own, by=own.member.user)


def test_proposed_member_who_left_meanwhile_is_not_asked() -> None:
    own, other = asked(), BoardMemberFactory.create()
    proposal = workflow.propose(own, by=own.member.user, reason="Her field.", member=other)
    BoardMember.objects.filter(pk=other.pk).update(term_to=datetime.date(2026, 3, 1))
    with pytest.raises(NotEligible, match="not an active member"):
        workflow.answer_proposal(proposal, by=managing_editor(), accept=True)
    own.refresh_from_db()
    proposal.refresh_from_db()
    assert own.is_active
    assert proposal.answered_at is None


def test_proposed_author_is_refused_at_once() -> None:
    article = ArticleFactory.create()
    author = BoardMemberFactory.create(user=article.owner)
    own = asked(under_review(article, answered=False))
    with pytest.raises(NotEligible, match="wrote a part"):
        workflow.propose(own, by=own.member.user, reason="Knows it.", member=author)


def test_proposed_member_who_was_asked_is_refused() -> None:
    own = asked()
    other = own.review.assignments.exclude(pk=own.pk).get().member
    with pytest.raises(NotPossible, match="asked already"):
        workflow.propose(own, by=own.member.user, reason="Knows it.", member=other)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (datetime.date(2026, 3, 1), "has passed"),
        (datetime.date(2028, 1, 1), "within a year"),
    ],
)
def test_proposed_date_that_is_none_is_refused(day: datetime.date, text: str) -> None:
    own = asked()
    with pytest.raises(NotPossible, match=text):
        workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=day)


def test_proposed_date_that_holds_already_is_refused() -> None:
    own = asked()
    with pytest.raises(NotPossible, match="date already"):
        workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=own.sign_by)


def test_proposal_of_nothing_or_both_is_refused() -> None:
    own, other = asked(), BoardMemberFactory.create()
    for wish in ({}, {"sign_by": NEXT_MONTH, "member": other}):
        with pytest.raises(NotPossible, match="either a date or a member"):
            workflow.propose(own, by=own.member.user, reason="A trip.", **wish)  # type: ignore[arg-type]


def test_second_open_proposal_is_refused() -> None:
    own = asked()
    workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    with pytest.raises(NotPossible, match="not answered yet"):
        workflow.propose(own, by=own.member.user, reason="Ill.", sign_by=TODAY)
    assert Proposal.objects.count() == 1


def test_second_proposal_on_one_day_is_told_too() -> None:
    own, managing = asked(), managing_editor()
    for _ in range(2):
        proposal = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
        workflow.answer_proposal(proposal, by=managing, accept=False, reason="Urgent.")
    assert told(Notification.Kind.PROPOSED).count(managing.username) == 2
    assert told(Notification.Kind.PROPOSAL_ANSWERED) == [own.member.user.username] * 2


def test_proposal_is_answered_once() -> None:
    own = asked()
    proposal = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    workflow.answer_proposal(proposal, by=managing_editor(), accept=True)
    with pytest.raises(NotPossible, match="answered already"):
        workflow.answer_proposal(proposal, by=managing_editor(), accept=False, reason="No.")


def test_proposed_date_that_passed_meanwhile_is_not_accepted() -> None:
    own = asked()
    proposal = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    with time_machine.travel(datetime.datetime(2026, 4, 3, tzinfo=datetime.UTC)):
        with pytest.raises(NotPossible, match="has passed"):
            workflow.answer_proposal(proposal, by=managing_editor(), accept=True)
        workflow.answer_proposal(proposal, by=managing_editor(), accept=False, reason="Too late.")


def test_nobody_answers_their_own_proposal() -> None:
    own = asked()
    own.member.user.groups.add(managing_editor().groups.get())
    proposal = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    person = User.objects.get(pk=own.member.user_id)
    assert person.has_perm("editorial.manage_reviews")
    with pytest.raises(PermissionDenied):
        workflow.answer_proposal(proposal, by=person, accept=True)


@pytest.mark.django_db(transaction=True)
def test_two_proposals_at_once_are_one() -> None:
    own = asked()
    wish = partial(workflow.propose, own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    answers = press_together([wish] * 4)
    assert answers == {"done": 1, "told why not": 3}
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_proposal_answered_by_two_at_once_is_answered_once() -> None:
    own, other = asked(), BoardMemberFactory.create()
    proposal = workflow.propose(own, by=own.member.user, reason="Her field.", member=other)
    yes = partial(workflow.answer_proposal, proposal, by=managing_editor(), accept=True)
    no = partial(
        workflow.answer_proposal, proposal, by=managing_editor(), accept=False, reason="No."
    )
    answers = press_together([yes, no, yes, no])
    assert answers == {"done": 1, "told why not": 3}
    proposal.refresh_from_db()
    own.refresh_from_db()
    assert own.review.assignments.filter(member=other).exists() is proposal.is_accepted
    assert (own.released_at is not None) is proposal.is_accepted


def test_proposal_of_another_account_is_refused_by_the_database() -> None:
    own = asked()
    guarded(
        "editorial_proposal",
        "proposal_is_the_members_own",
        "INSERT INTO editorial_proposal (assignment_id, sign_by, reason, made_at, made_by_id)"
        " VALUES (%s, '2026-04-02', 'x', now(), %s)",
        own.pk,
        managing_editor().pk,
    )


def test_second_open_proposal_is_refused_by_the_database() -> None:
    own = asked()
    wish = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    wish.pk = None
    with pytest.raises(IntegrityError, match="one_open_proposal"), transaction.atomic():
        wish.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_proposal_answered_by_two_without_the_lock_goes_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The guard removed: both answers are taken, and one is overwritten."""
    own = asked()
    wish = workflow.propose(own, by=own.member.user, reason="A trip.", sign_by=NEXT_MONTH)
    both_have_looked = threading.Barrier(2)
    looks = answering._open_proposal

    def look_together(proposal: Proposal, review: Review) -> Proposal:
        found = looks(proposal, review)
        both_have_looked.wait(timeout=10)
        return found

    def read_without_locking(review: Review) -> Review:
        return Review.objects.select_related("article__owner", "version").get(pk=review.pk)

    monkeypatch.setattr(beats, "lock", read_without_locking)
    monkeypatch.setattr(answering, "_open_proposal", look_together)
    no = partial(workflow.answer_proposal, wish, by=managing_editor(), accept=False, reason="No.")
    assert press_together([no, no]) == {"done": 2}
