"""The record, what the database derives from it, and what it refuses."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from references.models import Reference, ReferenceEvent, Retraction  # type: ignore[attr-defined]
from tests.factories.references import ReferenceFactory

HELLIWELL = {
    "type": "article-journal",
    "title": "The <em>straight</em> cervical spine: does it indicate muscle spasm?",
    "author": [{"family": "Helliwell", "given": "P S"}, {"family": "Evans", "given": "P F"}],
    "container-title": "The Journal of bone and joint surgery",
    "issued": {"date-parts": [[1994, 1]]},
    "DOI": "10.1302/0301-620x.76b1.8300650",
    "PMID": "8300650",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def helliwell() -> Reference:
    ReferenceFactory.create_batch(3)
    return ReferenceFactory.create(csl=HELLIWELL)


def test_columns_come_from_the_record(helliwell: Reference) -> None:
    assert (helliwell.doi, helliwell.pmid, helliwell.pmcid, helliwell.url) == (
        "10.1302/0301-620x.76b1.8300650",
        "8300650",
        "",
        "",
    )
    assert (helliwell.year, helliwell.first_author) == (1994, "Helliwell")
    assert helliwell.title == "The straight cervical spine: does it indicate muscle spasm?"
    assert (
        str(helliwell)
        == "Helliwell 1994. The straight cervical spine: does it indicate muscle spasm?"
    )


def test_columns_follow_a_saved_change(helliwell: Reference) -> None:
    helliwell.csl = {**HELLIWELL, "title": "Another", "issued": {"date-parts": [[1995]]}}
    helliwell.save()
    assert (helliwell.title, helliwell.year) == ("Another", 1995)


@pytest.mark.parametrize(
    ("csl", "author", "year"),
    [
        ({"title": "T"}, "", None),
        ({"title": "T", "author": [{"literal": "WHO"}]}, "WHO", None),
        ({"title": "T", "author": [{"given": "Plato"}]}, "Plato", None),
        ({"title": "T", "editor": [{"family": "Ed"}]}, "Ed", None),
        ({"title": "T", "issued": {"date-parts": [["1999"]]}}, "", 1999),
        ({"title": "T", "issued": {"date-parts": [["soon"]]}}, "", None),
        ({"title": "T", "issued": "1999"}, "", None),
    ],
)
def test_columns_bear_any_record(csl: dict[str, object], author: str, year: int | None) -> None:
    reference = ReferenceFactory.create(csl=csl)
    assert (reference.first_author, reference.year) == (author, year)


def test_str_is_short() -> None:
    reference = ReferenceFactory.create(csl={"title": "word " * 40})
    assert str(reference) == "word " * 11 + "word…"


@pytest.mark.parametrize("csl", [{}, [], "text", 5, {"title": " "}, {"title": ""}, {"title": None}])
def test_database_refuses_a_record_without_title(csl: object) -> None:
    with pytest.raises(IntegrityError, match="reference_has_a_title"), transaction.atomic():
        ReferenceFactory.create(csl=csl)


@pytest.mark.parametrize("column", ["kind", "retraction"])
def test_database_refuses_unknown_values(helliwell: Reference, column: str) -> None:
    with pytest.raises(IntegrityError, match=f"reference_{column}_is_known"), transaction.atomic():
        Reference.objects.filter(pk=helliwell.pk).update(**{column: "nonsense"})


@pytest.mark.parametrize(
    ("csl", "constraint"),
    [
        ({"title": "T", "DOI": HELLIWELL["DOI"]}, "reference_doi_is_unique"),
        ({"title": "T", "PMID": HELLIWELL["PMID"]}, "reference_pmid_is_unique"),
    ],
)
def test_database_refuses_a_second_work_with_an_identifier(
    helliwell: Reference, csl: dict[str, str], constraint: str
) -> None:
    del helliwell
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ReferenceFactory.create(csl=csl)


def test_database_refuses_one_address_or_one_work_twice() -> None:
    ReferenceFactory.create(csl={"title": "A", "URL": "https://example.org/"})
    ReferenceFactory.create(csl={"title": "B", "URL": "https://example.org/", "PMID": "5"})
    with pytest.raises(IntegrityError, match="reference_url_alone"), transaction.atomic():
        ReferenceFactory.create(csl={"title": "C", "URL": "https://example.org/"})
    ReferenceFactory.create(csl={"title": "Neck pain."})
    with pytest.raises(IntegrityError, match="reference_work_is_unique"), transaction.atomic():
        ReferenceFactory.create(csl={"title": "<em>Neck</em> PAIN"})


def test_labels_of_two_companies_are_two_works() -> None:
    ReferenceFactory.create(csl={"title": "Samplin tablet", "publisher": "Example Pharma"})
    ReferenceFactory.create(csl={"title": "Samplin tablet", "publisher": "Sample Labs"})
    assert Reference.objects.count() == 2


def test_history_sees_raw_sql(helliwell: Reference) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE references_reference SET csl = %s WHERE id = %s",
            [json.dumps({"title": "Overwritten"}), helliwell.pk],
        )
    events = ReferenceEvent.objects.filter(pgh_obj_id=helliwell.pk).order_by("pgh_id")
    assert [(event.pgh_label, event.csl["title"]) for event in events] == [
        ("insert", HELLIWELL["title"]),
        ("update", "Overwritten"),
    ]


def test_retracted_holds_only_retracted_works(helliwell: Reference) -> None:
    ReferenceFactory.create(retraction=Retraction.EXPRESSION_OF_CONCERN)
    helliwell.retraction = Retraction.RETRACTED
    helliwell.save()
    assert list(Reference.objects.retracted()) == [helliwell]
    assert helliwell.is_retracted
    assert not ReferenceFactory.create(retraction=Retraction.CORRECTED).is_retracted


@pytest.mark.parametrize(
    "typed",
    [
        "helliwell 1994",
        "HELLIWELL",
        "hellw straight cervical",
        "spasm evans",
        "straigt cervcal spine",
        "8300650",
        "10.1302/0301-620X.76B1.8300650",
        "bone and joint",
    ],
)
def test_matching_finds_what_is_typed(helliwell: Reference, typed: str) -> None:
    assert list(Reference.objects.matching(typed)) == [helliwell]


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "zzz", "helliwell 2020", "%", "_____"])
def test_matching_finds_nothing_else(helliwell: Reference, typed: str) -> None:
    del helliwell
    assert list(Reference.objects.matching(typed)) == []


def test_matching_puts_the_nearest_first_and_stops_at_twenty() -> None:
    for number in range(30):
        ReferenceFactory.create(csl={"title": f"On pain of the neck {number}"})
    exact = ReferenceFactory.create(csl={"title": "Pain of the neck"})
    by_author = ReferenceFactory.create(
        csl={"title": "Necks", "author": [{"family": "Pain of the"}]}
    )
    found = list(Reference.objects.matching("pain of the"))
    assert len(found) == 20
    assert found[:2] == [exact, by_author]
