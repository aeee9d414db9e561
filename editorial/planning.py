"""Which reminders of re-review are owed on a day: written to the outbox in one statement.

The ladder of an article, in days relative to its due date, comes from the ladder of its tier:

* the rungs of its `days` (-60, -30, -7, 0), to the owner;
* after the last of them, one rung every `repeat_every` days (7, 14, 21 …), to the owner;
* from `lead_after` days (14) on, as often, to the managing editors as well.

Only the **present** rung is planned: the highest one whose day has come. Forty-five days before the
due date that is the one of sixty days, until the one of thirty comes; three days after the due date
it is the one of that day. So after downtime of any length each thing is sent once, where it stands
now, and not once for every day missed.

Who hears of it, when not the owner:

* an owner whose account is closed or has no address is stood in for by the managing editors; once
  the article is escalated they hear of it as an escalation only, not twice;
* an owner who is a managing editor gets the owner's reminder, not the escalation;
* while a full review is open the owner has done their part and is left alone. The escalation goes
  on: a review that is stuck is what managing editors are to hear of. A correction changes nothing,
  because it does not renew the due date.

Days are those of UTC, and only dates are compared, so a clock that is set back or forth, or changes
to summer time, at worst shows a rung earlier or later; the unique key keeps it from coming twice.
"""

import datetime
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from editorial import daily, outbox
from editorial.models import Ladder, Sweep
from editorial.states import FULL_REVIEWS, OPEN

#: Marks this module's advisory lock among others: "PLAN".
_LOCK = 0x504C414E

_OWE = """
WITH moved AS (
    UPDATE editorial_reviewschedule SET planned_for = due_on
    WHERE due_on <= %(horizon)s
        AND (planned_for IS NULL OR NOT (planned_for = due_on AND planned_for IS NOT NULL))
    RETURNING article_id, due_on
),
ladders AS (
    SELECT DISTINCT ON (tier) * FROM editorial_ladder
    WHERE clock = 'review' ORDER BY tier, number DESC
),
considered AS (
    SELECT article_id, due_on FROM moved
    UNION
    SELECT article_id, due_on FROM editorial_reviewschedule
    WHERE %(everything)s AND due_on <= %(horizon)s
),
standing AS (
    SELECT
        considered.article_id,
        considered.due_on,
        %(today)s::date - considered.due_on AS days,
        ladder.id AS ladder_id,
        ladder.days AS steps,
        (SELECT max(step) FROM unnest(ladder.days) AS step) AS last_step,
        ladder.repeat_every AS every,
        ladder.lead_after AS patience,
        article.owner_id,
        owner.is_active AND owner.email <> '' AS is_reachable,
        EXISTS (
            SELECT FROM editorial_review AS review
            WHERE review.article_id = article.id
                AND review.state = ANY(%(open)s) AND review.kind = ANY(%(full)s)
        ) AS is_under_way
    FROM considered
    JOIN articles_article AS article
        ON article.id = considered.article_id
        AND article.retired_at IS NULL AND article.live_version_id IS NOT NULL
    JOIN ladders AS ladder ON ladder.tier = article.risk_tier
    JOIN auth_user AS owner ON owner.id = article.owner_id
),
rungs AS (
    SELECT
        standing.*,
        CASE
            WHEN every > 0 AND days >= last_step
                THEN last_step + (days - last_step) / every * every
            ELSE (SELECT max(step) FROM unnest(steps) AS step WHERE step <= days)
        END AS rung,
        CASE
            WHEN days >= patience
                THEN patience + (days - patience) / GREATEST(every, 1) * every
        END AS escalation
    FROM standing
),
owed AS (
    SELECT article_id, due_on, rung, ladder_id, owner_id AS recipient_id, FALSE AS is_escalated
    FROM rungs
    WHERE rung IS NOT NULL AND is_reachable AND NOT is_under_way
    UNION ALL
    SELECT article_id, due_on, rung, ladder_id, manager, FALSE
    FROM rungs CROSS JOIN unnest(%(managers)s::int[]) AS manager
    WHERE rung IS NOT NULL AND NOT is_reachable AND NOT is_under_way AND escalation IS NULL
    UNION ALL
    SELECT article_id, due_on, escalation, ladder_id, manager, TRUE
    FROM rungs CROSS JOIN unnest(%(managers)s::int[]) AS manager
    WHERE escalation IS NOT NULL AND (manager <> owner_id OR is_under_way)
)
INSERT INTO editorial_notification
    (subject, kind, rung, ladder_id, recipient_id, due_on, article_id, is_daily, not_before)
SELECT
    'article:' || article_id,
    CASE
        WHEN is_escalated THEN 'escalation'
        WHEN rung > 0 THEN 'review-overdue'
        ELSE 'review-due'
    END,
    rung,
    ladder_id,
    recipient_id,
    due_on,
    article_id,
    waits.for_daily_mail,
    CASE
        WHEN waits.for_daily_mail THEN %(daily_mail)s
        ELSE LEAST(%(now)s, statement_timestamp())
    END
FROM owed
LEFT JOIN editorial_mailpreference AS preference ON preference.user_id = recipient_id
CROSS JOIN LATERAL (
    SELECT rung <> 0 AND COALESCE(preference.rhythm = 'daily', FALSE) AS for_daily_mail
) AS waits
ON CONFLICT (subject, kind, rung, recipient_id, due_on) DO NOTHING
"""


@dataclass(frozen=True)
class Planned:
    """How many rows a plan added, and whether it looked at every article or only at new dates."""

    added: int
    looked_at_everything: bool


@transaction.atomic
def plan(now: datetime.datetime) -> Planned:
    """Write what is owed on the day of `now` and not written yet, whatever was planned before.

    One planner works at a time; a second one waits for it, and then finds nothing left to add.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return _plan(now, everything=True)


@transaction.atomic
def plan_news(now: datetime.datetime) -> Planned:
    """The plan of every minute: everything once a day (UTC), then only due dates that moved.

    So a change of owner, policy or tier, a review that was withdrawn and an article that was
    reinstated are noticed with the next day's plan, and an idle sweep reads one small index.
    While another planner is at work there is nothing to do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return Planned(0, looked_at_everything=False)
    is_planned = Sweep.objects.filter(planned_on=now.astimezone(datetime.UTC).date()).exists()
    return _plan(now, everything=not is_planned)


def _plan(now: datetime.datetime, *, everything: bool) -> Planned:
    today = now.astimezone(datetime.UTC).date()
    managers = outbox.managing_editors().exclude(email="").values_list("pk", flat=True)
    facts: dict[str, datetime.date | int | list[int] | list[str]] = {
        "now": now,
        "daily_mail": daily.next_mail(min(now, timezone.now())),
        "today": today,
        "horizon": today + datetime.timedelta(days=_longest_notice()),
        "everything": everything,
        "managers": list(managers),
        "open": [str(state) for state in OPEN],
        "full": [str(kind) for kind in FULL_REVIEWS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OWE, facts)
        added = cursor.rowcount
    if everything:
        Sweep.objects.update_or_create(pk=1, defaults={"planned_on": today})
    return Planned(added, looked_at_everything=everything)


def _longest_notice() -> int:
    """Days before a due date on which the first article of any tier gets its first reminder."""
    ladders = Ladder.objects.filter(clock=Ladder.Clock.REVIEW).values_list("days", flat=True)
    return max((-days for ladder in ladders for days in ladder), default=0)
