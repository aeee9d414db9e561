"""Full-text search over live versions."""

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.cited_sources import changed_sources
from articles.querysets import ArticleQuerySet
from articles.selectors import live_articles

LONGEST_QUERY = 200
#: Around the words that were found: control characters, which no version can contain.
HIT, END_OF_HIT = "\x02", "\x03"


def search(text: str) -> ArticleQuerySet:
    """Live articles that match, best first, with `snippet` for `snippet_of`, `changed_sources`.

    `text` is what people type into search boxes: words, "phrases", or, -not.
    """
    query = SearchQuery(text, search_type="websearch", config="english")
    return (
        live_articles()
        .filter(live_version__search=query)
        .annotate(
            changed_sources=changed_sources(),
            rank=SearchRank(F("live_version__search"), query),
            snippet=SearchHeadline(
                Concat(
                    "live_version__summary",
                    Value(" "),
                    "live_version__words",
                    output_field=TextField(),
                ),
                query,
                config="english",
                start_sel=HIT,
                stop_sel=END_OF_HIT,
                max_words=28,
                min_words=12,
                max_fragments=2,
                fragment_delimiter=" … ",
            ),
        )
        .order_by("-rank", "-live_version__publication__published_at", "pk")
    )


def highlighted(text: str) -> SafeString:
    """What PostgreSQL found, escaped, with the hits marked."""
    marked = escape(text).replace(HIT, "<mark>").replace(END_OF_HIT, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped above


def snippet_of(found: str) -> SafeString:
    """A piece of a version's words, with dots where it was cut."""
    text = " ".join(found.split())
    first = text.lstrip(HIT)[:1]
    before = "… " if first and not first.isupper() else ""
    after = "" if text.rstrip(END_OF_HIT).endswith((".", "?", "!")) else " …"
    return highlighted(f"{before}{text}{after}")
