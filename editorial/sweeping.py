"""What beat has done every minute."""

import datetime
import logging
import time
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone

from editorial import (
    delivery,
    leaving,
    overdue,
    owners_gone,
    reader_reports,
    removed_signers,
    signers_news,
    source_sweep,
)
from editorial.delivery import Delivered, deliver
from editorial.models import Sweep
from editorial.planning import plan_news
from editorial.sources import react

log = logging.getLogger(__name__)

Step = Callable[[datetime.datetime], object]


def sweep(now: datetime.datetime, *, may_leave: bool = False) -> Delivered:
    """Answer to news of sources and members, plan what is due, deliver, leave a sign of life.

    Any number of sweeps may run at once: a row is planned by one and sent by one. A step that fails
    keeps no other from running, but there is no sign of life then, so `/readyz` tells of it.
    """
    begun = time.monotonic()
    undone = [step.__module__ for step in _steps() if not _did(step, now)]
    delivered = deliver(now, may_leave=may_leave)
    if not undone:
        Sweep.objects.update_or_create(pk=1, defaults={"finished": timezone.now()})
    if delivered.outcomes or undone:
        seconds = round(time.monotonic() - begun, 3)
        facts = {**delivered.outcomes, "undone": undone, "seconds": seconds}
        log.info("A sweep ended", extra={"facts": facts})
    return delivered


def deliver_now(now: datetime.datetime, *, may_leave: bool = False) -> Delivered:
    """Deliver what waits, after the plan of the day: a reminder that was planned before the site
    was stopped for a week is overtaken by the one of today, whichever task comes first.
    """
    _did(_plan, now)
    return delivery.deliver(now, may_leave=may_leave)


def _steps() -> list[Step]:
    """Before the delivery, in this order; each asks one small question when nothing is to do."""
    return [
        react,
        leaving.hand_back_of_departed,
        signers_news.tell,
        source_sweep.sync,
        removed_signers.follow_up,
        overdue.enforce,
        owners_gone.tell,
        reader_reports.forget_readers,
        _plan,
    ]


def _plan(now: datetime.datetime) -> None:
    if added := plan_news(now).added:
        log.info("Reminders were planned", extra={"facts": {"planned": added}})


def _did(step: Step, now: datetime.datetime) -> bool:
    try:
        step(now)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("A step of the sweep failed; the next sweep tries again")
        if not connection.in_atomic_block:  # as it is between two tasks
            connection.close_if_unusable_or_obsolete()
        return False
    return True
