"""Reminders of re-review, in one statement.

The present rung of an article (`editorial.planning.rungs`) is by the ladder of its tier that is in
force, counted from its due date:

* on every rung the owner hears of it;
* from `lead_after` days on, as often, the managing editor who leads the article's specialty as
  well, or all where nobody who leads it can be reached;
* from `all_after` days on, as often, all managing editors.

Who hears of it, when not the owner:

* while the owner is away (a `Cover` is on), whoever stands in for them;
* where that one's account is closed, or has no address, or mail to it came back: the managing
  editor who leads the specialty, or else all. Once the article is escalated they hear of it as an
  escalation only, not twice;
* whoever gets the owner's reminder does not get the escalation, managing editor or not;
* while a full review is open the owner has done their part and is left alone. The escalation goes
  on: a review that is stuck is what managing editors are to hear of. A correction changes nothing,
  because it does not renew the due date.

An article that was withdrawn until it is reviewed is reminded of like any other. A snooze silences
no row: those that it covers are planned, and wait for its end.

Days are those of UTC, and only dates are compared, so a clock that is set back or forth, or changes
to summer time, at worst shows a rung earlier or later; the unique key keeps it from coming twice.

Articles are looked up one by one by what is due (`OFFSET 0` keeps it so): the cost follows what is
due, and not what exists.
"""

import datetime
from typing import Final

from django.db import connection

from editorial.models import Ladder
from editorial.planning import hearers, rungs
from editorial.states import FULL_REVIEWS, OPEN

_MOVED: Final = """
moved AS (
    UPDATE editorial_reviewschedule SET planned_for = due_on
    WHERE due_on <= %(horizon)s
        AND (planned_for IS NULL OR NOT (planned_for = due_on AND planned_for IS NOT NULL))
    RETURNING article_id, due_on
)
"""
_EVERYTHING: Final = """
    SELECT article_id, due_on FROM editorial_reviewschedule WHERE due_on <= %(horizon)s
"""
_NEWS: Final = "SELECT article_id, due_on FROM moved"

_OWE: Final = """
WITH {moved},
{ladders},
{managers},
standing AS MATERIALIZED (
    SELECT
        considered.article_id, considered.due_on, article.owner_id,
        ladder.*, %(today)s::date - considered.due_on AS passed,
        lead.user_id AS lead_id,
        EXISTS (
            SELECT FROM editorial_review AS review
            WHERE review.article_id = considered.article_id
                AND review.state = ANY(%(open)s) AND review.kind = ANY(%(full)s)
        ) AS is_under_way,
        {is_urgent} AS is_urgent
    FROM ({considered}) AS considered
    CROSS JOIN LATERAL (
        SELECT owner_id, risk_tier, specialty_id FROM articles_article
        WHERE id = considered.article_id AND live_version_id IS NOT NULL
            AND (retired_at IS NULL OR returns_when_reviewed)
        OFFSET 0
    ) AS article
    JOIN ladders AS ladder ON ladder.tier = article.risk_tier
    LEFT JOIN leads AS lead ON lead.specialty_id = article.specialty_id
),
owners AS MATERIALIZED (
    SELECT owner.owner_id, account.id AS hearer_id
    FROM (SELECT DISTINCT owner_id FROM standing) AS owner
    LEFT JOIN editorial_cover AS cover
        ON cover.owner_id = owner.owner_id AND cover.ended_at IS NULL
        AND %(today)s BETWEEN cover.begins_on AND cover.ends_on
    LEFT JOIN auth_user AS account
        ON account.id = COALESCE(cover.to_id, owner.owner_id) AND {is_reachable}
),
snoozes AS MATERIALIZED (
    SELECT
        article_id, due_on, max(until) AS for_owner,
        max(until) FILTER (WHERE is_for_all) AS for_all
    FROM editorial_snooze WHERE ended_at IS NULL AND until > %(today)s
    GROUP BY article_id, due_on
),
rungs AS MATERIALIZED (
    SELECT
        standing.*, owners.hearer_id, snoozes.for_owner, snoozes.for_all,
        {rung} AS rung,
        {escalation} AS escalation
    FROM standing
    JOIN owners USING (owner_id)
    LEFT JOIN snoozes USING (article_id, due_on)
),
owed AS MATERIALIZED (
    SELECT
        article_id, due_on, ladder_id, is_urgent, rung, hearer_id AS recipient_id,
        for_owner AS silent_until, FALSE AS is_escalated
    FROM rungs
    WHERE rung IS NOT NULL AND hearer_id IS NOT NULL AND NOT is_under_way
    UNION ALL
    SELECT article_id, due_on, ladder_id, is_urgent, rung, managers.id, for_owner, FALSE
    FROM rungs JOIN managers ON lead_id IS NULL OR managers.id = lead_id
    WHERE rung IS NOT NULL AND hearer_id IS NULL AND NOT is_under_way AND escalation IS NULL
    UNION ALL
    SELECT article_id, due_on, ladder_id, is_urgent, escalation, managers.id, for_all, TRUE
    FROM rungs JOIN managers ON lead_id IS NULL OR passed >= all_after OR managers.id = lead_id
    WHERE escalation IS NOT NULL
        AND (managers.id IS DISTINCT FROM hearer_id OR is_under_way)
),
{recipients}
INSERT INTO editorial_notification
    (subject, kind, rung, ladder_id, recipient_id, due_on, article_id, is_daily, not_before)
SELECT
    'article:' || article_id,
    CASE
        WHEN is_escalated THEN 'escalation'
        WHEN rung > 0 THEN 'review-overdue'
        ELSE 'review-due'
    END,
    rung, ladder_id, recipient_id, due_on, article_id, {is_gathered}, {not_before}
FROM owed JOIN recipients USING (recipient_id)
{on_conflict}
"""


def owe(now: datetime.datetime, *, horizon: datetime.date, everything: bool) -> int:
    """Write the rows for what is due by `horizon`: all of it, or dates that moved. How many?"""
    managers, parameters = hearers.managers()
    statement = _OWE.format(
        moved=_MOVED,
        considered=_EVERYTHING if everything else _NEWS,
        ladders=rungs.ladders(Ladder.Clock.REVIEW),
        rung=rungs.RUNG,
        escalation=rungs.escalation("lead_after"),
        managers=managers,
        is_urgent=hearers.is_urgent("considered.article_id"),
        is_reachable=hearers.IS_REACHABLE,
        recipients=hearers.RECIPIENTS,
        is_gathered=hearers.IS_GATHERED,
        not_before=hearers.NOT_BEFORE,
        on_conflict=hearers.ON_CONFLICT,
    )
    facts = hearers.facts(now) | parameters
    facts |= {
        "horizon": horizon,
        "open": [str(state) for state in OPEN],
        "full": [str(kind) for kind in FULL_REVIEWS],
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return int(cursor.rowcount)
