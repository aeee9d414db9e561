"""Who waits for one mail a day, when it comes, and what does not wait for it.

Whoever wants one mail a day gets everything owed to them gathered into it, but for what would come
too late or is about readers' safety: news of a source, a reminder that a managing editor sends by
hand, whatever belongs to an urgent review, a reminder on the last day, and a request to be answered
before the daily mail after the next one.
"""

import datetime
from typing import Final

from django.conf import settings

from editorial.models import Assignment, Notification, Review

Kind = Notification.Kind

#: Never kept for the daily mail. A rung 0 of the re-review ladder is not either (`planning`).
AT_ONCE: Final = frozenset({Kind.SOURCE_NOTICE, Kind.SIGN_OFF_REMINDED})
#: A date so many days ahead, or fewer, is not left to the daily mail.
PRESSING_DAYS = 1


def next_mail(after: datetime.datetime) -> datetime.datetime:
    """The next daily mail strictly after this moment (UTC)."""
    moment = after.astimezone(datetime.UTC)
    mail = moment.replace(hour=settings.DAILY_MAIL_HOUR, minute=0, second=0, microsecond=0)
    return mail if mail > moment else mail + datetime.timedelta(days=1)


def may_wait(
    kind: Notification.Kind,
    review: Review | None,
    assignment: Assignment | None,
    *,
    today: datetime.date,
) -> bool:
    """Whether a message of this kind may wait for the daily mail of whoever wants one."""
    if kind in AT_ONCE or (review is not None and review.is_urgent):
        return False
    if assignment is not None:
        return (assignment.sign_by - today).days > PRESSING_DAYS
    if kind == Kind.SIGN_OFF_ASKED and review is not None:
        return bool(review.policy["respond_within_days"] > PRESSING_DAYS)
    return True
