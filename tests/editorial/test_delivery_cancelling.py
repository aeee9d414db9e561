"""What is moot by the time it would be sent: it is cancelled, and says why."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.delivery import deliver
from editorial.models import BoardMember, Notification, ReviewSchedule
from editorial.planning import plan
from tests.editorial.owed_mail import Kind, State
from tests.factories.articles import UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.mail_server import MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(Notification.objects.values_list("kind", "state"))


def sign_off_rows() -> tuple[BoardMember, BoardMember]:
    """Two members are asked; the second one's account never changes."""
    members = BoardMemberFactory.create(), BoardMemberFactory.create()
    under_review(members=members)
    Notification.objects.exclude(kind=Kind.SIGN_OFF_ASKED).delete()
    return members


def _signs(member: BoardMember) -> None:
    sign(member.assignments.get().review, member)


def _closes_account(member: BoardMember) -> None:
    User.objects.filter(pk=member.user_id).update(is_active=False)


def _leaves_board(member: BoardMember) -> None:
    BoardMember.objects.filter(pk=member.pk).update(
        deactivated_at=timezone.now(), deactivated_by=managing_editor()
    )


@pytest.mark.parametrize("done", [_signs, _closes_account, _leaves_board])
def test_deliver_cancels_a_request_of_one_member(
    mails: MailServer, done: Callable[[BoardMember], None]
) -> None:
    first, second = sign_off_rows()
    done(first)
    Notification.objects.exclude(kind=Kind.SIGN_OFF_ASKED).delete()
    assert deliver(timezone.now()).outcomes == {State.CANCELLED: 1, State.SENT: 1}
    assert mails.addressees == [second.user.email]
    assert Notification.objects.get(state=State.CANCELLED).last_error


def test_deliver_cancels_requests_of_a_withdrawn_review(mails: MailServer) -> None:
    first, _second = sign_off_rows()
    review = first.assignments.get().review
    workflow.withdraw(review, by=managing_editor(), reason="Not yet.")
    delivered = deliver(timezone.now())
    assert delivered.outcomes == {State.CANCELLED: 2, State.SENT: 3}
    assert {subject.partition(":")[0] for subject in mails.subjects} == {"Withdrawn"}


def test_deliver_cancels_a_submission_that_was_begun(mails: MailServer) -> None:
    manager = managing_editor()
    under_review(answered=False)
    Notification.objects.exclude(kind=Kind.REVIEW_SUBMITTED).delete()
    assert Notification.objects.filter(recipient=manager).exists()
    deliver(timezone.now())
    assert (states(), mails.accepted) == ({Kind.REVIEW_SUBMITTED: State.CANCELLED}, [])


def _retires(article: Article) -> None:
    workflow.retire(article, by=managing_editor(), reason="Superseded.")


def _moves_date(article: Article) -> None:
    ReviewSchedule.objects.filter(article=article).update(due_on=at(365).date())


def _opens_review(article: Article) -> None:
    submitted(article, kind="re-review")


def _changes_owner(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(owner=UserFactory.create())


@pytest.mark.parametrize("done", [_retires, _moves_date, _opens_review, _changes_owner])
def test_deliver_cancels_a_reminder_that_was_overtaken(
    mails: MailServer, done: Callable[[Article], None]
) -> None:
    article = live_article()
    plan(at(-30))
    row = Notification.objects.get()
    done(article)
    deliver(at(-29))
    row.refresh_from_db()
    assert row.state == State.CANCELLED
    assert row.last_error
    assert not [subject for subject in mails.subjects if subject.startswith("Re-review due")]


def test_deliver_after_downtime_sends_the_present_rung_only(mails: MailServer) -> None:
    live_article()
    plan(at(-60))  # and nothing was sent before the next rung
    plan(at(-30))
    deliver(at(-29))
    assert dict(Notification.objects.values_list("rung", "state")) == {
        -60: State.CANCELLED,
        -30: State.SENT,
    }
    assert len(mails.accepted) == 1
