"""What a Celery worker does for the library. Tasks carry ids; the database says what is to be done.

They talk to the network, so they have a queue and a worker of their own (`look-ups`): mail never
waits for Crossref. Nothing is retried by Celery; `tend_look_ups` begins what was lost.
"""

from celery import shared_task
from django.utils import timezone

from references import look_ups
from references.look_ups.jobs import LOOK_UP

#: A look-up ends itself after 50 seconds.
SOFT, HARD = 100, 120


@shared_task(name=LOOK_UP, acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def look_up(pk: int) -> None:
    """Look one work up; prompted after commit. Retries nothing: what is lost is begun again."""
    look_ups.look_up(pk)


@shared_task(
    name="references.tasks.tend_look_ups", acks_late=False, soft_time_limit=SOFT, time_limit=HARD
)
def tend_look_ups() -> None:
    """Begin what nobody took up; sent by beat. Retries nothing: the next one does."""
    look_ups.tend(timezone.now())
