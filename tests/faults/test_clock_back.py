"""The clock of a machine is set back, by two hours and by a day: nothing twice, nothing lost.

What a site sends whose clock jumps is compared with what it sends when the clock goes on.
"""

import datetime
import time
from collections.abc import Iterable

import pytest
from django.db import connection

from editorial import still_due
from editorial.models import Notification
from editorial.planning import hearers
from tests.faults.clockwork import DAY, FULL, QUARTER, Key, Sample, sample, sweep_at, undone
from tests.reminders import DUE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STEP = QUARTER if FULL else 12 * QUARTER
HOUR = 4 * QUARTER
BEGIN = datetime.datetime.combine(DUE, datetime.time.min, tzinfo=datetime.UTC)
END = BEGIN + 3 * DAY
#: At what time (UTC) the clock is set back, and by how much. After midnight it is yesterday again.
JUMPS = [
    (BEGIN + 10 * HOUR, 2 * HOUR),
    (BEGIN + DAY + HOUR, 2 * HOUR),
    (BEGIN + DAY + 10 * HOUR, DAY),
]
DATES = [DUE + days * DAY for days in (0, 1, 2, -7, -6, 7, 8, 30, 31, 60, -14, -13, -90)]
ASKED = [(0, 5), (-1, 2), (2, 9), (-3, 1)]


def moments(begin: datetime.datetime, end: datetime.datetime) -> Iterable[datetime.datetime]:
    while begin < end:
        yield begin
        begin += STEP


def swept(*spans: tuple[datetime.datetime, datetime.datetime]) -> list[Key]:
    return [key for span in spans for now in moments(*span) for key in sweep_at(now)]


@pytest.fixture
def things() -> Sample:
    return sample(DATES if FULL else DATES[::2], ASKED if FULL else ASKED[:2])


def test_clock_that_is_set_back_repeats_and_loses_nothing(things: Sample) -> None:
    began = time.monotonic()
    with undone():
        expected = swept((BEGIN, END))
        assert len(set(expected)) == len(expected) > len(things.articles)
    for moment, back in JUMPS:
        with undone():
            found = swept((BEGIN, moment), (moment - back, END))
            assert sorted(found) == sorted(expected)
            assert not Notification.objects.exclude(state__in=["sent", "cancelled"]).exists()
        print(f"\nclock back by {back} at {moment}: {len(found)} sent, as without")
    print(f"clock back: {time.monotonic() - began:.1f} s")


def test_earlier_rung_is_not_sent_after_a_later_one() -> None:
    """A site that began on the day itself, and is told next that it is the day before."""
    sample([DUE])
    noon = BEGIN + 12 * HOUR
    [first] = sweep_at(noon)
    assert first[2] == 0
    assert sweep_at(noon - DAY) == set()
    assert set(Notification.objects.values_list("rung", "state")) == {
        (0, "sent"),
        (-7, "cancelled"),
    }
    with undone(), pytest.MonkeyPatch.context() as patched:
        Notification.objects.filter(rung=-7).update(state="queued")
        patched.setattr(still_due, "_overtaken", lambda _row, _kinds: "")
        assert len(sweep_at(noon - DAY)) == 1  # so the question above is what keeps it away


def test_without_its_unique_key_a_reminder_comes_twice() -> None:
    """So the tests above can fail."""
    sample([DUE])
    noon = BEGIN + 12 * HOUR
    with connection.cursor() as cursor, pytest.MonkeyPatch.context() as patched:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE editorial_notification"
            " DROP CONSTRAINT one_notification_per_rung_and_recipient"
        )
        patched.setattr(hearers, "ON_CONFLICT", "")
        sent = sweep_at(noon) | sweep_at(noon - DAY)
        assert sweep_at(noon + QUARTER) & sent
