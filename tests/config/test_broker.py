"""A broker that is away costs a request less than a second and never an error."""

import time
from collections.abc import Iterator

import pytest
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError

from config.celery import app


@pytest.fixture(
    params=["redis+socket:///nonexistent/valkey?virtual_host=0", "redis://127.0.0.1:1/0"]
)
def lonely_app(request: pytest.FixtureRequest) -> Iterator[Celery]:
    """Our settings, with a broker that nobody runs."""
    lonely = Celery("lonely", broker=request.param, set_as_current=False)
    lonely.conf.update(
        broker_transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        broker_connection_timeout=settings.CELERY_BROKER_CONNECTION_TIMEOUT,
        task_publish_retry=settings.CELERY_TASK_PUBLISH_RETRY,
    )
    yield lonely
    lonely.close()


def test_publishing_gives_up_at_once_when_the_broker_is_away(lonely_app: Celery) -> None:
    begun = time.monotonic()
    with pytest.raises(OperationalError):
        lonely_app.send_task("editorial.tasks.sweep")
    assert time.monotonic() - begun < 1


def test_publishing_to_the_broker_of_this_run_works() -> None:
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("test-broker")
        queue.put({"number": 1})
        message = queue.get(timeout=5)
        assert message.payload == {"number": 1}
        message.ack()
        queue.close()


def test_a_message_that_a_killed_worker_had_fetched_comes_back_in_seconds() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert options["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10
    assert app.conf.accept_content == ["json"]


def test_schedule_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
