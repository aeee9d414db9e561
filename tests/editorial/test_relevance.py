"""No message for work that is over: each request of the board's work, and what overtakes it."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from editorial import workflow
from editorial.models import Assignment, BoardMember, Comment, Notification, Proposal
from editorial.relevance import why_cancelled
from tests.factories.articles import PASSWORD
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review

pytestmark = pytest.mark.django_db

Kind = Notification.Kind


@pytest.fixture
def asked() -> Assignment:
    managing_editor()
    return _again(under_review().assignments.all()[0])


def _again(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_related("member__user", "review").get(pk=assignment.pk)


def only(kind: Kind, asked: Assignment | None = None) -> Notification:
    """To this member, if they get one of the kind."""
    rows = Notification.objects.filter(kind=kind).order_by("queued")
    own = rows.filter(recipient=asked.member.user) if asked else rows.none()
    return (own or rows)[0]


# What a message is owed for.


def _reminded(asked: Assignment) -> None:
    workflow.remind_now(asked, by=managing_editor())


def _extended(asked: Assignment, days: int = 7) -> None:
    workflow.extend(
        asked,
        by=managing_editor(),
        sign_by=_again(asked).sign_by + datetime.timedelta(days=days),
        reason="A long text.",
    )


def _declined(asked: Assignment) -> None:
    workflow.decline(asked, by=asked.member.user, reason="Away.")


def _released(asked: Assignment) -> None:
    workflow.release(asked, by=managing_editor(), reason="Not needed.")


def _proposed(asked: Assignment) -> None:
    workflow.propose(
        asked,
        by=asked.member.user,
        reason="Later.",
        sign_by=asked.sign_by + datetime.timedelta(days=3),
    )


def _refused(asked: Assignment) -> None:
    _proposed(asked)
    _answered(asked)


def _declared(asked: Assignment) -> None:
    workflow.answer_conflict(
        asked.review, by=asked.member.user, conflict="declared", statement="Shares."
    )


def _waived(asked: Assignment) -> None:
    _declared(asked)
    workflow.waive_conflict(_again(asked), by=managing_editor(), reason="Small.")


def _commented(asked: Assignment) -> None:
    workflow.comment(asked, by=asked.member.user, section=0, weight="blocking", text="Wrong.")


def _took_back(asked: Assignment) -> None:
    sign(asked.review, asked.member)
    workflow.withdraw_sign_off(
        asked.review.sign_offs.get(), by=asked.member.user, reason="Misread.", password=PASSWORD
    )


# What overtakes it.


def _withdrawn(asked: Assignment) -> None:
    workflow.withdraw(asked.review, by=managing_editor(), reason="Not yet.")


def _returned(asked: Assignment) -> None:
    workflow.return_for_changes(asked.review, by=managing_editor(), reason="A dose.")


def _signed(asked: Assignment) -> None:
    sign(asked.review, asked.member)


def _left(asked: Assignment) -> None:
    BoardMember.objects.filter(pk=asked.member_id).update(
        deactivated_at=timezone.now(), deactivated_by=managing_editor()
    )


def _asked_again(asked: Assignment) -> None:
    workflow.reopen_assignment(_again(asked), by=managing_editor())


def _extended_again(asked: Assignment) -> None:
    _extended(asked, days=14)


def _answered(asked: Assignment) -> None:
    workflow.answer_proposal(
        Proposal.objects.get(assignment=asked), by=managing_editor(), accept=False, reason="No."
    )


def _changed_the_answer(asked: Assignment) -> None:
    workflow.answer_conflict(asked.review, by=asked.member.user, conflict="none")


def _settled(asked: Assignment) -> None:
    workflow.settle_comment(
        Comment.objects.get(), by=asked.review.article.owner, settlement="Corrected."
    )


Step = Callable[[Assignment], None]
OVERTAKEN: dict[Kind, tuple[Step, list[Step]]] = {
    Kind.SIGN_OFF_ASKED: (lambda _asked: None, [_declined, _released, _signed, _left, _returned]),
    Kind.SIGN_OFF_REMINDED: (_reminded, [_declined, _released, _signed, _left, _withdrawn]),
    Kind.EXTENDED: (_extended, [_extended_again, _declined, _released, _signed, _returned]),
    Kind.DECLINED: (_declined, [_asked_again, _withdrawn]),
    Kind.RELEASED: (_released, [_asked_again]),
    Kind.PROPOSED: (_proposed, [_answered, _declined, _released, _signed, _returned]),
    Kind.PROPOSAL_ANSWERED: (_refused, [_declined, _signed, _withdrawn]),
    Kind.CONFLICT_DECLARED: (_declared, [_changed_the_answer, _returned]),
    Kind.CONFLICT_WAIVED: (_waived, [_changed_the_answer, _signed, _released, _withdrawn]),
    Kind.COMMENTED: (_commented, [_settled, _withdrawn]),
    Kind.SIGN_OFF_WITHDRAWN: (_took_back, [_returned]),
}
CASES = [(kind, done) for kind, (_owed, all_done) in OVERTAKEN.items() for done in all_done]


@pytest.mark.parametrize(("kind", "done"), CASES)
def test_request_is_cancelled_when_its_work_is_over(
    asked: Assignment, kind: Kind, done: Step
) -> None:
    OVERTAKEN[kind][0](asked)
    row = only(kind, asked)
    assert why_cancelled(row) == ""
    done(_again(asked))
    assert why_cancelled(Notification.objects.get(pk=row.pk)) != ""


def test_member_hears_of_being_handed_back_though_the_review_has_closed(asked: Assignment) -> None:
    _released(asked)
    _withdrawn(asked)
    assert why_cancelled(only(Kind.RELEASED)) == ""


def test_comments_on_a_returned_version_are_still_wanted(asked: Assignment) -> None:
    _commented(asked)
    _returned(asked)
    assert why_cancelled(only(Kind.COMMENTED)) == ""


def test_request_asked_anew_is_sent_once(asked: Assignment) -> None:
    _released(asked)
    _asked_again(asked)
    rows = Notification.objects.filter(kind=Kind.SIGN_OFF_ASKED, recipient=asked.member.user)
    first, second = rows.order_by("queued")
    assert why_cancelled(first) != ""
    assert why_cancelled(second) == ""


def test_request_to_another_member_does_not_replace_the_first(asked: Assignment) -> None:
    workflow.assign(asked.review, by=managing_editor(), members=[BoardMemberFactory.create()])
    rows = Notification.objects.filter(kind=Kind.SIGN_OFF_ASKED)
    assert [why_cancelled(row) for row in rows] == ["", "", ""]
