"""The search page, against the bare query behind it."""

from django.db import connection

from bench.pages import asked, client, fetch, queries_of
from bench.prose import SUBJECTS
from bench.sizes import Sizes
from bench.timing import Measured, interleaved

#: Single words, two words that must both occur, one that must not.
QUERIES = [*SUBJECTS[:6], "spasm neck", "dose tablet", "pain -massage", '"neck jaw"']
_BARE = """
SELECT article.id, version.title, ts_rank(version.search, query) AS rank
FROM articles_article AS article
JOIN articles_version AS version ON version.id = article.live_version_id,
    websearch_to_tsquery('english', %s) AS query
WHERE article.retired_at IS NULL AND version.search @@ query
ORDER BY rank DESC LIMIT 20
"""


def measure(sizes: Sizes) -> Measured:
    """Over the live articles that are there."""
    asking = client()

    def ours() -> None:
        for text in QUERIES:
            fetch(asking, asked("/search/", text))

    def bare() -> None:
        with connection.cursor() as cursor:
            for text in QUERIES:
                cursor.execute(_BARE, [text])
                cursor.fetchall()

    timed = interleaved(ours, bare, sizes.rounds)
    return Measured(
        "search",
        timed.ratio,
        "the bare query",
        {
            "ms": timed.ours / len(QUERIES) * 1000,
            "bare ms": timed.bare / len(QUERIES) * 1000,
            "queries": queries_of(asking, asked("/search/", QUERIES[0])),
        },
        {"live articles": sizes.live, "words each": sizes.words},
    )
