"""Who hears in whose place, and when it is office hours for them: parts of both statements."""

import datetime
from typing import Final

from django.conf import settings

from editorial import outbox
from editorial.models import DueTrigger, MailPreference

Fact = str | int | bool | datetime.date | list[int] | list[str] | None
Facts = dict[str, Fact]

#: What does not wait for anybody's office hours.
URGENT: Final = (
    *(DueTrigger.Kind.URGENT, DueTrigger.Kind.SOURCE_RETRACTED),
    DueTrigger.Kind.SOURCE_DOUBTED,
)

#: Of an `account`: open, with an address from which nothing has bounced.
IS_REACHABLE: Final = """
    account.is_active AND account.email <> '' AND NOT EXISTS (
        SELECT FROM editorial_bounce AS bounce
        WHERE bounce.user_id = account.id
            AND bounce.address = account.email AND bounce.cleared_at IS NULL
    )
"""

#: The managing editors who can be reached, and for each specialty the one of them who leads it.
_MANAGERS: Final = """
managers AS MATERIALIZED (
    SELECT account.id FROM auth_user AS account
    WHERE account.id = ANY(ARRAY({managing_editors})) AND {is_reachable}
),
leads AS MATERIALIZED (
    SELECT lead.specialty_id, lead.user_id
    FROM editorial_specialtylead AS lead JOIN managers ON managers.id = lead.user_id
)
"""

#: For everybody in `owed`, once: how they want their reminders, and when the next may come.
RECIPIENTS: Final = """
recipients AS MATERIALIZED (
    SELECT
        wishes.*,
        COALESCE(
            editorial_office_moment(%(now)s, zone, quiet_from, quiet_until, working_days), %(now)s
        ) AS opens,
        CASE WHEN rhythm = 'daily' THEN editorial_daily_mail(
            %(now)s, zone, %(daily_mail_hour)s, quiet_from, quiet_until, working_days
        ) END AS mail
    FROM (
        SELECT
            recipient_id,
            COALESCE(preference.rhythm, %(rhythm)s) AS rhythm,
            COALESCE(NULLIF(preference.time_zone, ''), %(zone)s) AS zone,
            COALESCE(preference.quiet_from, %(quiet_from)s::time) AS quiet_from,
            COALESCE(preference.quiet_until, %(quiet_until)s::time) AS quiet_until,
            COALESCE(preference.working_days::int[], %(working_days)s::int[]) AS working_days
        FROM (SELECT DISTINCT recipient_id FROM owed) AS people
        LEFT JOIN editorial_mailpreference AS preference ON preference.user_id = recipient_id
    ) AS wishes
)
"""

#: When a row goes out, and whether it may be gathered with others into one mail. What is urgent
#: waits for nothing, and goes by itself; the daily mail is not waited for on the day itself.
IS_GATHERED: Final = "recipients.rhythm <> 'single' AND NOT owed.is_urgent"
NOT_BEFORE: Final = """
    CASE
        WHEN owed.silent_until IS NOT NULL THEN editorial_office_moment(
            owed.silent_until::timestamp AT TIME ZONE zone, zone,
            quiet_from, quiet_until, working_days
        )
        WHEN owed.is_urgent THEN %(now)s
        WHEN recipients.mail IS NOT NULL AND owed.rung <> 0 THEN recipients.mail
        ELSE recipients.opens
    END
"""

#: Nothing is written twice. What was cancelled or skipped, and never sent, is owed again where the
#: plan still says so: an article that was handed over and back, a review that was withdrawn. But
#: not beside a later rung, which a clock that was set back may have behind it.
ON_CONFLICT: Final = """
ON CONFLICT (subject, kind, rung, recipient_id, due_on) DO UPDATE SET
    state = 'queued', ladder_id = EXCLUDED.ladder_id, is_daily = EXCLUDED.is_daily,
    not_before = EXCLUDED.not_before, digest = NULL, attempts = 0, last_error = ''
WHERE editorial_notification.state IN ('cancelled', 'skipped') AND NOT EXISTS (
    SELECT FROM editorial_notification AS later
    WHERE later.subject = EXCLUDED.subject AND later.recipient_id = EXCLUDED.recipient_id
        AND later.due_on = EXCLUDED.due_on AND later.rung > EXCLUDED.rung
        AND later.ladder_id IS NOT NULL
)
"""


def is_urgent(article: str) -> str:
    """Whether this article is due for a cause that waits for nothing, as SQL."""
    return f"""EXISTS (
        SELECT FROM editorial_duetrigger AS cause
        WHERE cause.article_id = {article} AND cause.settled_at IS NULL
            AND cause.kind = ANY(%(urgent)s)
    )"""


def managers() -> tuple[str, Facts]:
    """`managers` and `leads` as SQL, and its parameters."""
    query, values = outbox.managing_editors().order_by().values("pk").query.sql_with_params()
    names = [f"manages_{place}" for place in range(len(values))]
    sql = query % tuple(f"%({name})s" for name in names)
    parts = {"managing_editors": sql, "is_reachable": IS_REACHABLE}
    return _MANAGERS.format(**parts), dict(zip(names, values, strict=True))


def facts(now: datetime.datetime) -> Facts:
    """What the parts above ask for."""
    standard = MailPreference()
    return {
        "now": now,
        "today": now.astimezone(datetime.UTC).date(),
        "urgent": [str(kind) for kind in URGENT],
        "zone": settings.OFFICE_TIME_ZONE,
        "daily_mail_hour": settings.DAILY_MAIL_HOUR,
        "rhythm": str(standard.rhythm),
        "quiet_from": standard.quiet_from.isoformat(),
        "quiet_until": standard.quiet_until.isoformat(),
        "working_days": standard.working_days,
    }
