"""What is owed today, planned, against one hand-written INSERT … SELECT of the same rows."""

import psutil
from django.db import connection, transaction
from django.utils import timezone

from bench.sizes import Sizes
from bench.timing import Measured, interleaved
from editorial.planning import plan

_BARE = """
INSERT INTO editorial_notification (subject, kind, rung, recipient_id, due_on, article_id)
SELECT 'article:' || article.id, 'review-due', -30, article.owner_id, schedule.due_on, article.id
FROM editorial_reviewschedule AS schedule
JOIN articles_article AS article ON article.id = schedule.article_id
WHERE schedule.due_on <= %s + 60
ON CONFLICT DO NOTHING
"""


def measure(sizes: Sizes) -> Measured:
    """Each plan is undone, so that the next one has the same to do."""
    now = timezone.now()
    planned: list[int] = []

    def ours() -> None:
        with transaction.atomic():
            planned.append(plan(now).added)
            transaction.set_rollback(True)

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BARE, [now.date()])
            transaction.set_rollback(True)

    before = memory()
    timed = interleaved(ours, bare, sizes.rounds)
    return Measured(
        "plan",
        timed.ratio,
        "one INSERT … SELECT",
        {
            "ms": timed.ours * 1000,
            "bare ms": timed.bare * 1000,
            "reminders": planned[-1],
            "memory growth MB": memory() - before,
        },
        {"articles": sizes.articles},
        "1 in 100 due",
    )


def memory() -> float:
    """Of this process, in MB."""
    return float(psutil.Process().memory_info().rss / 1024**2)
