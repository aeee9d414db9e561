"""Looking for articles that a change in the library makes due earlier, or no longer.

Driven by the references: from a record that gives cause, through the index on what versions cite,
to the few live articles concerned. Each of those is then looked at by itself, held.
"""

import datetime
import logging
import time
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from editorial import source_causes
from editorial.models import Sweep
from editorial.source_causes import CAUSES, KINDS

log = logging.getLogger(__name__)

#: Seconds after which no further article is begun, well within the time limit of a sweep.
LONGEST_RUN = 15
#: Rows of history, and articles, that one sweep takes up.
MOST = 5_000
#: Records that may give cause, of which one sweep looks at all articles that cite them.
SLICE = 1_000
#: The one question of an idle sweep.
_STATE = """
    SELECT COALESCE(max(sweep.seen_reference_event), 0), max(sweep.causes_seen_on),
        COALESCE(max(sweep.causes_seen_to), 0),
        (SELECT COALESCE(max(pgh_id), 0) FROM references_referenceevent)
    FROM editorial_sweep AS sweep WHERE sweep.id = 1
"""
#: A number may become visible after a higher one: a row counts as seen when it is older than that.
_CHANGED = """
    WITH latest AS (
        SELECT pgh_id, pgh_obj_id, pgh_created_at FROM references_referenceevent
        WHERE pgh_id > %(seen)s ORDER BY pgh_id LIMIT %(most)s
    )
    SELECT array_agg(DISTINCT pgh_obj_id),
        max(pgh_id) FILTER (WHERE pgh_created_at < now() - interval '5 minutes')
    FROM latest
"""
_OLD_ENOUGH = """
    SELECT COALESCE(max(pgh_id), 0) FROM references_referenceevent
    WHERE pgh_id <= %(last)s AND pgh_created_at < now() - interval '5 minutes'
"""
_FAMILY = """
    SELECT array_agg(DISTINCT relative.id)
    FROM references_reference AS record
    JOIN references_reference AS relative
        ON COALESCE(relative.merged_into_id, relative.id)
            = COALESCE(record.merged_into_id, record.id)
    WHERE record.id = ANY(%(changed)s)
"""
_READ = "(article.retired_at IS NULL OR article.returns_when_reviewed)"
_RULES = """
    JOIN editorial_reviewschedule AS clocks ON clocks.article_id = article.id
    JOIN editorial_review AS review ON review.id = clocks.review_id
    JOIN editorial_policy AS policy ON policy.tier = review.policy ->> 'tier'
"""
#: Days that were past when the last review was submitted were seen by whoever signed it, unless the
#: limit or the record has changed since.
_MAY_BE_NEW = """
    AND (
        cause.since IS NULL
        OR cause.since > (review.submitted_at AT TIME ZONE 'UTC')::date
        OR policy.oldest_source_years::text
            IS DISTINCT FROM review.policy ->> 'oldest_source_years'
        OR EXISTS (
            SELECT FROM references_referenceevent AS event
            WHERE event.pgh_obj_id = work.id
                AND event.pgh_created_at > review.submitted_at - interval '1 day'
        )
    )
"""
#: The next of those records that may give cause to anything before the last regular due date.
_SLICE = """
    SELECT array_agg(work.id), max(work.id) FROM (
        SELECT id FROM references_reference
        WHERE merged_into_id IS NULL
            AND id > %(after)s
            AND (
                retraction IN ('retracted', 'expression_of_concern')
                OR superseded_by_id IS NOT NULL
                OR valid_until IS NOT NULL
                OR year < (
                    SELECT extract(year FROM max(regular_due_on)) FROM editorial_reviewschedule
                ) - (SELECT min(oldest_source_years) FROM editorial_policy)
            )
        ORDER BY id LIMIT %(slice)s
    ) AS work
"""
_TO_RAISE = """
    WITH giving AS MATERIALIZED (
        SELECT work.id, work.retraction, work.retracted_on, work.accepted_at,
            work.superseded_by_id, work.valid_until, work.year
        FROM references_reference AS work
        WHERE work.merged_into_id IS NULL AND work.id = ANY(%(works)s)
    ),
    cited AS MATERIALIZED (
        SELECT giving.id AS work, version.id AS version, version.article_id AS article
        FROM giving
        CROSS JOIN LATERAL (
            SELECT giving.id
            UNION ALL
            SELECT merged.id FROM references_reference AS merged
            WHERE merged.merged_into_id = giving.id
        ) AS record(id)
        CROSS JOIN LATERAL (
            SELECT version.id, version.article_id FROM articles_version AS version
            WHERE version.cited_ids @> ARRAY[record.id]
        ) AS version
    ),
    found AS MATERIALIZED (
        SELECT article.id AS article, review.id AS review, cause.kind, cause.key
        FROM cited
        JOIN giving AS work ON work.id = cited.work
        JOIN articles_article AS article
            ON article.id = cited.article AND article.live_version_id = cited.version AND {read}
        {rules}
        CROSS JOIN LATERAL ({causes}) AS cause
        WHERE (cause.since IS NULL OR cause.since < clocks.regular_due_on) {may_be_new}
    )
    SELECT DISTINCT found.article
    FROM found
    WHERE NOT EXISTS (
            SELECT FROM editorial_duetrigger AS raised
            WHERE raised.article_id = found.article AND raised.kind = found.kind
                AND split_part(raised.key, '#', 1) = found.key
                AND raised.settlement <> 'no-longer'
        )
        AND NOT EXISTS (
            SELECT FROM editorial_auditevent AS submission
            WHERE submission.review_id = found.review AND submission.action = 'submit'
                AND submission.details -> 'known_causes' ? (found.kind || ' ' || found.key)
        )
    LIMIT %(most)s
"""
_TO_SETTLE = """
    SELECT DISTINCT article.id
    FROM editorial_duetrigger AS raised
    JOIN articles_article AS article ON article.id = raised.article_id AND {read}
    {rules}
    WHERE raised.settled_at IS NULL AND raised.kind = ANY(%(kinds)s)
        AND {which}
        AND NOT EXISTS (
            SELECT
            FROM articles_version AS version
            CROSS JOIN LATERAL unnest(version.cited_ids) AS cited(id)
            JOIN references_reference AS record ON record.id = cited.id
            JOIN references_reference AS work
                ON work.id = COALESCE(record.merged_into_id, record.id)
            CROSS JOIN LATERAL ({causes}) AS cause
            WHERE version.id = article.live_version_id
                AND cause.kind = raised.kind AND cause.key = split_part(raised.key, '#', 1)
        )
    LIMIT %(most)s
"""
_YEARS = CAUSES.format(years="policy.oldest_source_years")


def sync(now: datetime.datetime | None = None) -> int:
    """Raise and settle what the sources of live articles give cause to. Gives how many changed.

    Every sweep looks at what has changed in the library since the last one, and once a day, a slice
    in each sweep, at everything. What is not done within `LONGEST_RUN` is left for the next sweep.
    """
    at = now or timezone.now()
    seen, seen_on, seen_to, last = _row(_STATE, {})
    end = time.monotonic() + LONGEST_RUN
    if seen_on is None and seen == 0:
        # The history of before is looked at as everything is, not row by row.
        (seen,) = _row(_OLD_ENOUGH, {"last": last})
        _remember(seen, {})
    changed = _changed(seen, at, end) if last > seen else 0
    if seen_on is None or seen_on < at.date():
        changed += _slice(seen_to, at, end)
    return changed


def _changed(seen: int, at: datetime.datetime, end: float) -> int:
    references, done_until = _row(_CHANGED, {"seen": seen, "most": MOST})
    (family,) = _row(_FAMILY, {"changed": references or []})
    changed, is_done = 0, True
    if family:
        articles = _articles(
            works=family,
            which_raised="(raised.details ->> 'reference')::bigint = ANY(%(works)s)",
        )
        changed, is_done = _look_at(articles, at, end)
    if is_done and done_until is not None:
        _remember(done_until, {})
    return changed


def _slice(after: int, at: datetime.datetime, end: float) -> int:
    works, until = _row(_SLICE, {"after": after, "slice": SLICE})
    is_last = works is None or len(works) < SLICE
    articles = _articles(
        works=works or [],
        which_raised="(raised.details ->> 'reference')::bigint > %(after)s"
        " AND (%(is_last)s OR (raised.details ->> 'reference')::bigint <= %(until)s)",
        may_be_new=_MAY_BE_NEW,
        after=after,
        until=until or after,
        is_last=is_last,
    )
    changed, is_done = _look_at(articles, at, end)
    if is_done and is_last:
        _remember(0, {"causes_seen_on": at.date(), "causes_seen_to": 0})
    elif is_done:
        _remember(0, {"causes_seen_to": until})
    return changed


def _articles(*, which_raised: str, may_be_new: str = "", **names: Any) -> list[int]:
    """Those of which `source_causes.look_at` may find something."""
    parts = {"read": _READ, "rules": _RULES, "causes": _YEARS}
    statements = (
        _TO_RAISE.format(may_be_new=may_be_new, **parts),
        _TO_SETTLE.format(which=which_raised, **parts),
    )
    names |= {"most": MOST, "kinds": list(KINDS)}
    found: set[int] = set()
    for statement in statements:
        with connection.cursor() as cursor:
            cursor.execute(statement, names)
            found |= {row[0] for row in cursor.fetchall()}
    return sorted(found)


def _look_at(articles: list[int], at: datetime.datetime, end: float) -> tuple[int, bool]:
    """How many causes were raised or settled, and whether nothing is left of these."""
    changed = 0
    for article in articles:
        if time.monotonic() > end:
            return changed, False
        try:
            changed += _look_at_one(article, at)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            # One article that cannot be looked at must not keep the others, nor the mail.
            log.exception("Nobody looked at the sources of article %s", article)
    return changed, len(articles) < MOST


@transaction.atomic
def _look_at_one(article_id: int, at: datetime.datetime) -> int:
    """Looked at again with the article held: another sweep, or a person, may have been first."""
    article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
    return source_causes.look_at(article, at=at)


def _remember(seen: int, values: dict[str, Any]) -> None:
    Sweep.objects.update_or_create(pk=1, defaults=values)
    Sweep.objects.filter(pk=1, seen_reference_event__lt=seen).update(seen_reference_event=seen)


def _row(statement: str, names: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, names)
        row: tuple[Any, ...] = cursor.fetchone() or ()
    return row
