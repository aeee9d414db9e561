"""The plan of a day, and the plan of a minute."""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from editorial.models import Ladder, Sweep
from editorial.planning import articles, assignments, office_hours

#: Marks this module's advisory lock among others: "PLAN".
_LOCK = 0x504C414E

#: Everything a minute without news has to ask. The earliest date that nobody has looked at is the
#: first entry of a partial index.
_ASK: Final = """
SELECT
    pg_try_advisory_xact_lock(%(lock)s),
    EXISTS (SELECT FROM editorial_sweep WHERE planned_on = %(today)s),
    (
        SELECT min(due_on) FROM editorial_reviewschedule
        WHERE planned_for IS NULL OR NOT (planned_for = due_on AND planned_for IS NOT NULL)
    ),
    EXISTS ({waiting})
"""


@dataclass(frozen=True)
class Planned:
    """How many rows a plan added, and whether it looked at everything or only at new dates."""

    added: int
    looked_at_everything: bool


@transaction.atomic
def plan(now: datetime.datetime) -> Planned:
    """Write what is owed on the day of `now` and not written yet, whatever was planned before.

    One planner works at a time; a second one waits for it, and then finds nothing left to add.
    """
    _hold()
    return _everything(now)


@transaction.atomic
def plan_news(now: datetime.datetime) -> Planned:
    """The plan of every minute: everything once a day (UTC), then only due dates that moved.

    So a change of owner, tier, cover or lead, a review that was withdrawn and an article that was
    reinstated are noticed with the next day's plan, if nobody asks to look again before. Members
    are reminded once a day: whoever was asked, or given another date, has just heard of it. An idle
    sweep asks one question. While another planner is at work there is nothing to do.
    """
    today = now.astimezone(datetime.UTC).date()
    with connection.cursor() as cursor:
        cursor.execute(
            _ASK.format(waiting=office_hours.WAITING), {"lock": _LOCK, "today": today, "now": now}
        )
        is_ours, is_planned, moved, is_any_waiting = cursor.fetchone()
    if not is_ours:
        return Planned(0, looked_at_everything=False)
    if not is_planned:
        return _everything(now)
    added = 0
    if moved is not None and moved <= (horizon := _horizon(today)):
        added = articles.owe(now, horizon=horizon, everything=False)
    if is_any_waiting:
        office_hours.keep(now)
    return Planned(added, looked_at_everything=False)


def look_at_everything() -> None:
    """Have the next minute's plan look at everything once more.

    Waits for a planner that is at work, and keeps others out until the transaction ends, so that
    none overlooks what its caller has changed. Not for callers that hold articles.
    """
    _hold()
    Sweep.objects.update(planned_on=None)


def _hold() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _everything(now: datetime.datetime) -> Planned:
    today = now.astimezone(datetime.UTC).date()
    added = articles.owe(now, horizon=_horizon(today), everything=True) + assignments.owe(now)
    office_hours.keep(now)
    Sweep.objects.bulk_create(
        [Sweep(planned_on=today)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["planned_on"],
    )
    return Planned(added, looked_at_everything=True)


def _horizon(today: datetime.date) -> datetime.date:
    """The last due date of which anybody is reminded on this day."""
    newest = Ladder.objects.filter(clock=Ladder.Clock.REVIEW).order_by("tier", "-number")
    notices = [-min(days) for days in newest.distinct("tier").values_list("days", flat=True)]
    return today + datetime.timedelta(days=max(notices, default=0))
