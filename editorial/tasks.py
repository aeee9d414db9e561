"""What a Celery worker does. Tasks carry no data: the database holds what is due.

Nothing is retried by Celery. A sweep that fails, is killed or never starts is made up for by the
next one, a minute later; a row whose delivery fails says itself when it is to be tried again. So a
message is acknowledged before its work begins: a worker that loses the broker in the middle of it
then has nothing to give back, and goes on where it stands.
"""

import time

from celery import shared_task
from django.utils import timezone

from editorial import delivery, sources, sweeping, verified
from editorial.outbox import DELIVER, prompt_delivery
from references.watch import watch

#: Delivery begins no row after 45 seconds, so the soft limit is met only by a server that drips.
SOFT, HARD = 100, 120
#: After which no further work is asked about. What follows from the last ones takes its time too.
SECONDS_OF_WATCHING = 60


@shared_task(name="editorial.tasks.sweep", acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def sweep() -> None:
    """Plan and deliver; sent by beat. Retries nothing: the next sweep does."""
    _go_on(sweeping.sweep(timezone.now(), may_leave=True))


@shared_task(name=DELIVER, acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def deliver() -> None:
    """Deliver what waits; prompted after commit. Retries nothing: the next sweep does."""
    _go_on(sweeping.deliver_now(timezone.now(), may_leave=True))


@shared_task(
    name="editorial.tasks.watch_sources", acks_late=False, soft_time_limit=SOFT, time_limit=HARD
)
def watch_sources() -> None:
    """Ask about the sources that are due; sent by beat. Retries nothing: the next run goes on."""
    deadline = time.monotonic() + SECONDS_OF_WATCHING
    watch(sources.watched_references(), now=timezone.now(), deadline=deadline)


@shared_task(
    name="editorial.tasks.verify_history",
    acks_late=False,
    soft_time_limit=verified.LONGEST_RUN - 60,
    time_limit=verified.LONGEST_RUN,
)
def verify_history() -> None:
    """Verify the history once a day; sent by beat every hour, to the worker that sends no mail.

    Retries nothing: the next one does.
    """
    verified.verify_daily(timezone.now())


def _go_on(delivered: delivery.Delivered) -> None:
    """A long queue is worked off in tasks of their own, each within its limits."""
    if delivered.is_cut_short:
        prompt_delivery()
