"""SIGKILL to the whole worker while it delivers, again and again."""

import datetime
import random
import time
from pathlib import Path

import pytest
from celery import current_app
from django.contrib.auth.models import Group, User
from django.db.models.functions import Now
from django.utils import timezone

from editorial.models import Notification, ReviewSchedule
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved
from tests.faults.programs import Program, wait_until, worker
from tests.mail_server import MailServer

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

State = Notification.State

#: More than a worker gets out between its start and its end.
MAILS_PER_RUN = 20
ARTICLES = 4
DAYS_OVERDUE = 14


def overdue_articles(mails: int) -> int:
    """Escalated today to many managing editors each. Gives the exact number of mails owed."""
    today = timezone.now().date()
    for _ in range(ARTICLES):
        approved(ArticleFactory.create())
    ReviewSchedule.objects.update(
        reviewed_on=today - datetime.timedelta(days=400),
        due_on=today - datetime.timedelta(days=DAYS_OVERDUE),
    )
    Notification.objects.all().delete()
    managers = Group.objects.get(name="Managing editors")
    managers.user_set.update(is_active=False)
    accounts = User.objects.bulk_create(
        User(username=f"manager-{n}", email=f"manager-{n}@example.org")
        for n in range(mails // ARTICLES)
    )
    managers.user_set.add(*accounts)
    return ARTICLES * (len(accounts) + 1)  # and each article's owner


def test_kill_worker_during_delivery_loses_no_reminder(
    environment: dict[str, str], mails: MailServer, runs: int, tmp_path: Path
) -> None:
    owed = overdue_articles(mails=max(runs, 5) * MAILS_PER_RUN)
    mails.pause = 0.02
    celery = worker(tmp_path / "worker.log", environment)
    in_hand = sum(kill_during_delivery(celery, mails) for _ in range(runs))
    finish(celery)

    received, states = mails.times_received, states_by_message_id()
    repeated = {message for message, times in received.items() if times > 1}
    marked = {message for message, state in states.items() if state == State.POSSIBLY_REPEATED}
    print(
        f"\nworker-kill: {runs} kills, {in_hand} of them with a message in hand. {owed} reminders"
        f" owed: {len(states)} rows, {len(received)} arrived,"
        f" {len(set(states) - set(received))} lost. {len(repeated)} mails came twice, each under"
        f" its own Message-ID, {len(repeated - marked)} of them not marked;"
        f" {len(marked)} rows marked as possibly repeated."
    )
    assert len(states) == owed
    assert set(received) == set(states)
    assert set(states.values()) <= {State.SENT, State.POSSIBLY_REPEATED}
    assert repeated <= marked
    assert in_hand > 0


def test_kill_worker_during_daily_mails_loses_no_message(
    environment: dict[str, str], mails: MailServer, runs: int, tmp_path: Path
) -> None:
    titles = waiting_for_daily_mails(mails=max(runs, 3) * MAILS_PER_RUN)
    mails.pause = 0.02
    celery = worker(tmp_path / "worker.log", environment)
    in_hand = sum(kill_during_delivery(celery, mails) for _ in range(runs))
    finish(celery)

    held = {str(digest) for digest in Notification.objects.values_list("digest", flat=True)}
    received = {str(mail["Message-ID"]).strip("<>").partition("@")[0] for mail in mails.accepted}
    states = set(Notification.objects.values_list("state", flat=True))
    repeated = sum(times > 1 for times in mails.times_received.values())
    print(
        f"\ndaily-mail-kill: {runs} kills, {in_hand} of them with a mail in hand. {len(held)} mails"
        f" owed, {len(received)} arrived, {repeated} of them twice under one Message-ID."
    )
    assert received == held
    assert states <= {State.SENT, State.POSSIBLY_REPEATED}
    first = {str(mail["Message-ID"]): mail for mail in reversed(mails.accepted)}
    for mail in first.values():  # a repeated one may hold less
        body = mail.get_body(("plain",))
        assert body is not None
        text = " ".join(body.get_content().split())
        assert all(title in text for title in titles)
    assert in_hand > 0


def waiting_for_daily_mails(mails: int) -> list[str]:
    """So many accounts, whose daily mail is due, with a message about each of a few articles."""
    articles = [approved(ArticleFactory.create()).article for _ in range(ARTICLES)]
    Notification.objects.all().delete()
    accounts = User.objects.bulk_create(
        User(username=f"reader-{n}", email=f"reader-{n}@example.org") for n in range(mails)
    )
    Notification.objects.bulk_create(
        Notification(
            subject=f"review:{review.pk}",
            kind=Notification.Kind.APPROVED,
            recipient=account,
            due_on=timezone.now().date(),
            article=article,
            review=review,
            is_daily=True,
        )
        for article in articles
        for review in article.reviews.all()
        for account in accounts
    )
    return [article.title for article in articles]


def test_kill_worker_that_marks_before_sending_loses_reminders(
    environment: dict[str, str], mails: MailServer, tmp_path: Path
) -> None:
    """Sabotage: the test above can fail."""
    overdue_articles(mails=10 * MAILS_PER_RUN)
    mails.pause = 0.1
    celery = worker(tmp_path / "worker.log", environment, app="tests.faults.careless")
    lost: set[str] = set()
    for _run in range(10):
        kill_during_delivery(celery, mails)
        sent = {message for message, state in states_by_message_id().items() if state == State.SENT}
        lost = sent - set(mails.times_received)
        if lost:
            break
    assert lost


def kill_during_delivery(celery: Program, mails: MailServer) -> bool:
    """Start, wait for mail, kill at random. Says whether a message was in hand at that moment."""
    before = len(mails.accepted)
    with celery:
        prompt()
        wait_until(lambda: len(mails.accepted) > before, 60, "mail")
        time.sleep(random.uniform(0, 0.3))  # noqa: S311 -- chance, not a secret
    held = Notification.objects.filter(leased_until__gt=Now())
    # Nobody is alive who holds a lease, so the clock may as well go on.
    return bool(held.update(leased_until=Now() - datetime.timedelta(seconds=1)))


def finish(celery: Program) -> None:
    """Undisturbed, the worker sends the rest."""
    waiting = Notification.objects.filter(state=State.QUEUED)
    with celery:
        prompt()
        wait_until(lambda: not waiting.exists(), 120, "the rest to be sent")


def prompt() -> None:
    """One sweep and one doorbell, so that both processes of the worker have something to do."""
    with current_app.connection_for_write() as connection:
        for task in ("editorial.tasks.sweep", "editorial.tasks.deliver"):
            current_app.send_task(task, connection=connection)


def states_by_message_id() -> dict[str, str]:
    rows = Notification.objects.values_list("pk", "state")
    return {f"<{pk}@localhost>": state for pk, state in rows}
