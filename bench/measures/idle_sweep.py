"""The sweep of every minute when nothing is due, against asking once whether anything is."""

import time
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.utils import timezone

from bench.sizes import Sizes
from bench.timing import Measured, interleaved
from editorial.models import Notification, Sweep
from editorial.planning import plan
from editorial.sweeping import sweep

_BARE = """
SELECT EXISTS (
    SELECT FROM editorial_reviewschedule WHERE due_on <= %s + 60
        AND (planned_for IS NULL OR NOT (planned_for = due_on AND planned_for IS NOT NULL))
)
"""
#: As after five minutes in which no source changed: other measures have just added thousands.
_NO_NEWS = """
UPDATE editorial_sweep
SET seen_reference_event = (SELECT COALESCE(max(pgh_id), 0) FROM references_referenceevent)
"""
SWEEPS = 5


def measure(sizes: Sizes, articles: int) -> Measured:
    """Today's plan is made and everything sent, as it is most minutes of the day."""
    now = timezone.now()
    plan(now)
    Notification.objects.update(state="sent", sent=now)
    sweep(now)  # what the first of a day does once
    while Sweep.objects.exclude(causes_seen_on=now.date()).exists():
        sweep(now)  # a thousand sources each: so is every one of them looked at once a day
    with connection.cursor() as cursor:
        cursor.execute(_NO_NEWS)
        cursor.execute("VACUUM editorial_reviewschedule")  # as autovacuum does within a minute
    spent: list[float] = []
    statements: list[int] = []

    def ours() -> None:
        for _ in range(SWEEPS):
            clock = Clock()
            with connection.execute_wrapper(clock):
                sweep(now)
            spent.append(clock.seconds)
            statements.append(clock.statements)

    def bare() -> None:
        with connection.cursor() as cursor:
            for _ in range(SWEEPS):
                cursor.execute(_BARE, [now.date()])
                cursor.fetchall()

    timed = interleaved(ours, bare, sizes.rounds)
    return Measured(
        "idle-sweep",
        timed.ratio,
        "one question",
        {
            "ms": timed.ours / SWEEPS * 1000,
            "of it database ms": median(spent) * 1000,
            "statements": median(statements),
            "bare ms": timed.bare / SWEEPS * 1000,
        },
        {"articles": articles},
    )


class Clock:
    """Adds up the time that statements take."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.statements = 0

    def __call__(self, execute: Callable[..., object], *arguments: object) -> object:
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.seconds += time.perf_counter() - begun
            self.statements += 1
