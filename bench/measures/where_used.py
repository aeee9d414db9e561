"""Where works are used, against one SELECT on a table that holds every citation ready."""

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from articles.models import Disclaimer
from articles.where_used import where_used
from bench.prose import sentences
from bench.sizes import Sizes
from bench.timing import Measured, interleaved, seconds

TABLES = (
    *("articles_article", "articles_section", "articles_version"),
    "references_reference",
)
#: Each article is its draft and three versions, each text of so many sections and citations.
TEXTS, SECTIONS, CITATIONS = 4, 8, 5
#: Citations of each work, were all cited alike; the first are cited much more than the last.
CITED = 33
ASKED = 20

_FILL = (
    """
    INSERT INTO references_reference (kind, csl, retraction, retraction_notice_url, created)
    SELECT 'research', jsonb_build_object('type', 'article-journal', 'title', 'Work ' || n,
        'DOI', '10.5555/cited.' || n), 'none', '', now()
    FROM generate_series(1, %(works)s) AS n
    """,
    """
    INSERT INTO articles_article (title, slug, summary, risk_tier, owner_id, disclaimer_id,
        retirement_reason, created)
    SELECT 'What does work ' || n || ' say?', 'cited-' || n, '', 'treatment', %(owner)s,
        %(disclaimer)s, '', now()
    FROM generate_series(1, %(articles)s) AS n
    """,
    """
    CREATE TEMPORARY TABLE cited_text ON COMMIT DROP AS
    SELECT article.id AS article_id, version, section, (
        SELECT string_agg('<p>' || %(prose)s || '<cite data-reference="' || first.id
            + floor(%(works)s * power(random(), 2) + 0 * paragraph)::int || '"></cite>.</p>', '')
        FROM generate_series(1, %(citations)s) AS paragraph
    ) AS body
    FROM articles_article AS article
    CROSS JOIN (SELECT min(id) AS id FROM references_reference WHERE doi LIKE '10.5555/cited.%%')
        AS first
    CROSS JOIN generate_series(0, %(texts)s - 1) AS version
    CROSS JOIN generate_series(1, %(sections)s) AS section
    WHERE article.slug LIKE 'cited-%%'
    """,
    """
    INSERT INTO articles_section (article_id, position, heading, body, plain_language)
    SELECT article_id, section, 'Part ' || section, body, '' FROM cited_text WHERE version = 0
    """,
    """
    INSERT INTO articles_version (article_id, number, digest, content, clinical_html, plain_html,
        words, frozen_at, frozen_by_id)
    SELECT article_id, version, repeat('0', 64), jsonb_build_object(
        'title', max(article.title), 'slug', max(article.slug), 'summary', '',
        'sections', jsonb_agg(jsonb_build_object('heading', 'Part ' || section, 'body', body,
            'plain_language', '') ORDER BY section),
        'references', (
            SELECT jsonb_agg(jsonb_build_object('id', id))
            FROM unnest(articles_cited_ids(string_agg(body, ''))) AS id
        )), '', '', '', now(), %(owner)s
    FROM cited_text JOIN articles_article AS article ON article.id = article_id
    WHERE version > 0 GROUP BY article_id, version
    """,
    """
    UPDATE articles_article AS article SET live_version_id = version.id
    FROM articles_version AS version
    WHERE version.article_id = article.id AND article.slug LIKE 'cited-%%'
        AND version.number = %(texts)s - 1
    """,
    """
    CREATE TEMPORARY TABLE every_citation ON COMMIT DROP AS
    SELECT id AS reference_id, article_id, CASE version WHEN 0 THEN 'draft'
        WHEN %(texts)s - 1 THEN 'live' ELSE 'version' END AS place,
        nullif(version, 0) AS number, 'Part ' || section AS heading, section, 'body' AS part
    FROM cited_text CROSS JOIN LATERAL unnest(articles_cited_ids(body)) AS id
    """,
    "CREATE INDEX ON every_citation (reference_id)",
)
_BARE = """
SELECT citation.reference_id, article.id, article.slug, article.title, citation.place,
    citation.number, citation.heading, citation.section, citation.part
FROM every_citation AS citation JOIN articles_article AS article
    ON article.id = citation.article_id
WHERE citation.reference_id = ANY(%s)
ORDER BY citation.reference_id, article.slug, citation.place, citation.number DESC, citation.section
"""


def measure(sizes: Sizes) -> Measured:
    """Works from the most cited to hardly ever, one page each; all is undone at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        works = _fill(cursor, sizes.citations)
        asked = works[:: max(1, len(works) // ASKED)][:ASKED]

        def bare(ids: list[int]) -> int:
            cursor.execute(_BARE, [ids])
            return len(cursor.fetchall())

        timed = interleaved(
            lambda: [where_used([pk]) for pk in asked],
            lambda: [bare([pk]) for pk in asked],
            sizes.rounds,
        )
        with CaptureQueriesContext(connection) as queries:
            found = where_used(asked)
        if len(found) != bare(asked):
            raise RuntimeError("where-used found other citations than there are")
        report = seconds(lambda: where_used(asked))
        cursor.execute("SELECT count(*) FROM every_citation")
        citations = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return Measured(
        "where-used",
        timed.ratio,
        "one SELECT of rows",
        {
            "ms": timed.ours * 1000 / len(asked),
            "bare ms": timed.bare * 1000 / len(asked),
            "queries": len(queries),
            "report ms": report * 1000,
            "uses": len(found),
        },
        {"citations": citations, "works in the report": len(asked)},
    )


def _fill(cursor: CursorWrapper, citations: int) -> list[int]:
    """The works' ids, the most cited first. The triggers are lifted until all is undone."""
    articles = max(1, citations // (TEXTS * SECTIONS * CITATIONS))
    works = max(ASKED, citations // CITED)
    facts: dict[str, int | str] = {
        "articles": articles,
        "works": works,
        "owner": User.objects.create_user("bench-citing").pk,
        "disclaimer": Disclaimer.objects.get(is_default=True).pk,
        "texts": TEXTS,
        "sections": SECTIONS,
        "citations": CITATIONS,
        "prose": sentences(40, 1),
    }
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute("SELECT setseed(0.5)")
    for statement in _FILL:
        cursor.execute(statement, facts)
    for table in (*TABLES, "every_citation"):
        cursor.execute(f"ANALYZE {table}")
    cursor.execute("SELECT reference_id FROM every_citation GROUP BY 1 ORDER BY count(*) DESC, 1")
    return [pk for (pk,) in cursor.fetchall()]
