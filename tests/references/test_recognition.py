"""One record per work, whatever names it, however many are asked for at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from references import csl, library, recognition
from references.identity import Shelf
from references.kinds import Kind
from references.library import add_many, find, find_many, find_or_create
from references.models import Reference
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

ARTICLE = {
    "type": "article-journal",
    "title": "Sample study of the neck",
    "author": [{"family": "Sample", "given": "Author"}],
    "issued": {"date-parts": [[2020]]},
}
BOOK = ARTICLE | {"type": "book", "title": "Sample textbook"}
LABEL = {"type": "document", "title": "Samplamine tablets", "publisher": "Sample Company"}
SET_ID = "01234567-89ab-cdef-0123-456789abcdef"
OTHER_SET_ID = "11234567-89ab-cdef-0123-456789abcdef"
ISBN, OTHER_ISBN = "9780306406157", "9783161484100"


@dataclass(frozen=True)
class Work:
    csl: dict[str, Any]
    kind: str = Kind.RESEARCH


def works(*items: dict[str, Any]) -> list[Work]:
    return [Work(csl.normalise(item)) for item in items]


def merge(duplicate: Reference, into: Reference) -> None:
    by: User = UserFactory.create()
    Reference.objects.filter(pk=duplicate.pk).update(
        merged_into=into, merged_at=timezone.now(), merged_by=by
    )


@contextmanager
def at_most(queries: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    assert len(captured) <= queries, [query["sql"][:200] for query in captured]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        (LABEL | {"setid": SET_ID}, {"type": "webpage", "title": "Other", "setid": SET_ID.upper()}),
        (BOOK | {"ISBN": ISBN}, {"type": "book", "title": "Other", "ISBN": "0-306-40615-2"}),
        (ARTICLE | {"NCT": "NCT01234567"}, {"title": "Other", "NCT": "01234567"}),
        (LABEL | {"URL": "https://example.org/a"}, {"title": "O", "URL": "https://example.org/a"}),
        (ARTICLE | {"NCT": "NCT01234567", "DOI": "10.1000/a"}, ARTICLE | {"NCT": "NCT01234567"}),
        (BOOK | {"ISBN": ISBN}, BOOK | {"DOI": "10.1000/a"}),
    ],
)
def test_find_recognises_by(stored: dict[str, Any], asked: dict[str, Any]) -> None:
    ReferenceFactory.create()
    known = ReferenceFactory.create(csl=csl.normalise(stored))
    assert find(csl.normalise(asked)) == known


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        (LABEL | {"setid": SET_ID}, LABEL | {"setid": OTHER_SET_ID}),
        (BOOK | {"ISBN": ISBN}, BOOK | {"ISBN": OTHER_ISBN}),
        (ARTICLE | {"NCT": "NCT01234567"}, ARTICLE | {"NCT": "NCT01234568"}),
        # Two papers of one trial, and a paper beside the registration itself.
        (ARTICLE | {"NCT": "NCT01234567", "DOI": "10.1000/a"}, {"title": "O", "NCT": "01234567"}),
        (
            ARTICLE | {"NCT": "NCT01234567"},
            {"title": "O", "NCT": "NCT01234567", "DOI": "10.1000/a"},
        ),
        # Two chapters of one book.
        (
            BOOK | {"type": "chapter", "ISBN": ISBN},
            {"type": "chapter", "title": "Other", "ISBN": ISBN},
        ),
        (BOOK | {"ISBN": ISBN}, {"type": "chapter", "title": "Other", "ISBN": ISBN}),
    ],
)
def test_find_tells_works_apart(stored: dict[str, Any], asked: dict[str, Any]) -> None:
    """And what it tells apart, the database takes beside each other."""
    first, _ = find_or_create(stored)
    assert find(csl.normalise(asked)) is None
    second, is_new = find_or_create(asked)
    assert is_new
    assert second != first


@pytest.mark.parametrize(
    "asked",
    [
        {"title": "Other", "DOI": "10.1000/merged"},
        ARTICLE,
        ARTICLE | {"PMID": "5"},
        {"title": "Other", "URL": "https://example.org/merged"},
    ],
)
def test_find_answers_with_the_record_that_another_was_merged_into(asked: dict[str, Any]) -> None:
    last = ReferenceFactory.create(csl={"type": "article-journal", "title": "Last", "PMID": "5"})
    middle = ReferenceFactory.create(csl={"type": "article-journal", "title": "Middle"})
    merged = ReferenceFactory.create(
        csl=csl.normalise(ARTICLE | {"DOI": "10.1000/merged", "URL": "https://example.org/merged"})
    )
    merge(merged, middle)
    merge(middle, last)
    assert find(csl.normalise(asked)) == last


def test_find_through_a_merged_record_minds_what_contradicts_the_other() -> None:
    kept = ReferenceFactory.create(csl={"type": "article-journal", "title": "Kept", "PMID": "5"})
    merge(ReferenceFactory.create(csl=csl.normalise(ARTICLE)), kept)
    assert find(csl.normalise(ARTICLE | {"PMID": "6"})) is None


def test_find_prefers_a_record_that_was_not_merged() -> None:
    kept = ReferenceFactory.create()
    merge(ReferenceFactory.create(csl=csl.normalise(ARTICLE | {"DOI": "10.1000/a"})), kept)
    later = ReferenceFactory.create(csl=csl.normalise(ARTICLE | {"DOI": "10.1000/a"}))
    assert find(csl.normalise(ARTICLE | {"DOI": "10.1000/a"})) == later


def test_find_apart_from_a_record_leaves_out_what_was_merged_into_it() -> None:
    kept = ReferenceFactory.create()
    merge(ReferenceFactory.create(csl=csl.normalise(ARTICLE | {"DOI": "10.1000/a"})), kept)
    asked = csl.normalise({"title": "Other", "DOI": "10.1000/a"})
    assert find(asked) == kept
    assert find(asked, apart_from=kept.pk) is None


def test_fingerprints_are_those_of_the_column() -> None:
    items = [
        csl.normalise(item)
        for item in (
            ARTICLE,
            BOOK,
            LABEL,
            {"title": "Ünïcode & <i>markup</i>: “quoted” \N{EN DASH} 漢字 \\ \\u0041 %s"},
            {"title": "T", "editor": [{"literal": "Sample Agency"}], "issued": "2020-02"},
            {"title": "T", "container-title": "Sample Site", "URL": "https://example.org/x"},
        )
    ]
    stored = [Reference.objects.create(kind=Kind.RESEARCH, csl=item) for item in items]
    assert recognition.fingerprints(items) == [reference.fingerprint for reference in stored]
    assert recognition.fingerprints([]) == []


def test_find_many_asks_as_often_for_hundreds_as_for_ten() -> None:
    """A number that is found makes further questions needless; here each kind of name is asked."""
    items = [
        csl.normalise(item | {"title": f"{item['title']} {n}"})
        for n in range(100)
        for item in (
            ARTICLE | {"DOI": f"10.1000/{n}", "PMID": f"{n + 1}", "PMCID": f"PMC{n + 1}"},
            LABEL | {"URL": f"https://example.org/{n}"},
            {"type": "webpage", "title": "Registration", "NCT": f"NCT{n:08}"},
        )
    ]
    add_many([Work(item) for item in items[::2]])
    with CaptureQueriesContext(connection) as few:
        find_many(items[:12])
    with CaptureQueriesContext(connection) as many:
        found = find_many(items)
    assert len(few) == len(many) <= 9
    assert [reference is not None for reference in found] == [True, False] * 150
    assert [reference and reference.csl for reference in found[::2]] == items[::2]


def test_add_many_adds_what_is_new_and_returns_a_record_for_each() -> None:
    known = ReferenceFactory.create(csl=csl.normalise(ARTICLE))
    given = works(
        ARTICLE | {"DOI": "10.1000/a"},
        BOOK,
        BOOK | {"ISBN": ISBN},
        LABEL,
        ARTICLE | {"DOI": "10.1000/a", "title": "Written otherwise"},
    )
    added = add_many(given)
    assert [one.is_new for one in added] == [False, True, False, True, True]
    assert added[0].reference == known
    assert added[1].reference == added[2].reference
    assert Reference.objects.count() == 4
    known.refresh_from_db()
    assert known.csl == csl.normalise(ARTICLE), "no record that exists is changed"


def test_add_many_does_what_one_by_one_would_do() -> None:
    """A number met earlier in the batch decides over a title met in the library, as one by one."""
    items: list[dict[str, Any]] = [
        ARTICLE | {"title": "Written otherwise", "DOI": "10.1000/a"},
        ARTICLE | {"DOI": "10.1000/a"},
        ARTICLE | {"PMID": "5"},
        ARTICLE | {"PMID": "6"},
        ARTICLE,
        LABEL | {"URL": "https://example.org/a"},
        {"title": "Other", "URL": "https://example.org/a"},
        {"title": "Other", "URL": "https://example.org/a", "DOI": "10.1000/b"},
    ]
    ReferenceFactory.create(csl=csl.normalise(ARTICLE))
    with_many = [(one.reference.csl, one.is_new) for one in add_many(works(*items))]
    Reference.objects.all().delete()
    ReferenceFactory.create(csl=csl.normalise(ARTICLE))
    one_by_one = [(work.csl, is_new) for work, is_new in map(find_or_create, items)]
    assert with_many == one_by_one


def test_add_many_asks_as_often_for_hundreds_as_for_ten() -> None:
    def given(*numbers: int) -> list[Work]:
        return works(*(ARTICLE | {"title": f"T {n}", "DOI": f"10.1000/{n}"} for n in numbers))

    with CaptureQueriesContext(connection) as few:
        add_many(given(*range(10)))
    with CaptureQueriesContext(connection) as many:
        added = add_many(given(*range(1000, 1300)))
    assert len(few) == len(many)
    assert all(one.is_new for one in added)


def test_add_many_of_nothing_asks_nothing() -> None:
    with at_most(0):
        assert add_many([]) == []


def test_add_many_finds_what_came_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody adds one of the works after we looked: it is recognised, the others go in."""
    look = recognition.recognised
    met: list[Reference] = []

    def look_and_be_overtaken(
        items: list[dict[str, Any]], shelf: Shelf[int] | None
    ) -> list[Reference | int | None]:
        found = look(items, shelf)
        met.append(ReferenceFactory.create(csl=csl.normalise(ARTICLE | {"DOI": "10.1000/a"})))
        return found

    monkeypatch.setattr(library, "recognised", look_and_be_overtaken)
    added = add_many(works(BOOK, ARTICLE | {"DOI": "10.1000/a", "title": "Other"}, LABEL))
    assert [one.is_new for one in added] == [True, False, True]
    assert added[1].reference == met[0]
    assert Reference.objects.count() == 3
