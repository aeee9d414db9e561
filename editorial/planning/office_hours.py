"""Reminders that were not sent while they could be wait for the next office hours.

A row is planned for office hours. If delivery was down meanwhile, or the mail server, or their
recipient wishes other hours now, its time may come outside them: then it waits again.
"""

import datetime
from typing import Final

from django.db import connection

from editorial.planning import hearers

#: Few rows of a small index, none in an idle minute. Those in somebody's hands, and those of a mail
#: that was begun, stay as they are.
WAITING: Final = """
    SELECT id, recipient_id, article_id, review_id FROM editorial_notification
    WHERE state = 'queued' AND not_before <= %(now)s AND ladder_id IS NOT NULL
        AND leased_until IS NULL AND digest IS NULL
"""
_KEEP: Final = """
WITH owed AS MATERIALIZED ({waiting}),
{recipients},
late AS MATERIALIZED (
    SELECT queued.id, recipients.opens
    FROM editorial_notification AS queued
    JOIN owed ON owed.id = queued.id
    JOIN recipients ON recipients.recipient_id = owed.recipient_id
    WHERE recipients.opens > %(now)s AND queued.leased_until IS NULL
        AND NOT {is_urgent} AND NOT EXISTS (
            SELECT FROM editorial_review AS review
            WHERE review.id = owed.review_id AND review.is_urgent
        )
    ORDER BY queued.id
    FOR UPDATE OF queued SKIP LOCKED
)
UPDATE editorial_notification AS row SET not_before = late.opens
FROM late WHERE row.id = late.id
"""


def keep(now: datetime.datetime) -> int:
    """Move what is due at `now`, but outside its recipient's office hours. How many rows?"""
    statement = _KEEP.format(
        waiting=WAITING,
        recipients=hearers.RECIPIENTS,
        is_urgent=hearers.is_urgent("owed.article_id"),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, hearers.facts(now))
        return int(cursor.rowcount)
