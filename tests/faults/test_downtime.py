"""Everything stopped for a day, a week, three months: each due thing comes once, where it stands.

Not once for every day missed, whether or not something was planned and not sent before the stop.
"""

import datetime
import time

import pytest

from editorial import still_due
from editorial.models import Notification
from editorial.planning import plan
from tests.faults.clockwork import (
    DAY,
    FULL,
    QUARTER,
    Key,
    Sample,
    sample,
    standing,
    sweep_at,
    undone,
)
from tests.reminders import DUE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: A Tuesday; as are, or Wednesday and Monday, the days after which everything goes on.
STOP = datetime.datetime.combine(DUE, datetime.time(9, 40), tzinfo=datetime.UTC)
STOPPED = (1, 7, 90)
#: Days after the stop on which articles are due, and on which members are to answer and to sign.
SPREAD = range(-130, 160, 1 if FULL else 41)
ASKED = [(-12, -5), (-3, 2), (-1, 12), (1, 6), (4, 40), (30, 95)][:: 1 if FULL else 2]


def test_each_thing_is_sent_once_at_its_present_rung() -> None:
    began = time.monotonic()
    things = sample([DUE, *(DUE + days * DAY for days in SPREAD)], ASKED)
    sweep_at(STOP - DAY)
    for days in STOPPED:
        for is_planned in (False, True):
            with undone():
                found = _after(things, days * DAY, is_planned=is_planned)
        print(f"\ndowntime: {days} days, {len(found)} sent, {_missed(things, days)} rungs missed")
    print(f"downtime: {time.monotonic() - began:.1f} s")


def _after(things: Sample, stopped: datetime.timedelta, *, is_planned: bool) -> set[Key]:
    """Stopped after a sweep, or when its rows were planned and none of them was sent."""
    sent = _told()
    if is_planned:
        plan(STOP)
    else:
        sent |= sweep_at(STOP)
    back = STOP + stopped
    found = sweep_at(back)
    assert found
    assert found == standing(things, back.date()) - sent
    assert len({(key[0], key[3]) for key in found}) == len(found)
    assert sweep_at(back + QUARTER) == sweep_at(back + 24 * QUARTER) == set()
    assert not Notification.objects.filter(state="queued").exists()
    return found


def test_rung_that_was_overtaken_is_sent_where_nobody_asks() -> None:
    """So the test above can fail: what a deliverer asks keeps the rung of before the stop away."""
    things = sample([DUE])
    plan(STOP)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(still_due, "_overtaken", lambda _row, _kinds: "")
        found = sweep_at(STOP + 7 * DAY)
    assert found > standing(things, (STOP + 7 * DAY).date())


def _told() -> set[Key]:
    rows = Notification.objects.filter(state="sent")
    return set(rows.values_list("subject", "kind", "rung", "recipient_id", "due_on"))


def _missed(things: Sample, days: int) -> int:
    """What would have come, had everything run on every day."""
    each = [standing(things, STOP.date() + passed * DAY) for passed in range(days + 1)]
    return len(set().union(*each) - each[0])
