"""Both days of 2027 on which clocks change, every quarter of an hour, in four time zones.

What the database says is checked by Python's `zoneinfo`, which knows nothing of it.
"""

import datetime
import time
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection

from editorial.models import MailPreference, Notification
from editorial.planning import plan
from tests.factories.articles import UserFactory
from tests.faults.clockwork import DAY, FULL, QUARTER, sweep_at, undone
from tests.reminders import live_article

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

Time = datetime.time
Wish = tuple[Time, Time, list[int]]
HOUR = 4 * QUARTER
EVERY_DAY, WEEK = [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5]
#: The days of 2027 on which clocks change; in Lord Howe by half an hour.
CHANGES = {
    "Europe/Berlin": [(3, 28), (10, 31)],
    "America/New_York": [(3, 14), (11, 7)],
    "Australia/Sydney": [(4, 4), (10, 3)],
    "Australia/Lord_Howe": [(4, 4), (10, 3)],
}
BRIEF = (Time(2, 30), Time(2, 15), EVERY_DAY)
#: Quiet from, quiet until, working days. All of these days are Sundays. Some hours begin or end in
#: the one that is left out, or that comes twice.
WISHES: list[Wish] = [
    (Time(19), Time(7), WEEK),
    (Time(19), Time(7), EVERY_DAY),
    (Time(22), Time(2, 15), EVERY_DAY),
    BRIEF,
    (Time(1, 45), Time(3), EVERY_DAY),
    (Time(0), Time(0), [7]),
    (Time(12), Time(12), EVERY_DAY),
]
DAYS = [(zone, datetime.date(2027, *day)) for zone, days in CHANGES.items() for day in days]


def of_day(zone: str, day: datetime.date) -> Iterator[datetime.datetime]:
    """From two hours before it begins there to two hours after it ended: 27 to 29 hours."""
    midnight = datetime.datetime.combine(day, Time(), ZoneInfo(zone)).astimezone(datetime.UTC)
    after = datetime.datetime.combine(day + DAY, Time(), ZoneInfo(zone)).astimezone(datetime.UTC)
    moment = midnight - 2 * HOUR
    while moment <= after + 2 * HOUR:
        yield moment
        moment += QUARTER


def is_office_hour(moment: datetime.datetime, zone: str, wish: Wish) -> bool:
    """As the people there read their clocks."""
    quiet_from, quiet_until, days = wish
    there = moment.astimezone(ZoneInfo(zone))
    if there.isoweekday() not in days:
        return False
    if quiet_from > quiet_until:
        return quiet_until <= there.time() < quiet_from
    return not quiet_from <= there.time() < quiet_until


def first_office_hour(moment: datetime.datetime, zone: str, wish: Wish) -> datetime.datetime:
    """Found by walking there, a quarter of an hour at a time."""
    while not is_office_hour(moment, zone, wish):
        moment += QUARTER
    return moment


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_office_moment_is_the_first_by_the_clocks_there(zone: str, day: datetime.date) -> None:
    moments = list(of_day(zone, day))
    for wish in WISHES:
        found = _office_moments(moments, zone, wish)
        assert found == [first_office_hour(moment, zone, wish) for moment in moments], wish
        assert found == sorted(found)
    print(f"\nsummer time: {zone} {day}: {len(moments) * len(WISHES)} moments")


@pytest.mark.parametrize(("zone", "day"), DAYS if FULL else DAYS[7:])
def test_each_rung_is_planned_once_and_sent_in_office_hours(zone: str, day: datetime.date) -> None:
    """Sweeps until the end of the Monday after; in the fast run one every hour and a half."""
    began = time.monotonic()
    wishes = WISHES if FULL else [wish for wish in WISHES if wish != BRIEF]  # which sweeps miss
    owners = {number: _owner(zone, wish) for number, wish in enumerate(wishes)}
    articles = [live_article(owner=owner, due_on=day) for owner in owners.values()]
    _keep_only(owners.values())
    moments = list(_through(zone, day))
    sent: dict[tuple[int, int], datetime.datetime] = {}
    for now in moments:
        for rung, recipient in _sent_by(now):
            wish = wishes[next(n for n, owner in owners.items() if owner.pk == recipient)]
            assert is_office_hour(now, zone, wish)
            assert (rung, recipient) not in sent
            sent[rung, recipient] = now
    rows = Notification.objects.filter(article__in=articles)
    assert sorted(rows.values_list("rung", "recipient")) == sorted(
        (rung, owner.pk) for rung in (-7, 0) for owner in owners.values()
    )
    assert set(rows.values_list("state", flat=True)) <= {"sent", "cancelled"}
    assert {recipient for rung, recipient in sent if rung == 0} == {o.pk for o in owners.values()}
    print(
        f"\nsummer time: {zone} {day}: {len(moments)} sweeps, {len(sent)} sent,"
        f" {time.monotonic() - began:.1f} s"
    )


@pytest.mark.parametrize(("zone", "day"), DAYS if FULL else DAYS[:1])
def test_every_plan_of_the_day_keeps_to_office_hours(zone: str, day: datetime.date) -> None:
    """The plan made anew at every quarter of an hour, as if there had been none before."""
    owners = {n: _owner(zone, wish) for n, wish in enumerate(WISHES)}
    for owner in owners.values():
        live_article(owner=owner, due_on=day)
    _keep_only(owners.values())
    before: dict[int, datetime.datetime] = {}
    for now in list(of_day(zone, day))[:: 1 if FULL else 3]:
        with undone():
            plan(now)
            rows = list(Notification.objects.values_list("recipient", "not_before"))
        found = dict(rows)
        assert len(rows) == len(found) == len(owners)
        for number, owner in owners.items():
            assert is_office_hour(found[owner.pk], zone, WISHES[number])
            assert found[owner.pk] >= max(now, before.get(owner.pk, now))
        before = found


def test_hours_of_another_zone_are_found_wrong() -> None:
    """So the tests above can fail."""
    zone, day = "Australia/Lord_Howe", datetime.date(2027, 10, 3)
    moments = list(of_day(zone, day))
    found = _office_moments(moments, "Europe/Berlin", WISHES[1])
    assert not all(is_office_hour(moment, zone, WISHES[1]) for moment in found)
    assert found != [first_office_hour(moment, zone, WISHES[1]) for moment in moments]


def _owner(zone: str, wish: Wish) -> User:
    owner = UserFactory.create(group="Editors")
    quiet_from, quiet_until, days = wish
    MailPreference.objects.create(
        user=owner,
        rhythm=MailPreference.Rhythm.SINGLE,
        time_zone=zone,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        working_days=days,
    )
    return owner


def _keep_only(owners: Iterable[User]) -> None:
    """Nobody else has mail in the time that is looked at."""
    User.objects.exclude(pk__in=[owner.pk for owner in owners]).update(is_active=False)
    Notification.objects.all().delete()
    mail.outbox.clear()


def _through(zone: str, day: datetime.date) -> Iterator[datetime.datetime]:
    """From noon of the day before until the second midnight after it."""
    moment = datetime.datetime.combine(day - DAY, Time(12), ZoneInfo(zone)).astimezone(datetime.UTC)
    end = datetime.datetime.combine(day + 2 * DAY, Time(), ZoneInfo(zone)).astimezone(datetime.UTC)
    while moment < end:
        yield moment
        moment += QUARTER if FULL else 6 * QUARTER


def _sent_by(now: datetime.datetime) -> list[tuple[int, int]]:
    """Rung and recipient of every mail of this sweep."""
    return [(key[2], key[3]) for key in sweep_at(now)]


def _office_moments(
    moments: list[datetime.datetime], zone: str, wish: Wish
) -> list[datetime.datetime]:
    quiet_from, quiet_until, days = wish
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT editorial_office_moment(moment, %s, %s::time, %s::time, %s)"
            " FROM unnest(%s::timestamptz[]) WITH ORDINALITY AS t (moment, place) ORDER BY place",
            [zone, str(quiet_from), str(quiet_until), days, moments],
        )
        return [moment for (moment,) in cursor.fetchall()]
