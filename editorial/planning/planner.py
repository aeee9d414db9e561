"""The plan of a day, and the plan of a minute."""

import datetime
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from editorial.models import Sweep
from editorial.planning import articles, assignments, office_hours

#: Marks this module's advisory lock among others: "PLAN".
_LOCK = 0x504C414E

#: Everything a minute without news has to ask. The earliest date that nobody has looked at is the
#: first entry of a partial index. To compile the statements that follow, where PostgreSQL can,
#: takes longer than to run them once.
_ASK: Final = """
SELECT
    EXISTS (SELECT FROM editorial_sweep WHERE planned_on = %(today)s),
    (
        SELECT min(due_on) FROM editorial_reviewschedule
        WHERE planned_for IS NULL OR NOT (planned_for = due_on AND planned_for IS NOT NULL)
    ),
    (
        SELECT max(-day) FROM (
            SELECT DISTINCT ON (tier) days FROM editorial_ladder
            WHERE clock = 'review' ORDER BY tier, number DESC
        ) AS newest, unnest(newest.days) AS day
    ),
    EXISTS ({waiting}),
    EXISTS (SELECT FROM editorial_review WHERE state = 'under_review'),
    pg_try_advisory_xact_lock(%(lock)s),
    set_config('jit', 'off', TRUE)
"""


@dataclass(frozen=True)
class Planned:
    """How many rows a plan added, and whether it looked at everything or only at new dates."""

    added: int
    looked_at_everything: bool


@dataclass(frozen=True)
class _Standing:
    """What there is to plan, asked before it is planned."""

    is_planned: bool
    unseen: datetime.date | None
    #: Days before a due date on which the first article of any tier gets its first reminder.
    notice: int | None
    is_any_waiting: bool
    is_any_under_review: bool
    is_ours: bool


@transaction.atomic
def plan(now: datetime.datetime) -> Planned:
    """Write what is owed on the day of `now` and not written yet, whatever was planned before.

    One planner works at a time; a second one waits for it, and then finds nothing left to add.
    """
    _hold()
    return _everything(now, _ask(now))


@transaction.atomic
def plan_news(now: datetime.datetime) -> Planned:
    """The plan of every minute: everything once a day (UTC), then only due dates that moved.

    So a change of owner, tier, cover or lead, a review that was withdrawn and an article that was
    reinstated are noticed with the next day's plan, if nobody asks to look again before. Members
    are reminded once a day: whoever was asked, or given another date, has just heard of it. An idle
    sweep asks one question. While another planner is at work there is nothing to do.
    """
    standing = _ask(now)
    if not standing.is_ours:
        return Planned(0, looked_at_everything=False)
    if not standing.is_planned:
        return _everything(now, standing)
    if standing.is_any_waiting:
        office_hours.keep(now)
    added, horizon = 0, _horizon(now, standing)
    if standing.unseen is not None and standing.unseen <= horizon:
        added = articles.owe(now, horizon=horizon, everything=False)
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


def _ask(now: datetime.datetime) -> _Standing:
    with connection.cursor() as cursor:
        cursor.execute(
            _ASK.format(waiting=office_hours.WAITING),
            {"today": _day(now), "now": now, "lock": _LOCK},
        )
        return _Standing(*cursor.fetchone()[:-1])


def _everything(now: datetime.datetime, standing: _Standing) -> Planned:
    if standing.is_any_waiting:
        office_hours.keep(now)
    added = articles.owe(now, horizon=_horizon(now, standing), everything=True)
    if standing.is_any_under_review:
        added += assignments.owe(now)
    if not Sweep.objects.update(planned_on=_day(now)):
        Sweep.objects.update_or_create(pk=1, defaults={"planned_on": _day(now)})
    return Planned(added, looked_at_everything=True)


def _horizon(now: datetime.datetime, standing: _Standing) -> datetime.date:
    """The last due date of which anybody is reminded on this day."""
    return _day(now) + datetime.timedelta(days=standing.notice or 0)


def _day(now: datetime.datetime) -> datetime.date:
    return now.astimezone(datetime.UTC).date()
