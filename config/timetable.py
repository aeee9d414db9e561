"""What beat sends, and how often. Each task does nothing while nothing is due."""

from datetime import UTC, datetime
from typing import Any

from celery.schedules import schedule

SECONDS_BETWEEN_SWEEPS = 60
SECONDS_BETWEEN_WATCHES = 10 * 60
SECONDS_BETWEEN_VERIFICATIONS = 60 * 60
SECONDS_BETWEEN_TIDIES = 24 * 60 * 60
#: A task that was last sent then is due as soon as beat begins.
LONG_AGO = datetime.fromtimestamp(0, UTC)


def every(
    seconds: int, task: str, *, at_start: bool = False, queue: str | None = None
) -> dict[str, Any]:
    """A message that nobody took up by the time of the next one is of no use."""
    return {
        "task": task,
        "schedule": schedule(seconds),
        "options": {"expires": seconds, **({"queue": queue} if queue else {})},
        **({"last_run_at": LONG_AGO} if at_start else {}),
    }


TIMETABLE = {
    "sweep": every(SECONDS_BETWEEN_SWEEPS, "editorial.tasks.sweep", at_start=True),
    "watch-sources": every(SECONDS_BETWEEN_WATCHES, "editorial.tasks.watch_sources"),
    # It does nothing within a day of the last one, and reads long: not where mail waits behind it.
    "verify-history": every(
        SECONDS_BETWEEN_VERIFICATIONS,
        "editorial.tasks.verify_history",
        at_start=True,
        queue="look-ups",
    ),
    "check-wanted": every(SECONDS_BETWEEN_SWEEPS, "references.tasks.check_wanted"),
    "tend-look-ups": every(SECONDS_BETWEEN_SWEEPS, "references.tasks.tend_look_ups"),
    "tend-uploads": every(SECONDS_BETWEEN_SWEEPS, "references.uploads.tend"),
    # At the start too: a site that restarts daily tidies.
    "forget-old-uploads": every(
        SECONDS_BETWEEN_TIDIES, "references.uploads.forget_old", at_start=True
    ),
}
