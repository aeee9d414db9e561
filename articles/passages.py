"""Answers to a question, made of nothing but passages from live versions."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.safestring import SafeString

from articles.cited_sources import ChangedSources, changed_sources
from articles.models import Article
from articles.provenance import source
from articles.search import END_OF_HIT, HIT, highlighted
from articles.selectors import live_articles, today
from articles.source_words import CitedSource
from articles.text.citations import cited
from articles.text.plain import blocks

LONGEST_QUESTION = 500
MOST_PASSAGES = 5
MOST_QUOTES = 3
#: How much of a question's subject must be found.
ENOUGH = 0.6


@dataclass(frozen=True)
class Passage:
    """A section of a reviewed article that matches, quoted word for word."""

    article: Article
    heading: str
    anchor: str
    quotes: list[SafeString]
    reviewed_on: datetime.date
    #: The day by which it should have been reviewed again, where that day has passed.
    overdue_since: datetime.date | None
    #: Doubtful sources that the section cites.
    sources: list[CitedSource]


@dataclass(frozen=True)
class _Found:
    """A section as the database found it."""

    version_id: int
    heading: str
    anchor: str
    body: str


@dataclass(frozen=True)
class _Reviewed:
    """An article, and the days that its provenance tells of."""

    article: Article
    reviewed_on: datetime.date
    overdue_since: datetime.date | None


def passages_for(question: str) -> list[Passage]:
    """The best matching sections, best first, in three queries however many articles there are."""
    found = _sections(question)
    quotes = _quotes(question, [blocks(section.body) for section in found])
    articles = _articles({section.version_id for section in found})
    return [
        Passage(
            article=articles[section.version_id].article,
            heading=section.heading,
            anchor=section.anchor,
            quotes=[highlighted(quote) for quote in quotes[place]],
            reviewed_on=articles[section.version_id].reviewed_on,
            overdue_since=articles[section.version_id].overdue_since,
            sources=_sources(articles[section.version_id].article, section.body),
        )
        for place, section in enumerate(found)
        # An article can be retired or renewed between two queries: then nothing is said of it.
        if section.version_id in articles and quotes[place]
    ]


def _sections(question: str) -> list[_Found]:
    with connection.cursor() as cursor:
        cursor.execute(
            _SECTIONS,
            {
                "question": question,
                "asking": ASKING,
                "enough": ENOUGH,
                "passages": MOST_PASSAGES,
            },
        )
        return [_Found(*row) for row in cursor.fetchall()]


def _quotes(question: str, texts: list[list[str]]) -> dict[int, list[str]]:
    """For each text its best paragraphs, in the order of the text, with the hits marked."""
    best: defaultdict[int, list[str]] = defaultdict(list)
    if texts:
        places = [place for place, text in enumerate(texts) for _block in text]
        with connection.cursor() as cursor:
            cursor.execute(
                _QUOTES,
                {
                    "question": question,
                    "places": places,
                    "blocks": [block for text in texts for block in text],
                    "options": f'HighlightAll=true, StartSel="{HIT}", StopSel="{END_OF_HIT}"',
                    "quotes": MOST_QUOTES,
                },
            )
            for place, quote in cursor.fetchall():
                best[place].append(quote)
    return best


def _articles(versions: Iterable[int]) -> dict[int, _Reviewed]:
    """By live version: its article, and the day it was last reviewed (else published)."""
    provenance, day = source(), today()
    articles = provenance.annotate(live_articles().filter(live_version__in=versions)).annotate(
        changed_sources=changed_sources()
    )
    found = {}
    for article in articles:
        version = article.live_version
        review = provenance.read(article)
        if version is not None:
            found[version.pk] = _Reviewed(
                article,
                (review and review.last_reviewed_on) or version.publication.published_at.date(),
                review.next_review_on if review and review.is_overdue_on(day) else None,
            )
    return found


def _sources(article: Article, body: str) -> list[CitedSource]:
    rows = article.changed_sources  # type: ignore[attr-defined] # annotated by `_articles`
    if not rows:
        return []
    return ChangedSources.of(rows).among(citation.reference_id for citation in cited(body))


#: Words that make a sentence a question, and say nothing of its subject.
ASKING = (
    "ask use used using take takes taken taking give given long much many often soon help helps "
    "good bad better best need needed mean means happen happens tell know get work works safe "
    "possible please explain"
)

#: The question's lexemes are looked for with "or": people ask in sentences, and a sentence is never
#: found whole. So that one common word is no answer, most of those that name the subject must occur
#: in the section, its heading or the article's title, and at least one word in the section itself.
_SECTIONS = """
WITH said AS (
    SELECT tsvector_to_array(to_tsvector('english', %(question)s)) AS words,
           tsvector_to_array(to_tsvector('english', %(asking)s)) AS asking,
           replace(plainto_tsquery('english', %(question)s)::text, '&', '|')::tsquery AS query
), asked AS MATERIALIZED (
    SELECT query, words, CASE WHEN words <@ asking THEN words ELSE ARRAY(
        SELECT word FROM unnest(words) AS word WHERE word <> ALL(asking)
    ) END AS subject
    FROM said
), candidates AS MATERIALIZED (
    SELECT version.id, version.title, version.content, version.clinical_html
    FROM articles_article article
    JOIN articles_version version ON version.id = article.live_version_id
    CROSS JOIN asked
    WHERE article.retired_at IS NULL AND version.search @@ asked.query
    ORDER BY ts_rank(version.search, asked.query) DESC, version.id
    LIMIT 15
), sections AS (
    SELECT candidates.id, candidates.clinical_html, section.place, section.value,
           to_tsvector('english', candidates.title) AS title,
           setweight(to_tsvector('english', section.value ->> 'heading'), 'A')
               || to_tsvector('english', section.value ->> 'body') AS text
    FROM candidates
    CROSS JOIN LATERAL jsonb_array_elements(candidates.content -> 'sections')
        WITH ORDINALITY AS section(value, place)
), matching AS (
    SELECT sections.*, ts_rank(sections.text, asked.query) AS rank, asked.subject,
           ARRAY(
               SELECT word
               FROM unnest(tsvector_to_array(sections.title || sections.text)) AS word
               WHERE word = ANY(asked.words)
           ) AS found
    FROM sections CROSS JOIN asked
    WHERE sections.text @@ asked.query
), counted AS (
    SELECT matching.*, (SELECT count(*) FROM unnest(found) AS word WHERE word = ANY(subject))
        AS subject_found
    FROM matching
)
SELECT id, value ->> 'heading',
       split_part(split_part(clinical_html, '<section id="', place::integer + 1), '"', 1),
       value ->> 'body'
FROM counted
WHERE subject_found >= greatest(1, ceil(%(enough)s * cardinality(subject)))
ORDER BY subject_found DESC, cardinality(found) DESC, rank DESC, id, place
LIMIT %(passages)s
"""

_QUOTES = """
WITH asked AS (
    SELECT replace(plainto_tsquery('english', %(question)s)::text, '&', '|')::tsquery AS query
), ranked AS (
    SELECT place, position, block, row_number() OVER (
        PARTITION BY place
        ORDER BY ts_rank(to_tsvector('english', block), asked.query) DESC, position
    ) AS standing
    FROM unnest(%(places)s::integer[], %(blocks)s::text[])
        WITH ORDINALITY AS quote(place, block, position)
    CROSS JOIN asked
    WHERE to_tsvector('english', block) @@ asked.query
)
SELECT place, ts_headline('english', block, asked.query, %(options)s)
FROM ranked CROSS JOIN asked
WHERE standing <= %(quotes)s
ORDER BY place, position
"""
