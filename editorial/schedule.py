"""When a live article is due again."""

import datetime

from dateutil.relativedelta import relativedelta
from django.db import connection

from editorial.models import DueTrigger, Interval, Review, ReviewSchedule
from editorial.states import FULL_REVIEWS

#: `editorial_due_on` is the one rule; see `editorial.triggers.clocks`.
_RECKON = """
    UPDATE editorial_reviewschedule
    SET due_on = editorial_due_on(article_id, reviewed_on, regular_due_on)
    WHERE article_id = %s
        AND due_on <> editorial_due_on(article_id, reviewed_on, regular_due_on)
"""


def due_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or that month's last day where it has no such day."""
    due: datetime.date = day + relativedelta(months=months)
    return due


def renew(review: Review, *, at: datetime.datetime) -> datetime.date | None:
    """Set the clocks from an approved full review; a correction moves none and gives None.

    What was raised and due before the review was submitted is settled by it: those who signed
    could know. What came later makes the article due again.
    """
    if review.kind not in FULL_REVIEWS:
        return None
    today = at.date()
    DueTrigger.objects.filter(
        article=review.article_id,
        settled_at__isnull=True,
        raised_at__lte=review.submitted_at,
        due_on__lte=review.submitted_at.date(),
    ).update(
        settlement=DueTrigger.Settlement.REVIEWED,
        settled_by_review=review,
        settled_at=at,
        settled_by=review.closed_by,
    )
    own = Interval.objects.filter(article=review.article_id, ended_at__isnull=True).first()
    months = own.months if own is not None else review.policy["re_review_months"]
    regular = due_after(today, months)
    ReviewSchedule.objects.bulk_create(
        [
            ReviewSchedule(
                article_id=review.article_id,
                review=review,
                reviewed_on=today,
                interval_months=months,
                regular_due_on=regular,
                due_on=today,
            )
        ],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["review", "reviewed_on", "interval_months", "regular_due_on", "due_on"],
    )
    return reckon(review.article_id)


def reckon(article_id: int) -> datetime.date:
    """Set the due date anew, after anything it rests on has changed. Gives what it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_RECKON, [article_id])
    return ReviewSchedule.objects.values_list("due_on", flat=True).get(article=article_id)
