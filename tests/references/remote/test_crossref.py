"""What Crossref says, in our words; and how it is asked."""

import datetime
import time
from typing import Any

import pytest

from references.models.standing import Nature, Teller
from references.remote import crossref, crossref_items
from references.remote.answers import FoundNotice
from references.remote.exceptions import RemoteMalformed, RemoteUnavailable
from tests.bibliographic_server import NOT_JSON, BibliographicServer, Fault
from tests.references.remote.works import DOI, NOTICE, crossref_work, update

FOUND = FoundNotice(
    Nature.RETRACTION, datetime.date(2020, 5, 4), f"doi:{NOTICE}", f"https://doi.org/{NOTICE}"
)


def works(*dois: str) -> dict[str, Any]:
    return crossref.works(dois, deadline=time.monotonic() + 10)


def notices(server: BibliographicServer, **changes: Any) -> list[FoundNotice]:
    server.add_work(crossref_work(**changes))
    answer = works(DOI)[DOI]
    found: list[FoundNotice] = answer.notices
    return found


# Works.


def test_works_come_in_the_shape_of_the_library(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    answer = works(DOI)[DOI]
    assert (answer.teller, answer.kind, answer.notices) == (Teller.CROSSREF, "research", [])
    assert answer.csl == {
        "type": "article-journal",
        "title": "Stiff necks & jaws: H<sub>2</sub>O or <em>Homo sapiens</em>?",
        "container-title": "Journal of Example Necks",
        "container-title-short": "J Ex Neck",
        "author": [
            {"family": "Example", "given": "Ada"},
            {"literal": "The Sample Neck Group"},
        ],
        "issued": {"date-parts": [[2017, 3, 5]]},
        "volume": "12",
        "issue": "2",
        "page": "101-109",
        "ISSN": "0000-0000",
        "DOI": DOI,
        "NCT": "NCT01234567",
        "language": "en",
        "abstract": "Necks < jaws.",
    }


def item(**changes: Any) -> dict[str, Any]:
    found = crossref_items.item(crossref_work(**changes))
    assert found is not None
    return found


def test_item_online_first_has_the_date_of_its_appearance() -> None:
    changes = {"volume": None, "issue": None, "published_print": None}
    assert item(**changes)["issued"] == {"date-parts": [[2016, 12, 20]]}


@pytest.mark.parametrize(
    "nothing", [{"date-parts": [[None]]}, {"date-parts": [[]]}, {"date-parts": []}, None, "2017"]
)
def test_item_with_a_date_that_is_none_takes_the_next(nothing: object) -> None:
    assert item(published_print=nothing)["issued"] == {"date-parts": [[2016, 12, 20]]}
    without = dict.fromkeys(("published_print", "published_online", "issued"), nothing)
    assert "issued" not in item(**without)


def test_item_with_a_subtitle_has_it_once() -> None:
    assert item(title=["Necks"], subtitle=["A trial"])["title"] == "Necks: A trial"
    assert item(title=["Necks: A trial"], subtitle=["a trial"])["title"] == "Necks: A trial"


def test_item_of_a_chapter_stands_in_its_book() -> None:
    chapter = item(
        type="book-chapter",
        container_title=["Lectures on Samples", "The Book of Necks"],
        ISBN=["http://id.crossref.org/isbn/9783161484100", "9783161484100"],
        edition_number="2",
        publisher_location="Bern",
    )
    assert chapter["type"] == "chapter"
    assert chapter["container-title"] == "The Book of Necks"
    assert chapter["collection-title"] == "Lectures on Samples"
    assert chapter["publisher"] == "Example Press"
    assert (chapter["edition"], chapter["publisher-place"]) == ("2", "Bern")
    assert chapter["ISBN"] == "9783161484100"


def test_item_with_an_article_number_keeps_it() -> None:
    assert item(page=None, article_number="e1001")["number"] == "e1001"


def test_item_of_a_preprint_names_its_server() -> None:
    preprint = item(
        type="posted-content",
        subtype="preprint",
        institution=[{"name": "sampleRxiv"}],
        container_title=[],
        posted={"date-parts": [[2021, 2, 3]]},
    )
    assert (preprint["type"], preprint["publisher"]) == ("article", "sampleRxiv")


@pytest.mark.parametrize("type_", ["other", "component", "something-new", None, "journal-issue"])
def test_item_of_a_type_that_csl_does_not_know_is_taken(type_: str | None) -> None:
    assert item(type=type_)["title"]


def test_item_drops_what_cannot_be_stored_and_keeps_the_rest() -> None:
    broken = item(
        DOI="no doi",
        author=[{"family": 7}, "x", None, {"family": "Example", "given": None}],
        page=["1"],
        published_print={"date-parts": [[2017, 2, 31]]},
    )
    assert broken["author"] == [{"family": "Example"}]
    assert "DOI" not in broken
    assert "issued" not in broken


@pytest.mark.parametrize("title", [[], None, [""], ["<i></i>"]])
def test_works_without_a_title_are_empty_and_keep_their_notices(
    server: BibliographicServer, title: object
) -> None:
    server.add_work(crossref_work(title=title, updated_by=[update("retraction")]))
    answer = works(DOI)[DOI]
    assert (answer.csl, answer.notices) == ({}, [FOUND])


# How it is asked.


def test_works_are_asked_for_together(server: BibliographicServer) -> None:
    for number in range(3):
        server.add_work(crossref_work(f"10.1000/neck.{number}"))
    wanted = [f"10.1000/neck.{number}" for number in range(5)]
    assert list(works(*wanted)) == wanted[:3]
    assert len(server.asked) == 2


def test_works_with_characters_of_their_own_are_asked_for_alone(
    server: BibliographicServer,
) -> None:
    odd = "10.1002/(sici)1097,0258(199808)17:15/16<1661::aid-sim968>3.0.co;2-2#?%&"
    for doi in (odd, DOI):
        server.add_work(crossref_work(doi))
    assert set(works(odd, DOI)) == {odd, DOI}
    assert any(asked.path.endswith("3.0.co%3B2-2%23%3F%25%26") for asked in server.asked)


def test_works_in_a_batch_that_is_refused_are_found_by_halves(server: BibliographicServer) -> None:
    wanted = [f"10.1000/neck.{number}" for number in range(4)]
    for doi in wanted:
        server.add_work(crossref_work(doi))
    server.faults = [Fault(400), Fault(400)]
    assert set(works(*wanted)) == set(wanted)


def test_batches_are_bounded_in_number_and_length() -> None:
    short = [f"10.1000/{number}" for number in range(100)]
    assert [len(batch) for batch in crossref.batches([*short, *short])] == [40, 40, 20]
    long = [f"10.1000/{number:0200d}" for number in range(40)]
    lengths = [sum(map(len, batch)) for batch in crossref.batches(long)]
    assert max(lengths) <= crossref.MOST_CHARACTERS
    assert [doi for batch in crossref.batches(long) for doi in batch] == long


def test_works_with_a_batch_that_fails_say_so(server: BibliographicServer) -> None:
    """Never an empty answer, which would read as “no such work”."""
    server.fault = Fault(500)
    with pytest.raises(RemoteUnavailable):
        crossref.works([DOI], deadline=time.monotonic() + 0.5)


@pytest.mark.parametrize(
    "body", [NOT_JSON.body, b"[]", b"null", b"", b"\xff", b'{"message": []}', b"[" * 100_000]
)
def test_works_from_an_answer_that_is_none_are_malformed_and_asked_again(
    server: BibliographicServer, body: bytes
) -> None:
    server.add_work(crossref_work())
    server.faults = [Fault(body=body)]
    with pytest.raises(RemoteMalformed, match="cannot be read"):
        works(DOI)
    assert DOI in works(DOI)


def test_search_finds_works_like_a_citation(server: BibliographicServer) -> None:
    server.add_work(crossref_work("10.1000/other", title=["Another jaw"]))
    server.add_work(crossref_work())
    text = "Example A. Stiff necks and jaws. J Ex Neck. 2017;12(2):101-9."
    found = crossref.search(text, deadline=time.monotonic() + 5)
    assert [answer.csl["DOI"] for answer in found] == [DOI]
    (asked,) = server.asked
    assert asked.parameters["query.bibliographic"] == text
    assert int(asked.parameters["rows"]) <= 5


# Notices.


def test_notices_come_from_the_works_own_record(server: BibliographicServer) -> None:
    assert notices(server, updated_by=[update("retraction")]) == [FOUND]


def test_notices_come_from_the_record_of_the_notice(server: BibliographicServer) -> None:
    """Some notices are registered and not yet shown on the work's own record."""
    server.add_work(crossref_work(NOTICE, update_to=[update("retraction", DOI)]))
    assert notices(server) == [FOUND]


def test_notices_told_from_both_sides_are_one(server: BibliographicServer) -> None:
    server.add_work(crossref_work(NOTICE, update_to=[update("retraction", DOI)]))
    told = [update("retraction", updated=None), update("retraction", source="retraction-watch")]
    assert notices(server, updated_by=told) == [FOUND]


def test_notices_about_others_are_not_about_the_notice(server: BibliographicServer) -> None:
    changes = {"title": ["Retracted: Stiff necks"], "update_to": [update("retraction")]}
    assert notices(server, **changes) == []


def test_notices_may_be_in_the_work_itself(server: BibliographicServer) -> None:
    (found,) = notices(server, update_to=[update("erratum", DOI.upper())])
    assert (found.nature, found.identifier) == (Nature.CORRECTION, f"doi:{DOI}")


@pytest.mark.parametrize(
    ("type_", "nature"),
    [
        ("retraction", Nature.RETRACTION),
        ("Retraction", Nature.RETRACTION),
        ("partial_retraction", Nature.RETRACTION),
        ("partial-retraction", Nature.RETRACTION),
        ("withdrawal", Nature.RETRACTION),
        ("removal", Nature.RETRACTION),
        ("retraction_and_replacement", Nature.RETRACTION),
        ("expression_of_concern", Nature.EXPRESSION_OF_CONCERN),
        ("Expression of Concern", Nature.EXPRESSION_OF_CONCERN),
        ("correction", Nature.CORRECTION),
        ("erratum", Nature.CORRECTION),
        ("corrigendum", Nature.CORRECTION),
        ("addendum", Nature.CORRECTION),
        ("clarification", Nature.CORRECTION),
        ("reinstatement", Nature.REINSTATEMENT),
        ("new_version", None),
        ("new_edition", None),
        ("", None),
    ],
)
def test_notices_keep_their_natures_apart(
    server: BibliographicServer, type_: str, nature: Nature | None
) -> None:
    found = notices(server, updated_by=[update(type_)])
    assert [notice.nature for notice in found] == ([nature] if nature else [])


@pytest.mark.parametrize(
    ("updated", "on"),
    [
        ({"date-parts": [[2020, 5, 4]]}, datetime.date(2020, 5, 4)),
        ({"date-time": "2020-05-04T00:00:00Z"}, datetime.date(2020, 5, 4)),
        ({"date-parts": [[2020]]}, None),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": [[2020, 2, 31]]}, None),
        ({}, None),
        (None, None),
        ("2020", None),
    ],
)
def test_notices_have_a_whole_date_or_none(
    server: BibliographicServer, updated: object, on: datetime.date | None
) -> None:
    (found,) = notices(server, updated_by=[update("retraction", updated=updated)])
    assert found.on == on


def test_notices_without_an_identifier_are_kept(server: BibliographicServer) -> None:
    (found,) = notices(server, updated_by=[update("retraction", "")])
    assert (found.identifier, found.url) == ("", "")


@pytest.mark.parametrize(
    "title", ["RETRACTED: Stiff necks", "RETRACTED ARTICLE: Stiff necks", "WITHDRAWN: Necks"]
)
def test_notices_may_be_in_the_title_alone(server: BibliographicServer, title: str) -> None:
    (found,) = notices(server, title=[title])
    assert (found.nature, found.on, found.identifier) == (Nature.RETRACTION, None, "")


@pytest.mark.parametrize("title", ["Retracted muscles in the neck", "Retraction: Stiff necks"])
def test_notices_are_not_guessed_from_other_titles(server: BibliographicServer, title: str) -> None:
    assert notices(server, title=[title]) == []


@pytest.mark.parametrize("odd", [None, "x", [None, 7, "x"], {"type": "retraction"}])
def test_notices_in_no_known_shape_are_none(server: BibliographicServer, odd: object) -> None:
    assert notices(server, updated_by=odd) == []
