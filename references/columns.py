"""What PostgreSQL reads out of a CSL-JSON item, so that the item stays the only source.

Each function takes an expression that yields the item (a column, or a value about to be stored)
and returns an immutable expression, fit for generated columns, indexes and look-ups alike.
"""

from django.db.models import (
    Case,
    CharField,
    Expression,
    F,
    Func,
    IntegerField,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import MD5, Cast, Coalesce, Concat, Lower, NullIf
from django.db.models.lookups import Exact

Item = Expression | F
CSL = F("csl")
MARKUP = r"</?(em|sub|sup)>"
#: White space and punctuation, spelled out: what [:punct:] means depends on the server's locale.
BETWEEN_WORDS = r"[\s!-/:-@[-`{-~\u00ab\u00bb\u2010-\u2015\u2018-\u201f\u2026]+"


class TextAt(Func):
    """The text at a path of keys and positions, or NULL."""

    function = "jsonb_extract_path_text"
    output_field = TextField()


class Strings(Func):
    """Every string that a JSON path finds, as one text."""

    function = "jsonb_path_query_array"
    template = "(%(function)s(%(expressions)s))::text"
    output_field = TextField()


class Replaced(Func):
    function = "regexp_replace"
    output_field = TextField()


class Found(Func):
    function = "substring"
    output_field = TextField()


class JSONPath(Func):
    template = "(%(expressions)s)::jsonpath"
    output_field = TextField()


def _text(item: Item, *path: str) -> Expression:
    return TextAt(item, *(Value(key, output_field=TextField()) for key in path))


def text_at(key: str, item: Item = CSL) -> Expression:
    """A plain text entry of the item, empty where there is none."""
    return Coalesce(KeyTextTransform(key, item), Value(""), output_field=TextField())


def title(item: Item = CSL) -> Expression:
    """The title without its markup."""
    return Replaced(text_at("title", item), Value(MARKUP), Value(""), Value("g"))


def year(item: Item = CSL) -> Expression:
    """The year of issue; NULL where there is none that can be read."""
    written = Found(_text(item, "issued", "date-parts", "0", "0"), Value(r"^\d{1,4}$"))
    return Cast(written, IntegerField())


def first_author(item: Item = CSL) -> Expression:
    """Family name of the first author, or the organisation, else of the first editor."""
    names = [
        _text(item, role, "0", part)
        for role in ("author", "editor")
        for part in ("family", "literal", "given")
    ]
    return Coalesce(*names, Value(""), output_field=TextField())


def isbn_of_book(item: Item = CSL) -> Expression:
    """The ISBN where it names this work; a chapter carries the number of its whole book."""
    return Case(
        When(
            Exact(text_at("type", item), Value("book", output_field=TextField())),
            then=text_at("ISBN", item),
        ),
        default=Value("", output_field=TextField()),
        output_field=TextField(),
    )


def _every(path: str, item: Item) -> Expression:
    return Coalesce(Strings(item, JSONPath(Value(path))), Value("", output_field=TextField()))


def search_text(item: Item = CSL) -> Expression:
    """Everything the citation dialog finds a reference by, as one text."""
    parts: list[Expression] = [title(item)]
    parts += [_every(path, item) for path in ("$.author[*].*", "$.editor[*].*")]
    parts += [text_at(key, item) for key in ("container-title", "container-title-short")]
    parts += [Coalesce(Cast(year(item), CharField()), Value(""))]
    parts += [text_at(key, item) for key in ("DOI", "PMID", "PMCID")]
    spaced = [part for pair in zip(parts, [Value(" ")] * len(parts), strict=True) for part in pair]
    return Concat(*spaced[:-1], output_field=TextField())


def fingerprint(item: Item = CSL) -> Expression:
    """Equal for two records of one work without identifiers: title, year, first author.

    Where no author is named, who published it tells two works of one title apart (the labels of
    one drug by two companies). Case, white space, punctuation and markup do not count. Hashed,
    for titles outgrow an index.
    """
    nobody = Value("", output_field=TextField())
    origin = Coalesce(
        NullIf(first_author(item), nobody),
        _text(item, "publisher"),
        _text(item, "container-title"),
        nobody,
        output_field=TextField(),
    )

    def bare(text: Expression) -> Expression:
        return Lower(Replaced(text, Value(BETWEEN_WORDS), Value(""), Value("g")))

    work = Concat(
        bare(title(item)),
        Value("|"),
        Coalesce(Cast(year(item), CharField()), Value("")),
        Value("|"),
        bare(origin),
        output_field=TextField(),
    )
    return MD5(work)
