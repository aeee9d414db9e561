"""Reminders of a member's part in a review, in one statement.

A member who was asked is reminded by two clocks, one after the other: of the date to answer by,
until they have (or until the date to sign by has come), and then of the date to sign by. The ladder
of either clock is that of the tier under whose policy the review was submitted; its rungs, and how
it repeats and escalates, are as for articles (`editorial.planning.rungs`). A member who cannot be
reached is escalated from the first day after the date.

Nobody is reminded on the day on which they were asked: being asked was the message of that day.
"""

import datetime
from typing import Final

from django.db import connection

from editorial.models import Ladder
from editorial.planning import hearers, rungs
from editorial.states import Conflict, Response, State

_OWE: Final = """
WITH {ladders},
{managers},
standing AS MATERIALIZED (
    SELECT
        assignment.id AS assignment_id, review.id AS review_id, review.article_id,
        waiting.due_on, ladder.*, %(today)s::date - waiting.due_on AS passed,
        account.id AS hearer_id, lead.user_id AS lead_id,
        review.is_urgent OR {is_urgent} AS is_urgent
    FROM editorial_review AS review
    JOIN editorial_assignment AS assignment ON assignment.review_id = review.id
        AND assignment.released_at IS NULL AND assignment.response <> %(declined)s
        AND (assignment.assigned_at AT TIME ZONE 'UTC')::date < %(today)s
    JOIN editorial_boardmember AS member ON member.id = assignment.member_id
        AND member.deactivated_at IS NULL
    JOIN articles_article AS article ON article.id = review.article_id
    CROSS JOIN LATERAL (
        SELECT assignment.response = %(unanswered)s AND assignment.conflict = %(unstated)s
            AND assignment.sign_by > %(today)s AS for_answer
    ) AS question
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN for_answer THEN 'respond' ELSE 'sign' END AS clock,
            CASE WHEN for_answer THEN assignment.respond_by ELSE assignment.sign_by END AS due_on
    ) AS waiting
    JOIN ladders AS ladder ON ladder.clock = waiting.clock
        AND ladder.tier = COALESCE(review.policy ->> 'tier', article.risk_tier)
    LEFT JOIN leads AS lead ON lead.specialty_id = article.specialty_id
    LEFT JOIN auth_user AS account ON account.id = member.user_id AND {is_reachable}
    WHERE review.state = %(under_review)s AND NOT EXISTS (
        SELECT FROM editorial_signoff AS signature
        WHERE signature.review_id = review.id AND signature.member_id = assignment.member_id
    )
),
rungs AS MATERIALIZED (
    SELECT
        standing.*,
        {rung} AS rung,
        {escalation} AS escalation
    FROM standing
    CROSS JOIN LATERAL (
        SELECT CASE WHEN hearer_id IS NULL THEN 1 ELSE lead_after END AS first_told
    ) AS patience
),
owed AS MATERIALIZED (
    SELECT
        assignment_id, review_id, article_id, due_on, ladder_id, is_urgent, rung,
        hearer_id AS recipient_id, NULL::date AS silent_until,
        CASE clock WHEN 'respond' THEN 'response-due' ELSE 'sign-off-due' END AS kind
    FROM rungs
    WHERE rung IS NOT NULL AND hearer_id IS NOT NULL
    UNION ALL
    SELECT
        assignment_id, review_id, article_id, due_on, ladder_id, is_urgent, escalation,
        managers.id, NULL, 'assignment-late'
    FROM rungs JOIN managers ON lead_id IS NULL OR passed >= all_after OR managers.id = lead_id
    WHERE escalation IS NOT NULL AND managers.id IS DISTINCT FROM hearer_id
),
{recipients}
INSERT INTO editorial_notification (
    subject, kind, rung, ladder_id, recipient_id, due_on, article_id, review_id, assignment_id,
    is_daily, not_before
)
SELECT
    'assignment:' || assignment_id, kind, rung, ladder_id, recipient_id, due_on,
    article_id, review_id, assignment_id, {is_gathered}, {not_before}
FROM owed JOIN recipients USING (recipient_id)
{on_conflict}
"""


def owe(now: datetime.datetime) -> int:
    """Write the rows for every open review. How many?"""
    managers, parameters = hearers.managers()
    statement = _OWE.format(
        ladders=rungs.ladders(Ladder.Clock.RESPOND, Ladder.Clock.SIGN),
        rung=rungs.RUNG,
        escalation=rungs.escalation("first_told"),
        managers=managers,
        is_urgent=hearers.is_urgent("review.article_id"),
        is_reachable=hearers.IS_REACHABLE,
        recipients=hearers.RECIPIENTS,
        is_gathered=hearers.IS_GATHERED,
        not_before=hearers.NOT_BEFORE,
        on_conflict=hearers.ON_CONFLICT,
    )
    facts = hearers.facts(now) | parameters
    facts |= {
        "under_review": str(State.UNDER_REVIEW),
        "declined": str(Response.DECLINED),
        "unanswered": str(Response.UNANSWERED),
        "unstated": str(Conflict.UNANSWERED),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return int(cursor.rowcount)
