"""When a live article is due again."""

import datetime

from dateutil.relativedelta import relativedelta

from editorial.models import Review, ReviewSchedule
from editorial.states import FULL_REVIEWS


def due_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or that month's last day where it has no such day."""
    due: datetime.date = day + relativedelta(months=months)
    return due


def renew(review: Review, *, at: datetime.datetime) -> datetime.date | None:
    """Set the clocks from an approved full review; a correction moves none and gives None."""
    if review.kind not in FULL_REVIEWS:
        return None
    today = at.date()
    due_on = due_after(today, review.policy["re_review_months"])
    ReviewSchedule.objects.bulk_create(
        [
            ReviewSchedule(
                article_id=review.article_id, review=review, reviewed_on=today, due_on=due_on
            )
        ],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["review", "reviewed_on", "due_on"],
    )
    return due_on
