import datetime
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import ProgrammingError, connection
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from editorial import mail_choice, workflow
from editorial.attempts import LEASE, MOST_ATTEMPTS, RETRY, WAITS, write
from editorial.delivery import claim, deliver
from editorial.models import BoardMember, MailPreference, Notification, ReviewSchedule
from editorial.planning import plan
from editorial.querysets import NotificationQuerySet
from tests.factories.articles import UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.mail_server import DROP, HANG, MailServer, free_port
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db

State = Notification.State
Kind = Notification.Kind


def owed(article: Article, *, count: int = 1) -> list[Notification]:
    """Rows of a kind that nothing cancels, each to an account of its own."""
    review = article.reviews.get()
    Notification.objects.bulk_create(
        Notification(
            subject=f"review:{review.pk}",
            kind=Kind.APPROVED,
            recipient=UserFactory.create(),
            due_on=at(0).date(),
            article=article,
            review=review,
        )
        for _ in range(count)
    )
    return list(Notification.objects.select_related("recipient").order_by("recipient"))


def states() -> dict[str, str]:
    return dict(Notification.objects.values_list("kind", "state"))


def test_deliver_sends_each_row_once(mails: MailServer) -> None:
    rows = owed(live_article(), count=3)
    first = deliver(timezone.now())
    second = deliver(timezone.now())
    assert first.outcomes == {State.SENT: 3}
    assert second.outcomes == {}
    assert sorted(mails.addressees) == sorted(row.recipient.email for row in rows)
    for row in Notification.objects.all():
        assert (row.state, row.attempts, row.leased_until) == (State.SENT, 1, None)
        assert row.sent is not None


def test_deliver_keeps_what_is_not_due(mails: MailServer) -> None:
    owed(live_article())
    Notification.objects.update(not_before=timezone.now() + datetime.timedelta(minutes=1))
    assert deliver(timezone.now()).outcomes == {}
    assert mails.accepted == []
    assert deliver(timezone.now() + datetime.timedelta(minutes=2)).outcomes == {State.SENT: 1}


def test_deliver_stops_at_its_limit_and_says_so(mails: MailServer) -> None:
    owed(live_article(), count=3)
    first = deliver(timezone.now(), limit=2)
    assert (first.outcomes, first.is_cut_short) == ({State.SENT: 2}, True)
    assert not deliver(timezone.now(), limit=2).is_cut_short
    assert len(mails.accepted) == 3


# What is moot is cancelled.


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


def test_deliver_skips_who_has_no_address(mails: MailServer) -> None:
    row = owed(live_article())[0]
    User.objects.filter(pk=row.recipient_id).update(email="")
    assert deliver(timezone.now()).outcomes == {State.SKIPPED: 1}
    assert mails.accepted == []


# The mail server misbehaves.


def test_deliver_parks_a_refused_address_at_once(mails: MailServer) -> None:
    bad, good = owed(live_article(), count=2)
    mails.answers[bad.recipient.email] = "550 No such user"
    assert deliver(timezone.now()).outcomes == {State.FAILED: 1, State.SENT: 1}
    bad.refresh_from_db()
    assert (bad.state, bad.attempts, bad.last_error) == (State.FAILED, 1, "550 No such user")
    assert mails.addressees == [good.recipient.email]


def test_deliver_tries_a_busy_mailbox_again_and_parks_it_in_the_end(mails: MailServer) -> None:
    row = owed(live_article())[0]
    mails.answers[row.recipient.email] = "451 Try again later"
    for attempt in range(1, MOST_ATTEMPTS + 1):
        before = timezone.now()
        assert deliver(timezone.now()).outcomes != {}
        row.refresh_from_db()
        assert row.attempts == attempt
        if attempt < MOST_ATTEMPTS:
            waited = row.not_before - before
            assert abs(waited - WAITS[attempt - 1]) < datetime.timedelta(seconds=20)
            assert deliver(timezone.now()).outcomes == {}
            Notification.objects.update(not_before=Now())
    assert row.state == State.FAILED
    assert not row.unanswered


def test_deliver_after_a_busy_mailbox_is_not_called_repeated(mails: MailServer) -> None:
    row = owed(live_article())[0]
    mails.answers[row.recipient.email] = "451 Try again later"
    deliver(timezone.now())
    mails.answers.clear()
    Notification.objects.update(not_before=Now())
    assert deliver(timezone.now()).outcomes == {State.SENT: 1}


def test_deliver_to_a_hanging_server_costs_its_timeout_and_blocks_nobody(
    mails: MailServer,
) -> None:
    rows = owed(live_article(), count=4)
    mails.answers[rows[0].recipient.email] = HANG
    began = time.monotonic()
    delivered = deliver(timezone.now())
    assert delivered.outcomes == {RETRY: 1, State.SENT: 3}
    assert time.monotonic() - began < 5  # the timeout of these tests is one second
    hung = Notification.objects.get(state=State.QUEUED)
    assert hung.unanswered
    mails.answers.clear()
    Notification.objects.update(not_before=Now())
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 1}


def test_deliver_when_the_answer_is_lost_repeats_under_the_same_message_id(
    mails: MailServer,
) -> None:
    row = owed(live_article())[0]
    mails.answers[row.recipient.email] = DROP
    assert deliver(timezone.now()).outcomes == {RETRY: 1}
    mails.answers.clear()
    Notification.objects.update(not_before=Now())
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 1}
    assert mails.times_received == {f"<{row.pk}@localhost>": 2}


def test_deliver_without_a_server_uses_up_no_attempt(settings: Settings, mails: MailServer) -> None:
    row = owed(live_article())[0]
    settings.EMAIL_PORT = free_port()
    delivered = deliver(timezone.now())
    row.refresh_from_db()
    assert (row.state, row.attempts, row.leased_until) == (State.QUEUED, 0, None)
    assert "refused" in delivered.no_server
    settings.EMAIL_PORT = mails.port
    assert deliver(timezone.now()).outcomes == {State.SENT: 1}


def test_deliver_parks_a_row_that_cannot_be_written(mails: MailServer) -> None:
    poison, fine = owed(live_article(), count=2)
    User.objects.filter(pk=poison.recipient_id).update(email="a@example.org\nBcc: b@example.org")
    for _attempt in range(MOST_ATTEMPTS):
        deliver(timezone.now())
        Notification.objects.update(not_before=Now())
    poison.refresh_from_db()
    assert (poison.state, poison.attempts) == (State.FAILED, MOST_ATTEMPTS)
    assert mails.addressees == [fine.recipient.email]


# Leases.


def test_claim_leases_the_row_and_records_the_attempt() -> None:
    owed(live_article())
    claimed = claim(timezone.now())
    assert claimed is not None
    row = Notification.objects.get()
    assert row.attempts == 1
    assert row.leased_until is not None
    assert LEASE * 0.9 < row.leased_until - timezone.now() <= LEASE
    assert claim(timezone.now()) is None
    assert (
        claim(timezone.now() + datetime.timedelta(days=9)) is None
    )  # whatever day it is said to be


def test_deliver_after_a_killed_worker_sends_again_and_marks_it(mails: MailServer) -> None:
    row = owed(live_article())[0]
    claim(timezone.now())  # and its worker is killed
    assert deliver(timezone.now()).outcomes == {}
    Notification.objects.update(leased_until=Now() - datetime.timedelta(seconds=1))
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 1}
    assert mails.times_received == {f"<{row.pk}@localhost>": 1}


def test_deliver_leaves_a_row_alone_that_another_worker_took_over(mails: MailServer) -> None:
    owed(live_article())
    slow = claim(timezone.now())
    assert slow is not None
    Notification.objects.update(leased_until=Now() - datetime.timedelta(seconds=1))
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 1}
    before = Notification.objects.values().get()
    write(slow, state=State.FAILED, last_error="Too late")
    assert Notification.objects.values().get() == before


def test_deliver_gives_up_on_a_row_that_kills_every_worker(mails: MailServer) -> None:
    owed(live_article())
    Notification.objects.update(
        attempts=MOST_ATTEMPTS, leased_until=Now() - datetime.timedelta(seconds=1)
    )
    assert deliver(timezone.now()).outcomes == {State.FAILED: 1}
    assert mails.accepted == []


# Many at once.

THREADS = 8


def together(*steps: Callable[[], object]) -> None:
    """Every thread does every step; they begin at the same moment."""
    start = threading.Barrier(THREADS)

    def work() -> None:
        try:
            start.wait()
            for step in steps:
                step()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work) for _ in range(THREADS)]:
            done.result()


@pytest.mark.django_db(transaction=True)
def test_plan_and_deliver_in_eight_threads_send_each_mail_once(mails: MailServer) -> None:
    owner = UserFactory.create(group="Editors")
    mail_choice.choose(owner, rhythm=MailPreference.Rhythm.SINGLE)
    for _ in range(12):
        live_article(owner=owner)
    Notification.objects.all().delete()
    together(lambda: plan(at(-28)), lambda: deliver(at(-28)))
    assert set(mails.times_received.values()) == {1}
    assert len(mails.accepted) == 12
    assert set(Notification.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_plan_needs_the_unique_constraint() -> None:
    """Sabotage: without the constraint the planner does not run, rather than write twice."""
    live_article()
    key = next(
        constraint
        for constraint in Notification._meta.constraints
        if constraint.name == "one_notification_per_rung_and_recipient"
    )
    drop = "ALTER TABLE editorial_notification DROP CONSTRAINT " + key.name
    with connection.cursor() as cursor:
        cursor.execute(drop)
    try:
        with pytest.raises(ProgrammingError, match="no unique or exclusion constraint"):
            plan(at(-30))
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(Notification, key)


def _without_lease(self: NotificationQuerySet, now: datetime.datetime) -> NotificationQuerySet:
    return self.filter(state=State.QUEUED, not_before__lte=now)


def _without_lock(self: NotificationQuerySet, **_options: object) -> NotificationQuerySet:
    return self


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("guard", "without"), [("waiting", _without_lease), ("select_for_update", _without_lock)]
)
def test_deliver_in_eight_threads_needs_the_lock_and_the_lease(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch, guard: str, without: Callable[..., object]
) -> None:
    """Sabotage: without either of the two, mails go out more than once."""
    owed(live_article(), count=20)
    monkeypatch.setattr(NotificationQuerySet, guard, without)
    mails.pause = 0.05
    together(lambda: deliver(timezone.now()))
    assert max(mails.times_received.values()) > 1
