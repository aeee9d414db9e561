"""Which rung of a ladder stands on a day, and which step of its escalation: parts of statements.

The rungs are days relative to the date in question:

* the `days` of the ladder (-60, -30, -7, 0);
* after the last of them one every `repeat_every` days (7, 14, 21 …; 0: never again).

Only the **present** rung is planned: the highest one whose day has come. Forty-five days before the
date that is the one of sixty days, until the one of thirty comes; three days after the date it is
the one of that day. So after downtime of any length each thing is sent once, where it stands now,
and not once for every day missed. Before the first rung there is none (NULL).

An escalation has steps of its own: the first day on which a managing editor hears of it, the day
on which all of them do (`all_after`), and after either one every `repeat_every` days.
"""

from typing import Final

from editorial.models import Ladder

_LADDERS: Final = """
ladders AS MATERIALIZED (
    SELECT DISTINCT ON (tier, clock)
        tier, clock, id AS ladder_id, lead_after, all_after, repeat_every AS every,
        ARRAY(SELECT DISTINCT day::int FROM unnest(days) AS day ORDER BY day) AS steps,
        (SELECT max(day)::int FROM unnest(days) AS day) AS last_step
    FROM editorial_ladder WHERE clock IN ({clocks}) ORDER BY tier, clock, number DESC
)
"""

#: By the columns of `ladders`, and by how many days have `passed` since the date: negative before.
RUNG: Final = """
        CASE
            WHEN every > 0 AND passed >= last_step
                THEN last_step + (passed - last_step) / every * every
            ELSE steps[width_bucket(passed, steps)]
        END
"""
_ESCALATION: Final = """
        CASE
            WHEN passed >= all_after
                THEN all_after + (passed - all_after) / GREATEST(every, 1) * every
            WHEN passed >= {first}
                THEN {first} + (passed - {first}) / GREATEST(every, 1) * every
        END
"""


def ladders(*clocks: Ladder.Clock) -> str:
    """`ladders` as SQL: for each tier and each of these clocks the one that is in force."""
    return _LADDERS.format(clocks=", ".join(f"'{clock}'" for clock in clocks))


def escalation(first: str) -> str:
    """The step as SQL; `first` is the column with the day from which on anybody hears of it."""
    return _ESCALATION.format(first=first)
