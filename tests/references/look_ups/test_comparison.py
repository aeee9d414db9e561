"""A record beside what was found: what differs, what is missing, what is the same."""

from typing import Any

import pytest

from references.look_ups.comparison import Row, comparison, is_same, shown, version
from references.models import Reference
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def record(**entries: Any) -> Reference:
    item = {"type": "article-journal", "title": "Stiff necks", "DOI": "10.1000/necks"}
    return ReferenceFactory.create(csl=item | entries, kind="research")


def rows(reference: Reference, kind: str = "research", **found: Any) -> list[Row]:
    return list(comparison(reference, found, kind).rows)


def test_comparison_tells_missing_from_different_from_same() -> None:
    compared = comparison(
        record(volume="12"),
        {"title": "Stiff necks", "volume": "13", "PMID": "8300650"},
        "trial",
    )
    assert [(row.key, row.here, row.found, row.is_missing) for row in compared.rows] == [
        ("kind", "Research", "Trial", False),
        ("volume", "12", "13", False),
        ("PMID", "", "8300650", True),
    ]
    assert [str(label) for label in compared.same] == ["Title"]
    assert compared.contradicts is False


def test_comparison_never_takes_anything_away() -> None:
    assert rows(record(volume="12", note="of ours"), title="Stiff necks") == []


@pytest.mark.parametrize(
    ("here", "found", "same"),
    [
        ("101-109", "101-9", True),
        ("101-9", "101-109", True),
        ("101-109", "101-10", False),
        ("101", "101-9", False),
        ("e101-9", "e101-e109", False),
        (None, "101-9", False),
    ],
)
def test_comparison_knows_shortened_pages(here: str | None, found: str, *, same: bool) -> None:
    assert is_same("page", here, found) is same


def test_comparison_with_another_doi_says_that_these_may_be_two_works() -> None:
    assert comparison(record(), {"DOI": "10.1000/jaws"}, "research").contradicts


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("author", [{"family": "Example", "given": "Ada"}, {"literal": "Sample Group"}],
         "Example, Ada; Sample Group"),
        ("issued", {"date-parts": [[2025, 11, 4]]}, "4 November 2025"),
        ("issued", {"date-parts": [[2025, 11]]}, "November 2025"),
        ("issued", {"date-parts": [[2025]]}, "2025"),
        ("issued", {"literal": "in press"}, "in press"),
        ("type", "article-journal", "Article in a journal"),
        ("type", "dataset", "dataset"),
        ("title", "H<sub>2</sub>O <b>& 1 < 2", "H<sub>2</sub>O &lt;b&gt;&amp; 1 &lt; 2"),
        ("volume", "", ""),
        ("volume", "<script>", "<script>"),  # the template escapes it
    ],
)  # fmt: skip
def test_shown_is_for_people(key: str, value: object, words: str) -> None:
    assert shown(key, value) == words
    assert hasattr(shown(key, value), "__html__") is (key == "title")


def test_version_changes_with_the_record() -> None:
    reference = record()
    before = version(reference)
    reference.csl = {**reference.csl, "volume": "1"}
    reference.save()
    assert version(reference) != before
    assert version(Reference.objects.get(pk=reference.pk)) == version(reference)
