"""While the mail server hangs over one message, others get theirs; and no hang lasts."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from editorial import relief
from editorial.attempts import RETRY
from editorial.delivery import deliver
from editorial.models import Notification
from tests.factories.articles import UserFactory
from tests.mail_server import HANG, MailServer
from tests.ports import free_port
from tests.reminders import at, live_article

State = Notification.State


def owed(count: int) -> list[Notification]:
    """Rows of a kind that nothing cancels, each to an account of its own, in order."""
    article = live_article()
    Notification.objects.all().delete()
    review = article.reviews.get()
    return [
        Notification.objects.create(
            subject=f"review:{review.pk}",
            kind=Notification.Kind.APPROVED,
            recipient=UserFactory.create(),
            due_on=at(0).date(),
            article=article,
            review=review,
        )
        for _ in range(count)
    ]


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relief, "PATIENCE", 0.2)
    monkeypatch.setattr(relief, "TICK", 0.05)


def arrivals(mails: MailServer, count: int, *, within: float) -> float:
    """Seconds until so many mails came."""
    began = time.monotonic()
    while len(mails.accepted) < count and time.monotonic() - began < within:
        time.sleep(0.01)
    assert len(mails.accepted) >= count
    return time.monotonic() - began


def _deliver() -> None:
    try:
        deliver(timezone.now())
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("lanes", [relief.MOST_LANES, 1], ids=["relieved", "sabotaged"])
def test_deliver_goes_on_with_others_while_the_server_hangs(
    mails: MailServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, lanes: int
) -> None:
    """With one lane only, the others wait for as long as the server hangs."""
    monkeypatch.setattr(relief, "MOST_LANES", lanes)
    settings.EMAIL_TIMEOUT = 2
    rows = owed(6)
    for row in rows[:2]:
        mails.answers[row.recipient.email] = HANG
    run = threading.Thread(target=_deliver)
    run.start()
    waited = arrivals(mails, 4, within=12)
    run.join()
    assert (waited < 3.5) is (lanes > 1)
    assert Notification.objects.filter(state=State.SENT).count() == 4
    hung = Notification.objects.filter(state=State.QUEUED)
    assert [row.unanswered for row in hung] == [True, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("may_leave", [True, False], ids=["left", "sabotaged"])
def test_deliver_ends_while_a_message_hangs(
    mails: MailServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, *, may_leave: bool
) -> None:
    """So that the worker's next task begins: here all turns are taken while two hang."""
    settings.EMAIL_TIMEOUT = 2.5
    rows = owed(5)
    for row in rows[:2]:
        mails.answers[row.recipient.email] = HANG
    began = time.monotonic()
    delivered = deliver(timezone.now(), limit=4, may_leave=may_leave)
    assert (time.monotonic() - began < 2.2) is may_leave
    assert delivered.outcomes == {State.SENT: 2} if may_leave else {State.SENT: 2, RETRY: 2}
    assert len(relief.still_hanging) == (2 if may_leave else 0)
    assert deliver(timezone.now()).outcomes == {State.SENT: 1}
    while relief.still_hanging:
        time.sleep(0.05)
    hung = Notification.objects.filter(state=State.QUEUED)
    assert [(row.attempts, row.leased_until, row.unanswered) for row in hung] == [
        (1, None, True)
    ] * 2


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that answers everything, one byte at a time, each well within any time limit."""
    port, is_over = free_port(), threading.Event()

    def drip(peer: socket.socket) -> None:
        with peer:
            peer.sendall(b"220 hello\r\n")
            for line in peer.makefile("rb"):
                if line.startswith(b"MAIL"):
                    while not is_over.wait(0.1):
                        try:
                            peer.sendall(b"2")
                        except OSError:
                            return
                peer.sendall(b"250 OK\r\n")

    with socket.create_server(("127.0.0.1", port)) as server:
        threading.Thread(target=lambda: drip(server.accept()[0]), daemon=True).start()
        yield port
        is_over.set()


@pytest.mark.django_db
def test_deliver_cuts_off_a_server_that_never_comes_to_an_end(
    mails: MailServer, settings: Settings, monkeypatch: pytest.MonkeyPatch, dripping: int
) -> None:
    monkeypatch.setattr(relief, "LONGEST", 0.5)
    monkeypatch.setattr(relief, "TICK", 0.1)
    settings.EMAIL_PORT = dripping
    (row,) = owed(1)
    began = time.monotonic()
    assert deliver(timezone.now(), limit=1).outcomes == {RETRY: 1}
    assert time.monotonic() - began < 10
    row.refresh_from_db()
    assert row.state == State.QUEUED
