"""The statements behind the reports, and behind the median on the board."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.oversight.periods import Period
from editorial.states import State

#: What the board or a managing editor decided on; a withdrawal decides nothing.
JUDGED = [State.APPROVED, State.CHANGES_REQUESTED]
Row = tuple[object, ...]

_DAYS = "extract(epoch FROM closed_at - submitted_at) / 86400"

_MEDIAN = f"""
SELECT count(*), round(percentile_cont(0.5) WITHIN GROUP (ORDER BY {_DAYS})::numeric, 1)
FROM editorial_review
WHERE state = ANY(%(judged)s) AND closed_at >= %(begin)s AND closed_at < %(end)s
"""  # noqa: S608 - constants of this module

_TURNAROUND = f"""
SELECT
    date_trunc('month', closed_at AT TIME ZONE 'UTC')::date AS month,
    count(*) FILTER (WHERE state = ANY(%(judged)s)),
    count(*) FILTER (WHERE state = 'approved'),
    count(*) FILTER (WHERE state = 'changes_requested'),
    count(*) FILTER (WHERE state = 'withdrawn'),
    round((percentile_cont(0.5) WITHIN GROUP (ORDER BY {_DAYS})
        FILTER (WHERE state = ANY(%(judged)s)))::numeric, 1),
    round((percentile_cont(0.9) WITHIN GROUP (ORDER BY {_DAYS})
        FILTER (WHERE state = ANY(%(judged)s)))::numeric, 1)
FROM editorial_review
WHERE closed_at >= %(begin)s AND closed_at < %(end)s
GROUP BY month
"""  # noqa: S608 - constants of this module

#: The first round, as `editorial.rounds` counts them: what was judged last before it, if anything,
#: was approved. In one pass over all reviews, however many an article has had.
_FIRST_ROUND = """
WITH judged AS (
    SELECT
        state,
        closed_at,
        lag(state) OVER (PARTITION BY article_id ORDER BY id) AS before
    FROM editorial_review
    WHERE state = ANY(%(judged)s)
)
SELECT
    date_trunc('month', closed_at AT TIME ZONE 'UTC')::date AS month,
    count(*),
    count(*) FILTER (WHERE state = 'approved')
FROM judged
WHERE before IS DISTINCT FROM 'changes_requested'
    AND closed_at >= %(begin)s AND closed_at < %(end)s
GROUP BY month
"""

_SIGNATURES = """
SELECT
    member.name || ', ' || member.credentials,
    count(*),
    count(*) FILTER (WHERE signed.verdict = 'approve'),
    count(*) FILTER (WHERE signed.verdict = 'request_changes'),
    count(*) FILTER (WHERE signed.verdict = 'recuse'),
    count(withdrawal.id),
    count(signed.stands_in_for_id),
    count(*) FILTER (WHERE (signed.signed_at AT TIME ZONE 'UTC')::date > asked.sign_by),
    round((percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM signed.signed_at - asked.assigned_at) / 86400
    ))::numeric, 1)
FROM editorial_signoff AS signed
JOIN editorial_boardmember AS member ON member.id = signed.member_id
JOIN editorial_assignment AS asked
    ON asked.review_id = signed.review_id AND asked.member_id = signed.member_id
LEFT JOIN editorial_signoffwithdrawal AS withdrawal ON withdrawal.sign_off_id = signed.id
WHERE signed.signed_at >= %(begin)s AND signed.signed_at < %(end)s
GROUP BY member.id
ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True)
class Month:
    """A month of UTC, by its first day. As text as in ISO 8601."""

    first: datetime.date

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class Turnaround:
    """The median number of days from submission to the verdict; None where nothing was judged."""

    reviews: int
    days: Decimal | None

    def __str__(self) -> str:
        if self.days is None:
            return _("none yet")
        if self.days < 1:
            return _("less than a day")
        return ngettext("%(days)s day", "%(days)s days", 1 if self.days == 1 else 2) % {
            "days": number_format(self.days)
        }


def median_turnaround(period: Period) -> Turnaround:
    """Of the reviews judged in the period."""
    return Turnaround(*_rows(_MEDIAN, period)[0])


def turnaround_by_month(period: Period) -> list[Row]:
    """How many reviews were closed, how, and how long the judged ones took."""
    found = {month: rest for month, *rest in _rows(_TURNAROUND, period)}
    nothing = [0, 0, 0, 0, None, None]
    return [(Month(month), *found.get(month, nothing)) for month in _months(period)]


def first_round_by_month(period: Period) -> list[Row]:
    """How many of the reviews judged at the first attempt were approved."""
    found = {month: (judged, approved) for month, judged, approved in _rows(_FIRST_ROUND, period)}
    rows: list[Row] = []
    for month in _months(period):
        judged, approved = found.get(month, (0, 0))
        rows.append((Month(month), judged, approved, _percent(approved, judged)))
    return rows


def signatures_per_member(period: Period) -> list[Row]:
    """Who signed how often, by verdict; those who signed most come first."""
    return list(_rows(_SIGNATURES, period))


def _rows(statement: str, period: Period) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "begin": period.begin,
                "end": period.end,
                "judged": [str(state) for state in JUDGED],
            },
        )
        return list(cursor.fetchall())


def _months(period: Period) -> list[datetime.date]:
    """The first days of every month that the period touches."""
    first = period.since.year * 12 + period.since.month - 1
    last = period.until.year * 12 + period.until.month - 1
    return [datetime.date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def _percent(part: int, whole: int) -> Decimal | None:
    return None if whole == 0 else round(Decimal(100 * part) / whole, 1)
