"""What is owed today, planned, against one hand-written INSERT … SELECT of the same rows.

Every due date is new to the planner, as on the first day, which is the most it ever has to write.
"""

import datetime

import psutil
from django.db import connection, transaction
from django.utils import timezone

from bench.sizes import Sizes
from bench.timing import Measured, interleaved
from editorial.models import Ladder
from editorial.planning import plan

#: Knows what the planner has to find out: that one step of one ladder, and the owner, is meant.
_BARE = """
INSERT INTO editorial_notification
    (subject, kind, rung, ladder_id, recipient_id, due_on, article_id, is_daily, not_before)
SELECT
    'article:' || article.id, 'review-due', -30, %(ladder)s, article.owner_id, schedule.due_on,
    article.id, TRUE, %(now)s
FROM editorial_reviewschedule AS schedule
JOIN articles_article AS article ON article.id = schedule.article_id
WHERE schedule.due_on <= %(today)s::date + 60
    AND article.live_version_id IS NOT NULL AND article.retired_at IS NULL
ON CONFLICT (subject, kind, rung, recipient_id, due_on) DO NOTHING
"""


def measure(sizes: Sizes, articles: int) -> Measured:
    """Each plan is undone, so that the next one has the same to do."""
    now = timezone.now()
    ladder = Ladder.objects.get(tier="treatment", clock=Ladder.Clock.REVIEW)
    facts: dict[str, int | datetime.date] = {"ladder": ladder.pk, "now": now, "today": now.date()}
    planned: list[int] = []

    def ours() -> None:
        with transaction.atomic():
            planned.append(plan(now).added)
            transaction.set_rollback(True)

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_BARE, facts)
            planned.append(cursor.rowcount)
            transaction.set_rollback(True)

    ours()
    before = memory()
    timed = interleaved(ours, bare, sizes.rounds)
    if len(set(planned)) != 1:
        raise RuntimeError(f"They are not the same rows: {sorted(set(planned))}.")
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
        {"articles": articles},
        "1 in 100 due",
    )


def memory() -> float:
    """Of this process, in MB."""
    return float(psutil.Process().memory_info().rss / 1024**2)
