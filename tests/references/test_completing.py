"""What an import adds to a record that exists: identifiers that it lacks, and nothing else."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from references import completing, csl
from references.library import add_many
from tests.factories.references import ReferenceFactory
from tests.references.test_recognition import ARTICLE, BOOK, ISBN, OTHER_ISBN, SET_ID, merge, works

pytestmark = pytest.mark.django_db
DOI = ARTICLE | {"DOI": "10.1000/a"}


def complete(stored: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The record after the import of another that means the same work."""
    record = ReferenceFactory.create(csl=csl.normalise(stored))
    (added,) = add_many(works(given), complete=True)
    assert (added.reference, added.is_new) == (record, False)
    record.refresh_from_db()
    gained = {key: value for key, value in record.csl.items() if key not in stored}
    assert added.gained == gained
    assert {key: record.csl[key] for key in stored} == stored, "what was there stays"
    return gained


@pytest.mark.parametrize(
    ("stored", "given", "gained"),
    [
        (DOI, DOI | {"PMID": "5"}, {"PMID": "5"}),
        (
            ARTICLE | {"PMID": "5"},
            DOI | {"PMID": "5", "PMCID": "PMC6", "NCT": "NCT01234567"},
            {"DOI": "10.1000/a", "PMCID": "PMC6", "NCT": "NCT01234567"},
        ),
        (BOOK | {"ISBN": ISBN}, BOOK | {"ISBN": ISBN, "DOI": "10.1000/b"}, {"DOI": "10.1000/b"}),
        (DOI | {"type": "book"}, DOI | {"type": "book", "ISBN": ISBN}, {"ISBN": ISBN}),
        (DOI, DOI | {"setid": SET_ID}, {"setid": SET_ID}),
        # Neither what is no identifier, nor an address.
        (DOI, DOI | {"volume": "3", "URL": "https://example.org/a", "title": "Other"}, {}),
        # A title that agrees is too little.
        (ARTICLE, DOI, {}),
        (ARTICLE | {"URL": "https://example.org/a"}, DOI | {"URL": "https://example.org/a"}, {}),
        # One number agrees and another contradicts: which is wrong, no import knows.
        (DOI | {"PMID": "5"}, DOI | {"PMID": "6", "PMCID": "PMC6"}, {}),
        # The number of a book is not that of an article in it.
        (DOI, DOI | {"type": "book", "ISBN": ISBN}, {}),
    ],
)
def test_import_fills_in_identifiers_only(
    stored: dict[str, Any], given: dict[str, Any], gained: dict[str, str]
) -> None:
    assert complete(stored, given) == gained


def test_import_without_completing_changes_nothing() -> None:
    record = ReferenceFactory.create(csl=csl.normalise(DOI))
    (added,) = add_many(works(DOI | {"PMID": "5"}))
    record.refresh_from_db()
    assert (added.gained, record.csl) == ({}, DOI)


def test_import_leaves_a_number_with_the_record_that_holds_it() -> None:
    holder = ReferenceFactory.create(csl=csl.normalise(BOOK | {"PMID": "5"}))
    assert complete(DOI, DOI | {"PMID": "5", "PMCID": "PMC6"}) == {"PMCID": "PMC6"}
    holder.refresh_from_db()
    assert holder.pmid == "5"


def test_import_gives_a_number_to_one_record_only() -> None:
    """Two records of the file give one PubMed number to two works. The first is believed."""
    first = ReferenceFactory.create(csl=csl.normalise(DOI))
    second = ReferenceFactory.create(csl=csl.normalise(BOOK | {"DOI": "10.1000/b"}))
    added = add_many(
        works(DOI | {"PMID": "5"}, BOOK | {"DOI": "10.1000/b", "PMID": "5", "PMCID": "PMC7"}),
        complete=True,
    )
    assert [one.gained for one in added] == [{"PMID": "5"}, {"PMCID": "PMC7"}]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.pmid, second.pmid, second.pmcid) == ("5", "", "PMC7")


def test_import_believes_the_first_of_two_that_complete_one_record() -> None:
    record = ReferenceFactory.create(csl=csl.normalise(DOI))
    given = works(DOI | {"PMID": "5"}, DOI | {"PMID": "6"}, DOI | {"PMID": "5", "PMCID": "PMC7"})
    add_many(given, complete=True)
    record.refresh_from_db()
    assert (record.pmid, record.pmcid) == ("5", "PMC7")


def test_import_completes_the_record_that_another_was_merged_into() -> None:
    kept = ReferenceFactory.create(csl=csl.normalise(DOI))
    merged = ReferenceFactory.create(csl=csl.normalise(BOOK | {"PMID": "5"}))
    merge(merged, kept)
    add_many(works(DOI | {"PMID": "5"}), complete=True)
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.pmid, merged.csl) == ("5", csl.normalise(BOOK | {"PMID": "5"}))


def test_completing_is_kept_in_the_history() -> None:
    record = ReferenceFactory.create(csl=csl.normalise(DOI))
    add_many(works(DOI | {"PMID": "5"}), complete=True)
    kept = record.events.order_by("pgh_id")  # type: ignore[attr-defined] # made by pghistory
    assert [event.csl.get("PMID") for event in kept] == [None, "5"]


def test_completing_gives_up_where_somebody_was_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at what is taken and the change, the number is given to another record."""
    record = ReferenceFactory.create(csl=csl.normalise(DOI))
    look = completing._held

    def look_and_be_overtaken(wanted: list[dict[str, str]]) -> set[tuple[str, str]]:
        held = look(wanted)
        ReferenceFactory.create(csl=csl.normalise(BOOK | {"PMID": "5"}))
        return held

    monkeypatch.setattr(completing, "_held", look_and_be_overtaken)
    assert completing.complete([(record, csl.normalise(DOI | {"PMID": "5"}))]) == {}
    record.refresh_from_db()
    assert record.csl == DOI


def test_completing_asks_as_often_for_hundreds_as_for_ten() -> None:
    def given(count: int, start: int) -> list[Any]:
        items = [
            ARTICLE | {"title": f"T {n}", "DOI": f"10.1000/{n}"}
            for n in range(start, start + count)
        ]
        add_many(works(*items))
        return works(*(item | {"PMID": str(place + start + 1)} for place, item in enumerate(items)))

    counts = []
    for count, start in ((10, 0), (300, 1000)):
        asked = given(count, start)
        with CaptureQueriesContext(connection) as captured:
            assert all(one.gained for one in add_many(asked, complete=True))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_missing_tells_a_book_of_another_number_apart() -> None:
    record = ReferenceFactory.create(csl=csl.normalise(BOOK | {"ISBN": ISBN, "DOI": "10.1000/b"}))
    other = csl.normalise(BOOK | {"ISBN": OTHER_ISBN, "DOI": "10.1000/b", "PMID": "5"})
    assert completing.missing(record, other) == {}
