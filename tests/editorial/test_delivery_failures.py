"""A mail server that refuses, is busy, hangs, drops the line or is not there."""

import datetime
import time

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from editorial.attempts import MOST_ATTEMPTS, RETRY, WAITS
from editorial.delivery import deliver
from editorial.models import Notification
from tests.editorial.owed_mail import State, owed
from tests.mail_server import DROP, HANG, MailServer
from tests.ports import free_port
from tests.reminders import live_article

pytestmark = pytest.mark.django_db


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
