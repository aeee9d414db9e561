"""Records that may be of one work, for a person to look at. Nothing is ever merged by a guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet

from references.identity import Identity
from references.models import Reference

#: Titles of one work, written twice, share at least this part of their trigrams.
CLOSE = 0.6
MOST = 20
MOST_PAIRS = 200
#: A DOI where an address or a remark holds it.
DOI_WITHIN = r"10\.[0-9]{4,9}/[^[:space:]?#<>]+"
#: How long titles are compared with each other, in milliseconds: some 30,000 works take it.
LONGEST = 5_000

_WORKS = """
WITH work AS MATERIALIZED (
    SELECT id, lower(title) AS title, year, lower(first_author) AS author, fingerprint, doi,
        lower(substring(url || ' ' || coalesce(csl ->> 'note', '') FROM %(doi)s)) AS other_doi
    FROM references_reference WHERE merged_into_id IS NULL
)
"""
_SAME = """
SELECT one.id, two.id FROM work AS one JOIN work AS two
    ON one.fingerprint = two.fingerprint AND one.id < two.id
UNION
SELECT least(one.id, two.id), greatest(one.id, two.id) FROM work AS one JOIN work AS two
    ON one.other_doi = two.doi AND one.id <> two.id AND one.doi = ''
ORDER BY 1, 2 LIMIT %(most)s
"""
_NEAR = """
SELECT one.id, two.id FROM work AS one JOIN work AS two
    ON one.year = two.year AND one.author = two.author AND one.id < two.id
    AND one.fingerprint <> two.fingerprint
    AND length(one.title) BETWEEN length(two.title) * 0.6 AND length(two.title) / 0.6
    AND similarity(one.title, two.title) >= %(close)s
ORDER BY 1, 2 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Pair:
    """Two records; `contradicts`: an identifier says that they are of two works."""

    one: Reference
    two: Reference

    @property
    def contradicts(self) -> bool:
        return Identity.of_record(self.one).contradicts(Identity.of_record(self.two))


@dataclass(frozen=True)
class Pairs:
    """`is_whole`: every title was compared. A large library takes too long for a page."""

    pairs: list[Pair]
    is_whole: bool


def possible_pairs() -> Pairs:
    """Of one title, year and first author, or nearly; or one has the other's DOI in its address.

    Those that no identifier tells apart come first.
    """
    facts: dict[str, str | float] = {"doi": DOI_WITHIN, "close": CLOSE, "most": MOST_PAIRS}
    same = _found(_WORKS + _SAME, facts)
    try:
        with transaction.atomic():
            _found(
                "SELECT set_config('statement_timeout', %(longest)s::text, true)",
                {"longest": LONGEST},
            )
            near = _found(_WORKS + _NEAR, facts)
            _found("SELECT set_config('statement_timeout', '0', true)", {})
        is_whole = True
    except OperationalError:
        near, is_whole = [], False
    found = list(dict.fromkeys((*same, *near)))[:MOST_PAIRS]
    works = Reference.objects.in_bulk({pk for pair in found for pk in pair})
    pairs = [Pair(works[one], works[two]) for one, two in found if one in works and two in works]
    return Pairs(sorted(pairs, key=lambda pair: pair.contradicts), is_whole)


def _found(sql: str, facts: Mapping[str, str | float]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return [tuple(row) for row in cursor.fetchall()]


def possible_duplicates(reference: Reference) -> list[Reference]:
    """Other records that may be of this work, the likeliest first."""
    same = Q(fingerprint=reference.fingerprint) | Q(title__trigram_similar=reference.title)
    if reference.doi:
        same |= Q(url__icontains=reference.doi)
    others: Iterable[Reference] = _near(reference).filter(same)[: MOST * 5]
    near = [work for work in others if _is_near(work, reference)]
    return near[:MOST]


def _near(reference: Reference) -> "QuerySet[Reference]":
    return (
        Reference.objects.current()
        .exclude(pk=reference.pk)
        .annotate(closeness=TrigramSimilarity("title", reference.title))
        .order_by("-closeness", "pk")
    )


def _is_near(work: Reference, reference: Reference) -> bool:
    """A year or an author that only one of them states tells nothing."""
    if reference.doi and reference.doi in work.url.lower():
        return True
    years = {work.year, reference.year} - {None}
    authors = {work.first_author.casefold(), reference.first_author.casefold()} - {""}
    closeness: float = work.closeness  # type: ignore[attr-defined] # annotated
    return closeness >= CLOSE and len(years) < 2 and len(authors) < 2  # noqa: PLR2004
