"""What a Celery worker does for the library. Tasks carry ids; the database says what is to be done.

What talks to the network is called `references.tasks…` and so has a queue and a worker of its own
(`look-ups`): mail never waits for Crossref. Reading and adding uploads talk to nobody but are hard
work; they run where time limits hold. Nothing is retried by Celery; the `tend_…` tasks begin what
was lost.
"""

import time

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from references import look_ups, uploads, wanted_checks
from references.look_ups.jobs import LOOK_UP
from references.uploads.waking import ADD, READ
from references.wanted_checks import CHECK

#: A look-up ends itself after 50 seconds.
SOFT, HARD = 100, 120
#: After so many seconds the rest of an upload is added by a task of its own.
SECONDS_OF_ADDING = 45
#: After which no further work is asked about.
SECONDS_OF_CHECKING = 60


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


@shared_task(name=CHECK, acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def check_wanted() -> None:
    """Ask about what editors want checked; prompted after commit, and sent by beat for the rest."""
    wanted_checks.work_off(timezone.now(), deadline=time.monotonic() + SECONDS_OF_CHECKING)


@shared_task(name=READ, acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def read_upload(pk: int) -> None:
    """Read a large file; prompted after commit. One that takes too long is refused, not retried."""
    try:
        uploads.read(pk)
    except SoftTimeLimitExceeded:
        uploads.give_up(pk)


@shared_task(name=ADD, acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def add_upload(pk: int) -> None:
    """Add what was confirmed; prompted after commit. What is left when it ends is prompted anew."""
    if not uploads.add(pk, deadline=time.monotonic() + SECONDS_OF_ADDING):
        uploads.go_on(pk)


@shared_task(name="references.uploads.tend", acks_late=False, soft_time_limit=SOFT, time_limit=HARD)
def tend_uploads() -> None:
    """Begin what nobody took up; sent by beat. Retries nothing: the next one does."""
    uploads.tend(timezone.now())


@shared_task(
    name="references.uploads.forget_old", acks_late=False, soft_time_limit=SOFT, time_limit=HARD
)
def forget_old_uploads() -> None:
    """Each day; sent by beat. Retries nothing: the next one does."""
    uploads.forget_old(timezone.now())
