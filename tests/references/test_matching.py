"""The search of the citation dialog: what comes first, and that every step has its index."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from references.models import Reference
from references.models.matching import BEGINNING, close, identified, steps
from references.work_field import WorkField
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db

#: Steps, the loose one, and the records themselves.
MOST_QUERIES = 7
Work = Callable[..., Reference]


@pytest.fixture
def work() -> Work:
    def make(title: str, author: str = "Sample", year: int = 2020, **more: object) -> Reference:
        csl = {
            "type": "article-journal",
            "title": title,
            "author": [{"family": author, "given": "A"}],
            "issued": {"date-parts": [[year]]},
            **more,
        }
        return ReferenceFactory.create(csl=csl)

    return make


def test_matching_goes_from_the_surest_to_the_loosest(work: Work) -> None:
    loosely = work("Neck and back pains", year=2024)
    elsewhere = work("Pain of the shoulder", journal="x", **{"container-title": "Neck"}, year=2025)
    phrase = work("Chronic neck-pain", year=2001)
    author = work("Old pain", author="Neckar", year=1990)
    title = work("Neck pain in adults", year=1980)
    identified = work("Another thing", DOI="10.5555/neck")
    assert list(Reference.objects.matching("neck pain")) == [
        title,
        author,
        phrase,
        elsewhere,
        loosely,
    ]
    for typed in ("10.5555/NECK", "https://doi.org/10.5555/neck.", "(doi: 10.5555/neck)"):
        assert list(Reference.objects.matching(typed)) == [identified]


@pytest.mark.parametrize(
    ("entry", "typed"),
    [
        ({"PMID": "8300650"}, "PMID: 8300650."),
        ({"PMCID": "PMC5013361"}, "https://pmc.ncbi.nlm.nih.gov/articles/PMC5013361/"),
        ({"ISBN": "9780306406157", "type": "book"}, "ISBN 0-306-40615-2"),
        ({"NCT": "NCT01234567"}, "nct01234567"),
        (
            {"setid": "0f2c4b26-ab81-4d60-8a0a-9b4f3a5b2c11"},
            "https://dailymed.nlm.nih.gov/a?setid=0F2C4B26-AB81-4D60-8A0A-9B4F3A5B2C11",
        ),
        ({"URL": "https://www.who.int/a"}, "www.who.int/a"),
    ],
)
def test_matching_finds_an_identifier_however_it_is_typed(
    entry: dict[str, str], typed: str, work: Work, admin_client: Client
) -> None:
    work("Another")
    meant = work("Meant", **entry)
    assert list(Reference.objects.matching(typed)) == [meant]
    found = admin_client.get("/admin/references/reference/", {"q": typed})
    assert list(found.context["cl"].result_list) == [meant]
    assert WorkField(Reference.objects.all()).clean(typed) == meant


def test_matching_puts_the_newest_first_among_equals(work: Work) -> None:
    old, new = work("Neck pain", year=1999), work("Neck pain again", year=2024)
    undated = work("Neck pain, undated", issued={"literal": "in press"})
    assert list(Reference.objects.matching("neck")) == [new, old, undated]


def test_matching_looks_for_slips_of_the_pen_when_little_is_found(work: Work) -> None:
    meant = work("Muscle spasm of the neck")
    assert list(Reference.objects.matching("muscel spasm")) == [meant]
    exact = [work(f"Muscel spasm {number}", year=2000 + number) for number in range(5)]
    assert list(Reference.objects.matching("muscel spasm")) == exact[::-1]


@pytest.mark.parametrize("typed", [r"\m", "(", "[a", "a{2", "*", "c++", "back\\slash", "100%", "_"])
def test_matching_takes_signs_for_themselves(typed: str, work: Work) -> None:
    meant = work(f"About {typed} and more")
    work("About anything else")
    assert list(Reference.objects.matching(typed)) == [meant]


def test_matching_takes_titles_and_questions_longer_than_its_index(work: Work) -> None:
    long = "Neck " * 60
    meant = work(long + "end")
    assert list(Reference.objects.matching(long)) == [meant]
    assert len(long) > BEGINNING
    assert work("頸" * 2000).pk


def test_matching_asks_as_often_however_much_there_is(work: Work) -> None:
    for number in range(30):
        with CaptureQueriesContext(connection) as queries:
            list(Reference.objects.matching("neck zzz"))
        assert (
            len(queries) == MOST_QUERIES - 2
        )  # no identifier, and nothing found, so no records to read
        work(f"Neck {number}")
    with CaptureQueriesContext(connection) as queries:
        assert len(Reference.objects.matching("neck")) == 20
    assert len(queries) < MOST_QUERIES


@pytest.fixture
def library() -> None:
    """Enough that PostgreSQL tells a good index from a bad one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO references_reference (kind, csl, retraction, retraction_notice_url, created)
            SELECT 'research', jsonb_build_object(
                'type', 'article-journal',
                'title', 'Study ' || md5(n::text) || ' of ' || md5((n % 97)::text),
                'author', jsonb_build_array(jsonb_build_object('family', md5((n % 89)::text))),
                'issued', jsonb_build_object('date-parts', jsonb_build_array(
                    jsonb_build_array(1950 + n % 70))),
                'DOI', '10.5555/' || n,
                'PMID', n::text
            ), 'unchecked', '', now() FROM generate_series(1, 2000) AS n
            """
        )
        for index in ("reference_words", "reference_title_trigrams"):
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        cursor.execute("ANALYZE references_reference")
        cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("typed", ["study", "a87ff679", "c4ca4238 study", "10.5555/77", "zzz zzz"])
def test_every_step_has_an_index(typed: str) -> None:
    words = typed.split()
    hits = [*steps(Reference.objects.current(), words), close(Reference.objects.current(), words)]
    hits[0] = identified(Reference.objects.current(), "10.5555/77").union(
        identified(Reference.objects.current(), "77"), all=True
    )
    plans = [step[:20].explain() for step in hits]
    assert [plan for plan in plans if "Seq Scan" in plan or "Disabled" in plan] == []
    assert "reference_doi_is_unique" in plans[0]
    assert "reference_pmid_is_unique" in plans[0]
    assert "reference_title_beginning" in plans[1]
    assert "reference_author_beginning" in plans[2] or "reference_words" in plans[2]
    assert any(name in plans[3] for name in ("reference_title_trigrams", "reference_by_year"))
    assert any(name in plans[4] for name in ("reference_words", "reference_by_year"))
    # What is like every title is no question of an index.
    assert "reference_title_trigrams" in plans[5] or typed == "study"
