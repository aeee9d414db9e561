"""The broker is stopped, killed and emptied while mail is owed."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from articles.models import Article
from editorial.models import Notification
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import managing_editor, submitted
from tests.faults.programs import Valkey, celery, wait_until, worker
from tests.mail_server import MailServer

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

State = Notification.State

#: A worker that was running all the time must have everything out so soon after the broker is back.
SECONDS_TO_RECOVER = 120
#: No step of the workflow may take longer than this because of the broker.
SECONDS_PER_STEP = 3
SUBMISSIONS = 3


@pytest.fixture
def running(environment: dict[str, str], tmp_path: Path) -> Iterator[None]:
    """A worker, and a beat of two seconds."""
    beat = celery(
        *("tests.faults.hurried", "beat", "--pidfile="),
        log=tmp_path / "beat.log",
        environment=environment,
    )
    with worker(tmp_path / "worker.log", environment), beat:
        yield


def test_broker_loss_delays_mail_and_loses_none(
    running: None, broker: Valkey, mails: MailServer, runs: int
) -> None:
    manager = managing_editor()
    waited: list[float] = []
    steps: list[float] = []
    faults = [_stopped, _killed, _emptied]
    for run in range(max(runs // 5, len(faults))):
        articles = [ArticleFactory.create() for _ in range(SUBMISSIONS)]
        faults[run % len(faults)](broker, partial(submit, articles, steps))
        waited.append(wait_until(lambda: not waiting(), SECONDS_TO_RECOVER, "mail"))
    owed = {f"<{pk}@localhost>" for pk in Notification.objects.values_list("pk", flat=True)}
    received = mails.times_received
    print(
        f"\nbroker-loss: {len(waited)} faults (stopped, killed, emptied). {len(owed)} mails owed,"
        f" {len(owed - set(received))} lost, {sum(received.values()) - len(received)} repeated."
        f" Slowest step of the workflow meanwhile {max(steps):.2f} s;"
        f" all mail out within {max(waited):.1f} s of the broker's return."
    )
    assert len(owed) == len(waited) * SUBMISSIONS
    assert received == dict.fromkeys(owed, 1)
    assert {str(message["To"]) for message in mails.accepted} == {manager.email}
    assert max(steps) < SECONDS_PER_STEP


def submit(articles: list[Article], steps: list[float]) -> None:
    """Notes the seconds each submission took in `steps`."""
    for article in articles:
        began = time.monotonic()
        submitted(article)
        steps.append(time.monotonic() - began)


def _stopped(broker: Valkey, work: Callable[[], None]) -> None:
    broker.stop()
    work()
    broker.start()


def _killed(broker: Valkey, work: Callable[[], None]) -> None:
    work()
    broker.kill()
    broker.start()


def _emptied(broker: Valkey, work: Callable[[], None]) -> None:
    work()
    broker.forget()


def waiting() -> bool:
    return Notification.objects.filter(state=State.QUEUED).exists()
