"""When a digest cannot be written or sent: nothing is lost in it, nothing comes twice unsaid."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from editorial import digests
from editorial.attempts import RETRY, WAITS
from editorial.delivery import deliver
from editorial.models import Bounce, Notification
from tests.editorial.daily_mail import (
    State,
    again,
    owed,
    reader_of_a_daily_mail,
    text_of,
)
from tests.mail_server import DROP, MailServer

pytestmark = pytest.mark.django_db
THREADS = 8


def test_digest_after_a_killed_worker_is_sent_again_under_its_id(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    claimed = digests.claim(timezone.now())
    assert claimed is not None
    assert len(claimed) == 2
    assert deliver(timezone.now()).outcomes == {}  # leased
    again()
    later = owed(user, count=1, title="What came later?")[0]
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 2, State.SENT: 1}
    first, second = mails.accepted
    assert first["Message-ID"] == f"<{claimed[0].digest}@localhost>"
    assert later not in text_of(mails)
    assert later in text_of(mails, 1)
    assert first["Message-ID"] != second["Message-ID"]


def test_digest_whose_answer_was_lost_comes_under_the_same_id(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = DROP
    assert deliver(timezone.now()).outcomes == {RETRY: 2}
    mails.answers.clear()
    again()
    assert deliver(timezone.now()).outcomes == {State.POSSIBLY_REPEATED: 2}
    assert list(mails.times_received.values()) == [2]


def test_digest_to_a_busy_mailbox_waits(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "451 Try again later"
    before = timezone.now()
    assert deliver(timezone.now()).outcomes == {RETRY: 2}
    for row in Notification.objects.all():
        assert abs(row.not_before - before - WAITS[0]) < datetime.timedelta(seconds=20)
    mails.answers.clear()
    again()
    assert deliver(timezone.now()).outcomes == {State.SENT: 2}


def test_digest_that_fails_again_and_again_is_taken_apart(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "451 Try again later"
    for _attempt in range(digests.MOST_ATTEMPTS):
        deliver(timezone.now())
        again()
    mails.answers.clear()
    assert deliver(timezone.now()).outcomes == {State.SENT: 2}
    assert len(mails.times_received) == 2
    assert not Notification.objects.filter(is_daily=True).exists()


def test_digest_that_may_have_arrived_is_never_taken_apart(mails: MailServer) -> None:
    """Its rows would come again under ids of their own, and nobody could tell."""
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = DROP
    for _attempt in range(digests.MOST_ATTEMPTS + 1):
        deliver(timezone.now())
        again()
    assert list(mails.times_received.values()) == [digests.MOST_ATTEMPTS + 1]
    mails.answers[user.email] = "554 5.7.1 Not wanted"
    assert deliver(timezone.now()).outcomes == {State.FAILED: 2}
    parked = Notification.objects.values_list("is_daily", "unanswered", "last_error")
    assert set(parked) == {(True, True, "554 5.7.1 Not wanted")}


def test_digest_that_is_refused_is_taken_apart(mails: MailServer) -> None:
    """For what it says, perhaps: each row is then refused, or taken, by itself."""
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "554 5.7.1 Not wanted"
    outcomes = deliver(timezone.now()).outcomes
    assert outcomes == {RETRY: 2, State.FAILED: 2}
    errors = Notification.objects.values_list("last_error", flat=True)
    assert set(errors) == {"554 5.7.1 Not wanted"}


def test_digest_to_an_address_that_is_none_parks_its_rows_after_one_try(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    mails.answers[user.email] = "550 No such user"
    assert deliver(timezone.now()).outcomes == {State.FAILED: 2}
    assert set(Notification.objects.filter(recipient=user).values_list("attempts")) == {(1,)}
    assert Bounce.objects.get().user == user


def test_row_that_cannot_be_written_does_not_keep_the_others(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    _fine, poison = owed(user, articles=2)
    row = Notification.objects.get(article__title=poison)
    Notification.objects.filter(pk=row.pk).update(review=None)
    assert deliver(timezone.now()).outcomes == {RETRY: 1, State.SENT: 1}
    assert len(mails.accepted) == 1
    row.refresh_from_db()
    assert (row.is_daily, row.digest, row.state) == (False, None, State.QUEUED)
    assert "names no review" in row.last_error


def test_address_that_cannot_be_written_ends_in_parked_rows(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user, count=1)
    User.objects.filter(pk=user.pk).update(email="a@example.org\nBcc: b@example.org")
    for _attempt in range(2 * len(WAITS)):
        deliver(timezone.now())
        again()
    assert Notification.objects.get().state == State.FAILED
    assert mails.accepted == []


@pytest.mark.django_db(transaction=True)
def test_digest_in_eight_threads_is_one_mail(mails: MailServer) -> None:
    owed(reader_of_a_daily_mail(), count=6)
    mails.pause = 0.02
    start = threading.Barrier(THREADS)

    def work() -> None:
        try:
            start.wait()
            deliver(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work) for _ in range(THREADS)]:
            done.result()
    assert list(mails.times_received.values()) == [1]
    assert set(Notification.objects.values_list("state", flat=True)) == {State.SENT}
