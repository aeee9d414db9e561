"""Beat is started anew every minute for three days, and remembers nothing: none lost, none twice.

Celery's own scheduler and our timetable, at a clock that is told what time it is. What a scheduler
sends at its start, or does not because it was killed first, is done at once.
"""

import datetime
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from celery import Celery, current_app
from celery.beat import ScheduleEntry, Scheduler

from config import timetable
from editorial.models import Notification
from editorial.planning import articles
from tests.faults.clockwork import DAY, FULL, Key, Sample, sample, sweep_at, undone
from tests.reminders import DUE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BEGIN = datetime.datetime.combine(DUE, datetime.time.min, tzinfo=datetime.UTC)
STEP = datetime.timedelta(minutes=1 if FULL else 120)
#: Between the sweeps of a beat that runs through.
CALM = datetime.timedelta(minutes=20 if FULL else 120)
RESTARTS = int(3 * DAY / STEP)
#: Every so many beats are killed before they send anything.
KILLED = 7
DATES = [DUE + days * DAY for days in (0, 1, 2, 7, 8, 30, 31, 61, -7, -6, -12, -13, -28, -90)]
ASKED = [(0, 5), (-1, 2), (2, 9)]
SWEEP = "editorial.tasks.sweep"


class Beat(Scheduler):
    """Sends to a list."""

    def __init__(self, app: Celery) -> None:
        self.sent: list[str] = []
        super().__init__(app=app)

    def apply_async(self, entry: ScheduleEntry, *_a: Any, advance: bool = True, **_k: Any) -> None:
        if advance:
            self.reserve(entry)
        self.sent.append(str(entry.task))

    def send_what_is_due(self) -> list[str]:
        """As beat does in the first moments after its start."""
        while not self.tick():
            pass
        return self.sent


@pytest.fixture
def things() -> Sample:
    return sample(DATES if FULL else DATES[::2], ASKED if FULL else ASKED[:2])


def test_beat_that_restarts_all_the_time_loses_and_repeats_nothing(things: Sample) -> None:
    began = time.monotonic()
    with undone():
        expected = [key for now in _moments(BEGIN, CALM) for key in sweep_at(now)]
        states = Counter(Notification.objects.values_list("state", flat=True))
    found, tasks = _restarted(RESTARTS)
    assert sorted(found) == sorted(expected)
    assert len(set(found)) == len(found) > len(things.articles)
    assert Counter(Notification.objects.values_list("state", flat=True)) == states
    assert tasks[SWEEP] == RESTARTS - RESTARTS // KILLED
    print(
        f"\nbeat: {RESTARTS} restarts in 3 days, {tasks[SWEEP]} sweeps, {len(found)} sent,"
        f" {time.monotonic() - began:.1f} s"
    )


def test_beat_whose_sweep_waits_for_its_turn_never_comes_to_it(
    things: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: a minute after its start, the next beat begins to count anew."""
    every_minute = timetable.every(timetable.SECONDS_BETWEEN_SWEEPS, SWEEP)
    monkeypatch.setitem(current_app.conf.beat_schedule, "sweep", every_minute)
    found, tasks = _restarted(5)
    assert found == []
    assert SWEEP not in tasks


def test_planner_without_its_key_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Likewise: what is planned anew with other words for the same thing comes again."""
    sample([DUE])
    noon = BEGIN + DAY / 2
    assert len(sweep_at(noon)) == 1
    monkeypatch.setattr(articles, "_OWE", articles._OWE.replace("'article:'", "'once-more:'"))
    assert len(sweep_at(noon + DAY)) == 1


def _moments(begin: datetime.datetime, step: datetime.timedelta) -> Iterator[datetime.datetime]:
    while begin < BEGIN + 3 * DAY:
        yield begin
        begin += step


def _restarted(restarts: int) -> tuple[list[Key], Counter[str]]:
    found: list[Key] = []
    tasks: Counter[str] = Counter()
    for restart, now in zip(range(restarts), _moments(BEGIN, STEP), strict=False):
        with time_machine.travel(now, tick=False):
            beat = Beat(current_app)
            due = [] if restart % KILLED == KILLED - 1 else beat.send_what_is_due()
        tasks.update(due)
        found += [key for task in due if task == SWEEP for key in sweep_at(now)]
    return found, tasks
