"""When mail may go out: who waits for one mail a day, when it comes, and what does not wait for it.

Whoever wants one mail a day gets everything owed to them gathered into it, but for what would come
too late or is about readers' safety: news of a source, a reminder that a managing editor sends by
hand, whatever belongs to an urgent review, a reminder on the last day, and a request to be answered
by the day of that mail.

The daily mail comes on working days, reminders in office hours, both in the recipient's time zone.
The moments themselves are reckoned in SQL, where rows are: `editorial_daily_mail` and
`editorial_office_moment` (`editorial.triggers.clocks`).
"""

import datetime
from typing import Final

from django.conf import settings

from editorial.models import Assignment, Notification, Review

Kind = Notification.Kind

#: Never kept for the daily mail.
AT_ONCE: Final = frozenset({Kind.SOURCE_NOTICE, Kind.SIGN_OFF_REMINDED})
#: A date so many days ahead, or fewer, is not left to the daily mail.
PRESSING_DAYS = 1

#: For a row of `editorial_mailpreference AS preference` that may not be there: how and when its
#: account wants mail. Takes the parameter `office_zone`.
HABITS: Final = """
    SELECT
        COALESCE(preference.rhythm, 'gathered') AS rhythm,
        COALESCE(NULLIF(preference.time_zone, ''), %(office_zone)s) AS zone,
        COALESCE(preference.quiet_from, '19:00') AS quiet_from,
        COALESCE(preference.quiet_until, '07:00') AS quiet_until,
        COALESCE(preference.working_days, ARRAY[1, 2, 3, 4, 5])::int[] AS working_days
"""


def settings_of_the_site() -> dict[str, str | int]:
    """The parameters that stand for the site's own habits in SQL."""
    return {"office_zone": settings.OFFICE_TIME_ZONE, "mail_hour": settings.DAILY_MAIL_HOUR}


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
    last = answer_by(kind, review, assignment, today=today)
    return last is None or (last - today).days > PRESSING_DAYS


def answer_by(
    kind: Notification.Kind,
    review: Review | None,
    assignment: Assignment | None,
    *,
    today: datetime.date,
) -> datetime.date | None:
    """By when its recipient is to do something. The daily mail of that day would come too late."""
    if assignment is not None:
        return assignment.sign_by
    if kind == Kind.SIGN_OFF_ASKED and review is not None:
        return today + datetime.timedelta(days=review.policy["respond_within_days"])
    return None
