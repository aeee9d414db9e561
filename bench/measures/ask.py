"""The answers to a question, against the bare query that finds the articles."""

from django.db import connection

from bench.pages import asked, client, fetch, queries_of
from bench.sizes import Sizes
from bench.timing import Measured, interleaved

QUESTIONS = [
    "What causes spasm of the neck and jaw?",
    "Is massage or heat better for muscle pain?",
    "How much magnesium is in a tablet?",
    "Can posture cause a migraine?",
    "When is botulinum given for dystonia?",
]
_BARE = """
SELECT article.id, version.title
FROM articles_article AS article
JOIN articles_version AS version ON version.id = article.live_version_id,
    CAST(replace(plainto_tsquery('english', %s)::text, '&', '|') AS tsquery) AS query
WHERE article.retired_at IS NULL AND version.search @@ query
ORDER BY ts_rank(version.search, query) DESC LIMIT 30
"""


def measure(sizes: Sizes) -> Measured:
    """Over the live articles that are there."""
    asking = client()

    def ours() -> None:
        for text in QUESTIONS:
            fetch(asking, asked("/ask/", text))

    def bare() -> None:
        with connection.cursor() as cursor:
            for text in QUESTIONS:
                cursor.execute(_BARE, [text])
                cursor.fetchall()

    timed = interleaved(ours, bare, sizes.rounds)
    return Measured(
        "ask",
        timed.ratio,
        "the bare query",
        {
            "ms": timed.ours / len(QUESTIONS) * 1000,
            "bare ms": timed.bare / len(QUESTIONS) * 1000,
            "queries": queries_of(asking, asked("/ask/", QUESTIONS[0])),
        },
        {"live articles": sizes.live, "words each": sizes.words},
    )
