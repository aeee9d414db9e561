"""Records that may be of one work, for a person to look at. Nothing is ever merged by a guess."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Q, QuerySet

from references.identity import Identity
from references.models import Reference

#: Titles of one work, written twice, share at least this part of their trigrams.
CLOSE = 0.6
MOST = 20
MOST_PAIRS = 200
#: A DOI where an address or a remark holds it.
DOI_WITHIN = r"10\.[0-9]{4,9}/[^[:space:]?#" "<>]+"

_PAIRS = """
WITH work AS MATERIALIZED (
    SELECT id, lower(title) AS title, year, lower(first_author) AS author, fingerprint, doi,
        lower(substring(url || ' ' || coalesce(csl ->> 'note', '') FROM %(doi)s)) AS other_doi
    FROM references_reference WHERE merged_into_id IS NULL
)
SELECT least(one.id, two.id), greatest(one.id, two.id) FROM work AS one JOIN work AS two
    ON one.fingerprint = two.fingerprint AND one.id < two.id
UNION
SELECT least(one.id, two.id), greatest(one.id, two.id) FROM work AS one JOIN work AS two
    ON one.other_doi = two.doi AND one.id <> two.id AND one.doi = ''
UNION
SELECT one.id, two.id FROM work AS one JOIN work AS two
    ON one.year = two.year AND one.author = two.author AND one.id < two.id
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


def possible_pairs() -> list[Pair]:
    """Of one title, year and first author, or nearly; or one has the other's DOI in its address.

    Those that no identifier tells apart come first. In two queries.
    """
    facts: dict[str, str | float] = {"doi": DOI_WITHIN, "close": CLOSE, "most": MOST_PAIRS}
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, facts)
        found = cursor.fetchall()
    works = Reference.objects.in_bulk({pk for pair in found for pk in pair})
    pairs = [Pair(works[one], works[two]) for one, two in found]
    return sorted(pairs, key=lambda pair: pair.contradicts)


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
