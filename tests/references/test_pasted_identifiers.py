"""A pasted list of identifiers, as people paste them."""

import pytest
from pytest_django import DjangoAssertNumQueries

from references.models import Reference
from references.pasted_identifiers import MOST, works_named
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db
ODD = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"


def work(**identifiers: str) -> Reference:
    csl = {"type": "article-journal", "title": f"Work {identifiers}", **identifiers}
    return ReferenceFactory.create(csl=csl)


def named(text: str) -> list[tuple[str, Reference | None]]:
    return [(one.text, one.reference) for one in works_named(text)]


def test_each_entry_is_read_whatever_it_is_and_however_it_is_separated() -> None:
    by_doi, by_pmid, by_pmcid = work(DOI="10.5555/a"), work(PMID="111"), work(PMCID="PMC222")
    odd = work(DOI=ODD)
    text = f"https://doi.org/10.5555/A.\nPMID: 111; pmc222\n{ODD}\n\n 10.5555/a 111 "
    assert named(text) == [
        ("https://doi.org/10.5555/A.", by_doi),
        ("PMID: 111", by_pmid),
        ("pmc222", by_pmcid),
        (ODD, odd),
        ("10.5555/a", by_doi),
        ("111", by_pmid),
    ]


def test_what_is_unknown_or_unreadable_is_told_as_it_was_written() -> None:
    work(DOI="10.5555/a")
    assert named("10.5555/b\nnonsense here\n10.5555/b") == [
        ("10.5555/b", None),
        ("nonsense here", None),
    ]
    assert named("") == []


def test_book_is_found_by_its_isbn() -> None:
    book = ReferenceFactory.create(
        kind="textbook", csl={"type": "book", "title": "Book", "ISBN": "9780306406157"}
    )
    assert named("ISBN 0-306-40615-2") == [("ISBN 0-306-40615-2", book)]


def test_merged_record_answers_with_the_one_that_was_kept() -> None:
    kept, duplicate = work(DOI="10.5555/kept"), work(DOI="10.5555/old")
    Reference.objects.filter(pk=duplicate.pk).update(
        merged_into=kept, merged_at="2026-01-01T00:00Z", merged_by=UserFactory.create()
    )
    assert named("10.5555/old") == [("10.5555/old", kept)]


def test_long_list_is_read_up_to_its_limit_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    text = "\n".join(f"10.5555/{number}" for number in range(MOST + 5))
    with django_assert_max_num_queries(6):
        assert len(works_named(text)) == MOST
