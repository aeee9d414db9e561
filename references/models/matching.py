"""How the library is searched for what an editor types, in steps from the surest to the loosest.

Each step has an index that leads to its first results, however many there are: identifiers, the
beginning of a title or of a name, and trigrams have theirs, and what many records match is read
from the newest back, until there are enough.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Expression, F, Index, Q, Value, When
from django.db.models.functions import Left, Upper
from django.db.models.lookups import StartsWith

from references import identifiers

_Works = TypeVar("_Works", bound="QuerySet[Any]")

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from references.models.querysets import ReferenceQuerySet

MOST_WORDS = 16
#: Characters that the indexes of beginnings hold; a whole title would outgrow them.
BEGINNING = 100
#: With so many hits that have every word, what is merely close to the words is not looked for.
ENOUGH = 5
NEWEST = (F("year").desc(nulls_last=True), "id")
#: What every step asks for, and so the condition of the indexes made for them.
CURRENT = Q(merged_into__isnull=True)
#: Of identifiers whose column is called otherwise than an item calls them.
COLUMNS = {"setid": "set_id"}


def beginning(field: str) -> Expression:
    """The first characters without regard to case, as the index has them."""
    return Upper(Left(field, BEGINNING))


def _index_of_beginnings(field: str, name: str) -> Index:
    return Index(OpClass(beginning(field), name="text_pattern_ops"), name=name, condition=CURRENT)


INDEXES = (
    Index(*NEWEST, name="reference_by_year", condition=CURRENT),
    _index_of_beginnings("title", "reference_title_beginning"),
    _index_of_beginnings("first_author", "reference_author_beginning"),
)


def _begins(field: str, text: str) -> StartsWith:
    return StartsWith(beginning(field), Upper(Value(text[:BEGINNING])))


def _every_word(words: list[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= Q(search_text__icontains=word)
    return condition


def identified(library: _Works, whole: str) -> _Works:
    """What the whole names, where it is an identifier in one of the forms that people paste."""
    named = identifiers.named(whole)
    if named is None:
        return library.none()
    column = COLUMNS.get(named[0], named[0].lower())
    # An index leaves out what is empty.
    return library.filter(~Q(**{column: ""}), **{column: named[1]})


def steps(library: "ReferenceQuerySet", words: list[str]) -> Iterator["ReferenceQuerySet"]:
    """The hits of each step, best first; a later step may find those of an earlier one again."""
    whole, every_word = " ".join(words), _every_word(words)
    phrase = r"\m" + r"\W+".join(re.escape(word) for word in words)
    yield identified(library, whole).order_by(*NEWEST)
    yield library.filter(_begins("title", whole)).order_by(*NEWEST)
    yield library.filter(every_word, _begins("first_author", words[0])).order_by(*NEWEST)
    yield library.filter(title__iregex=phrase).order_by(*NEWEST)
    yield library.filter(every_word).order_by(*NEWEST)


def close(library: "ReferenceQuerySet", words: list[str]) -> "ReferenceQuerySet":
    """Titles like the words, so that a slip of the pen still finds them; the closest first."""
    whole = " ".join(words)
    similar = library.filter(title__trigram_word_similar=whole)
    return similar.annotate(closeness=TrigramWordSimilarity(whole, "title")).order_by(
        "-closeness", *NEWEST
    )


def matching_ids(library: "ReferenceQuerySet", text: str, limit: int) -> list[int]:
    """The best `limit` hits, in their order."""
    words = text.replace("\x00", " ").split()[:MOST_WORDS]
    found: list[int] = []
    if not words:
        return found
    for hits in steps(library, words):
        if len(found) < limit:
            found += _further(hits, found, limit)
    if len(found) < min(ENOUGH, limit):
        found += _further(close(library, words), found, limit)
    return found


def _further(hits: "ReferenceQuerySet", found: list[int], limit: int) -> list[int]:
    return list(hits.exclude(pk__in=found).values_list("pk", flat=True)[: limit - len(found)])


def in_order(ids: list[int]) -> Case:
    """To sort by the place in the list."""
    return Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)))
