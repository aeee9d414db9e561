"""Live articles by the thousand: rows written by SQL, past the verbs and their triggers.

Only ever in the database of the bench. What the rows say is what an approval would have written,
but for the digests, which are of nothing.
"""

import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from articles.models import Article, Disclaimer, Specialty
from bench.prose import vocabulary
from editorial.models import Notification, ReviewSchedule, Sweep

SECTIONS = 4
OWNERS = 100
TABLES = ("articles_article", "articles_version", "articles_publication", "editorial_review")
_FILL = [
    """
    INSERT INTO articles_article (
        title, slug, summary, risk_tier, owner_id, disclaimer_id, specialty_id,
        retirement_reason, created
    )
    SELECT 'What does ' || (%(words)s::text[])[1 + n %% 500] || ' do in case ' || n || '?',
        'bench-' || n, 'It depends.', 'treatment',
        (%(owners)s::int[])[1 + n / 100 %% cardinality(%(owners)s::int[])],
        %(disclaimer)s, %(specialty)s, '', now()
    FROM generate_series(%(first)s, %(last)s) AS n
    """,
    """
    WITH sections AS MATERIALIZED (
        SELECT article.id, place, (
            SELECT string_agg(
                (%(words)s::text[])[
                    1 + floor(cardinality(%(words)s::text[]) * power(random(), 3))::int
                ], ' '
            )
            FROM generate_series(1, %(length)s + 0 * article.id + 0 * place)
        ) AS text
        FROM articles_article AS article CROSS JOIN generate_series(1, %(sections)s) AS place
        WHERE article.slug LIKE 'bench-%%' AND article.live_version_id IS NULL
    ),
    texts AS (
        SELECT id,
            string_agg(text, ' ' ORDER BY place) AS words,
            string_agg(
                '<section id="part-' || place || '"><h2>Part ' || place || '</h2><p>' || text
                    || '.</p></section>', '' ORDER BY place
            ) AS html,
            jsonb_agg(
                jsonb_build_object(
                    'heading', 'Part ' || place, 'body', '<p>' || text || '.</p>',
                    'plain_language', ''
                ) ORDER BY place
            ) AS sections
        FROM sections GROUP BY id
    )
    INSERT INTO articles_version (
        article_id, number, digest, content, clinical_html, plain_html, words,
        frozen_at, frozen_by_id
    )
    SELECT article.id, 1, encode(sha256(article.slug::bytea), 'hex'),
        jsonb_build_object(
            'schema', 1, 'slug', slug, 'number', 1, 'title', title, 'summary', summary,
            'specialty', 'Samples', 'specialty_slug', 'samples', 'sections', texts.sections,
            'references', '[]'::jsonb, 'authors', '[]'::jsonb
        ),
        html, html, words, now(), %(owner)s
    FROM texts JOIN articles_article AS article USING (id)
    """,
    """
    INSERT INTO articles_publication (version_id, published_at, published_by_id)
    SELECT version.id, now(), %(owner)s
    FROM articles_version AS version JOIN articles_article AS article
        ON article.id = version.article_id
    WHERE article.slug LIKE 'bench-%%' AND article.live_version_id IS NULL
    """,
    """
    INSERT INTO editorial_review (
        article_id, version_id, kind, state, policy, approvals_needed, note, reason,
        submitted_at, submitted_by_id, begun_at, begun_by_id, closed_at, closed_by_id
    )
    SELECT article.id, version.id, 'new', 'approved', '{}', 2, '', '',
        now(), %(owner)s, now(), %(owner)s, now(), %(owner)s
    FROM articles_version AS version JOIN articles_article AS article
        ON article.id = version.article_id
    WHERE article.slug LIKE 'bench-%%' AND article.live_version_id IS NULL
    """,
    """
    INSERT INTO editorial_reviewschedule (
        article_id, review_id, reviewed_on, interval_months, regular_due_on, due_on
    )
    SELECT article.id, review.id, %(today)s::date - 400, 24, %(today)s::date + 400,
        %(today)s::date
            + CASE WHEN article.id %% 100 = 0 THEN 20 ELSE 100 + article.id::int %% 300 END
    FROM editorial_review AS review JOIN articles_article AS article
        ON article.id = review.article_id
    WHERE article.slug LIKE 'bench-%%' AND article.live_version_id IS NULL
    """,
    """
    UPDATE articles_article AS article SET live_version_id = version.id
    FROM articles_version AS version
    WHERE version.article_id = article.id
        AND article.slug LIKE 'bench-%%' AND article.live_version_id IS NULL
    """,
]


def fill_up_to(count: int, *, words: int, today: datetime.date) -> None:
    """So many live articles in all, the new ones of so many words; one in a hundred is due."""
    there = Article.objects.filter(slug__startswith="bench-").count()
    if count <= there:
        return
    owners = _owners()
    specialty, _ = Specialty.objects.get_or_create(name="Samples", slug="samples")
    facts: dict[str, int | datetime.date | list[str] | list[int]] = {
        "first": there + 1,
        "last": count,
        "owner": owners[0],
        "owners": owners,
        "specialty": specialty.pk,
        "disclaimer": Disclaimer.objects.get(is_default=True).pk,
        "words": vocabulary(),
        "length": max(1, words // SECTIONS),
        "sections": SECTIONS if words >= SECTIONS else 1,
        "today": today,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        _triggers(cursor, "DISABLE")
        cursor.execute("SELECT setseed(0.5)")
        for statement in _FILL:
            cursor.execute(statement, facts)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _triggers(cursor, "ENABLE")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def undo_plans() -> None:
    """As if nobody had planned, for articles that are to come."""
    Notification.objects.all().delete()
    ReviewSchedule.objects.filter(planned_for__isnull=False).update(planned_for=None)
    Sweep.objects.update(planned_on=None)


def _owners() -> list[int]:
    """Accounts with an address each, which own the articles in turn."""
    names = [f"bench-owner-{number}" for number in range(OWNERS)]
    User.objects.bulk_create(
        [User(username=name, email=f"{name}@example.org") for name in names],
        ignore_conflicts=True,
    )
    found = User.objects.filter(username__in=names).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _triggers(cursor: CursorWrapper, what: str) -> None:
    """Our own only: those behind foreign keys go on checking."""
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} {what} TRIGGER USER")
