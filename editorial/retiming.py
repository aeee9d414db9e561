"""When what is queued goes out, after something that decides it has changed.

One statement does it for all rows that nobody has taken in hand: those of a person who wants their
mail otherwise from now on, or the reminders of an article that are to be silent for a while. When a
reminder may come is the planner's rule (`editorial.planning.hearers`).
"""

import datetime

from django.contrib.auth.models import User
from django.db import connection

from articles.models import Article
from editorial.models import Notification
from editorial.planning import hearers

_RETIME = """
WITH owed AS MATERIALIZED (
    SELECT
        queued.id,
        queued.recipient_id,
        queued.rung,
        queued.kind = ANY(%(reminders)s) AS is_reminder,
        {is_urgent} OR EXISTS (
            SELECT FROM editorial_review AS review
            WHERE review.id = queued.review_id AND review.is_urgent
        ) AS is_urgent,
        (
            SELECT max(snooze.until) FROM editorial_snooze AS snooze
            WHERE snooze.article_id = queued.article_id AND snooze.due_on = queued.due_on
                AND snooze.ended_at IS NULL AND snooze.until > %(today)s
                AND queued.kind = ANY(%(of_articles)s)
                AND (snooze.is_for_all OR queued.kind <> 'escalation')
        ) AS silent_until
    FROM editorial_notification AS queued
    WHERE queued.state = 'queued' AND queued.attempts = 0
        AND queued.leased_until IS NULL AND queued.digest IS NULL
        AND {which}
    ORDER BY queued.id
    FOR UPDATE OF queued
),
{recipients}
UPDATE editorial_notification AS row
SET
    is_daily = CASE
        WHEN owed.is_reminder THEN {is_gathered} ELSE recipients.mail IS NOT NULL
    END,
    not_before = CASE
        WHEN owed.is_reminder THEN {not_before} ELSE COALESCE(recipients.mail, %(now)s)
    END
FROM owed JOIN recipients USING (recipient_id)
WHERE row.id = owed.id
"""
#: What is due already goes out within a minute as it is.
_OF_A_PERSON = """
    queued.recipient_id = %(recipient)s AND queued.not_before > %(now)s
    AND (queued.is_daily OR queued.kind = ANY(%(reminders)s))
"""
_OF_AN_ARTICLE = "queued.article_id = %(article)s AND queued.kind = ANY(%(of_articles)s)"


def for_person(recipient: User, *, now: datetime.datetime) -> int:
    """After a change of how they want their mail. Gives how many rows have another moment."""
    return _retime(_OF_A_PERSON, now, recipient=recipient.pk)


def for_article(article: Article, *, now: datetime.datetime) -> int:
    """After a snooze began or ended. Gives how many reminders have another moment."""
    return _retime(_OF_AN_ARTICLE, now, article=article.pk)


def _retime(which: str, now: datetime.datetime, **ids: int) -> int:
    of_articles = [str(kind) for kind in Notification.LADDER]
    facts = {
        **hearers.facts(now),
        **ids,
        "of_articles": of_articles,
        "reminders": of_articles + [str(kind) for kind in Notification.ASSIGNMENT_LADDER],
    }
    statement = _RETIME.format(
        which=which,
        is_urgent=hearers.is_urgent("queued.article_id"),
        recipients=hearers.RECIPIENTS,
        is_gathered=hearers.IS_GATHERED,
        not_before=hearers.NOT_BEFORE,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        count: int = cursor.rowcount
    return count
