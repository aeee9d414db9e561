"""When a live article is due again."""

import datetime
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import connection

from editorial.models import Interval, Review, ReviewSchedule
from editorial.states import FULL_REVIEWS

#: `editorial_due_on` is the one rule; see `editorial.triggers.clocks`.
_RECKON = """
    UPDATE editorial_reviewschedule
    SET due_on = editorial_due_on(article_id, reviewed_on, regular_due_on)
    WHERE article_id = %s
        AND due_on <> editorial_due_on(article_id, reviewed_on, regular_due_on)
"""
_RENEW = """
    INSERT INTO editorial_reviewschedule
        (article_id, review_id, reviewed_on, interval_months, regular_due_on, due_on)
    VALUES (
        %(article)s, %(review)s, %(today)s, %(months)s, %(regular)s,
        editorial_due_on(%(article)s, %(today)s, %(regular)s)
    )
    ON CONFLICT (article_id) DO UPDATE SET
        review_id = EXCLUDED.review_id,
        reviewed_on = EXCLUDED.reviewed_on,
        interval_months = EXCLUDED.interval_months,
        regular_due_on = EXCLUDED.regular_due_on,
        due_on = EXCLUDED.due_on,
        limit_met_for = NULL
    RETURNING due_on
"""
#: What was raised and due before the review was submitted.
_SETTLE = """
    UPDATE editorial_duetrigger
    SET settlement = 'reviewed', settled_by_review_id = %(review)s,
        settled_at = %(at)s, settled_by_id = %(by)s
    WHERE article_id = %(article)s
        AND settled_at IS NULL
        AND raised_at <= %(submitted)s
        AND due_on <= %(submitted_on)s
    RETURNING id
"""
_MOVE = """
    UPDATE editorial_reviewschedule
    SET interval_months = %(months)s,
        regular_due_on = %(regular)s,
        due_on = editorial_due_on(article_id, reviewed_on, %(regular)s)
    WHERE article_id = %(article)s
"""


@dataclass(frozen=True)
class Renewed:
    """The clocks that an approval set: `told` is for its event, so that they can be derived again.

    `due_on` is none for a correction, which moves no clock.
    """

    due_on: datetime.date | None
    told: dict[str, Any]


def due_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or that month's last day where it has no such day.

    31 January and one month is 28 February, or 29 in a leap year; 29 February and twelve months is
    28 February, and forty-eight 29 February. What is counted from is always the day of the review,
    never an earlier due date: a short month does not shorten the ones that follow.
    """
    due: datetime.date = day + relativedelta(months=months)
    return due


def renew(review: Review, *, at: datetime.datetime) -> Renewed:
    """Set the clocks from an approved full review; a correction moves none.

    What was raised and due before the review was submitted is settled by it: those who signed
    could know. What came later makes the article due again.
    """
    if review.kind not in FULL_REVIEWS:
        return Renewed(None, {"due_on": None})
    settled = _settle(review, at=at)
    own = Interval.objects.filter(article=review.article_id, ended_at=None).order_by("pk").first()
    months = own.months if own is not None else review.policy["re_review_months"]
    today = at.date()
    regular = due_after(today, months)
    with connection.cursor() as cursor:
        cursor.execute(
            _RENEW,
            {
                "article": review.article_id,
                "review": review.pk,
                "today": today,
                "months": months,
                "regular": regular,
            },
        )
        (due_on,) = cursor.fetchone()
    told: dict[str, Any] = {
        "due_on": due_on.isoformat(),
        "interval_months": months,
        "regular_due_on": regular.isoformat(),
        "settled": settled,
    }
    if own is not None:
        told["interval"] = own.pk
    return Renewed(due_on, told)


def _settle(review: Review, *, at: datetime.datetime) -> list[int]:
    """The causes that this review answers, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            {
                "article": review.article_id,
                "review": review.pk,
                "at": at,
                "by": review.closed_by_id,
                "submitted": review.submitted_at,
                "submitted_on": review.submitted_at.date(),
            },
        )
        return sorted(pk for (pk,) in cursor.fetchall())


def move(article_id: int, *, months: int, regular: datetime.date) -> datetime.date:
    """Count from the last review by other months, or to another day. Gives what is due now."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, {"article": article_id, "months": months, "regular": regular})
    return _due_on(article_id)


def reckon(article_id: int) -> datetime.date:
    """Set the due date anew, after anything it rests on has changed. Gives what it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_RECKON, [article_id])
    return _due_on(article_id)


def _due_on(article_id: int) -> datetime.date:
    return ReviewSchedule.objects.values_list("due_on", flat=True).get(article=article_id)
