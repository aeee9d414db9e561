"""Full-text search over live versions."""

from html import unescape

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.querysets import ArticleQuerySet
from articles.selectors import live_articles

LONGEST_QUERY = 200
#: Around the words that were found: control characters, which no version can contain.
HIT, END_OF_HIT = "\x02", "\x03"
#: What a snippet leaves out of a rendering, and what stands instead.
WITHOUT = (
    (r'<sup class="citation"[^>]*?>.*?</sup>', ""),
    ("<h2>.*?</h2>", " "),
    ('<p class="callout-label">.*?</p>', " "),
    (r"<[^>]*>", " "),
)


def search(text: str) -> ArticleQuerySet:
    """Live articles that match, best first, each with `snippet` for `highlighted`.

    `text` is what people type into search boxes: words, "phrases", or, -not.
    """
    query = SearchQuery(text, search_type="websearch", config="english")
    return (
        live_articles()
        .filter(live_version__search=query)
        .annotate(
            rank=SearchRank(F("live_version__search"), query),
            snippet=SearchHeadline(
                Concat(
                    "live_version__summary",
                    Value(" "),
                    _words(F("live_version__clinical_html")),
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
    """A piece of a stored rendering, with dots where it was cut.

    The rendering writes five characters as entities; they are undone first, so that nothing is
    escaped twice.
    """
    text = " ".join(unescape(found).split())
    first = text.lstrip(HIT)[:1]
    before = "… " if first and not first.isupper() else ""
    after = "" if text.rstrip(END_OF_HIT).endswith((".", "?", "!")) else " …"
    return highlighted(f"{before}{text}{after}")


def _words(html: F) -> Func:
    """The running text of a stored rendering, up to its references and disclaimer.

    PostgreSQL takes a whole pattern to be as greedy as its first quantifier, and one with
    alternatives to be greedy.
    """
    text: F | Func = html
    for following in ('<section id="references"', '<section class="disclaimer"'):
        text = Func(
            text, Value(following), Value(1), function="split_part", output_field=TextField()
        )
    for pattern, instead in WITHOUT:
        text = Func(
            text,
            Value(pattern),
            Value(instead),
            Value("g"),
            function="regexp_replace",
            output_field=TextField(),
        )
    return text  # type: ignore[return-value] # at least one Func was applied
