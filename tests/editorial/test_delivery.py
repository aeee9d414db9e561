"""What is due is sent once, and the lease of each row sees to it."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial.attempts import LEASE, MOST_ATTEMPTS, write
from editorial.delivery import claim, deliver
from editorial.models import Notification
from tests.editorial.owed_mail import State, owed
from tests.mail_server import MailServer
from tests.reminders import live_article

pytestmark = pytest.mark.django_db


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


def test_claim_of_one_row_joins_nothing_to_all_that_wait() -> None:
    """PostgreSQL joined first and took one row of it then: each row cost what waits behind it."""
    owed(live_article(), count=3)
    with CaptureQueriesContext(connection) as asked:
        assert claim(timezone.now()) is not None
    (taking,) = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    assert "JOIN" not in taking


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


def test_deliver_skips_who_has_no_address(mails: MailServer) -> None:
    row = owed(live_article())[0]
    User.objects.filter(pk=row.recipient_id).update(email="")
    assert deliver(timezone.now()).outcomes == {State.SKIPPED: 1}
    assert mails.accepted == []


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
