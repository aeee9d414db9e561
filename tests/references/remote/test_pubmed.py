"""What PubMed says, in our words; and how it is asked."""

import datetime
import time
from typing import Any

import pytest

from references.models.standing import Nature, Teller
from references.remote import pubmed
from references.remote.answers import Answer, FoundNotice
from references.remote.exceptions import RemoteMalformed
from tests.bibliographic_server import NOT_XML, BibliographicServer, Fault
from tests.references.remote.works import DOI, link, pubmed_article

PMID = "8300650"
LANCET = "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/S0140-6736(10)60175-4."


def articles(*pmids: str) -> dict[str, Answer]:
    return pubmed.articles(pmids, deadline=time.monotonic() + 10)


def notices(server: BibliographicServer, **changes: Any) -> list[FoundNotice]:
    server.add_article(pubmed_article(PMID, **changes))
    return articles(PMID)[PMID].notices


def test_articles_come_in_the_shape_of_the_library(server: BibliographicServer) -> None:
    server.add_article(pubmed_article(PMID, types=("Randomized Controlled Trial",)))
    answer = articles(PMID)[PMID]
    assert (answer.teller, answer.kind, answer.notices) == (Teller.PUBMED, "trial", [])
    assert answer.csl["title"] == "Stiff necks and jaws"
    assert answer.csl["author"] == [{"family": "Example", "given": "Ada"}]
    identifiers = {key: answer.csl[key] for key in ("PMID", "DOI", "PMCID")}
    assert identifiers == {"PMID": PMID, "DOI": DOI, "PMCID": "PMC5013361"}


def test_articles_are_asked_for_together_and_unknown_ones_left_out(
    server: BibliographicServer,
) -> None:
    server.add_article(pubmed_article("11"))
    server.add_article(pubmed_article("12"))
    assert list(articles("11", "12", "13")) == ["11", "12"]
    (asked,) = server.asked
    assert asked.parameters["id"] == "11,12,13"


def test_batches_hold_as_many_as_ncbi_allows() -> None:
    pmids = [str(number) for number in range(1, 451)]
    assert [len(batch) for batch in pubmed.batches([*pmids, *pmids])] == [200, 200, 50]


def test_articles_that_pubmed_refuses_to_look_for_are_none(server: BibliographicServer) -> None:
    server.fault = Fault(400, b"<eFetchResult><ERROR>ID list is empty!</ERROR></eFetchResult>")
    assert articles("999999999") == {}


@pytest.mark.parametrize(
    "body",
    [
        NOT_XML.body,
        b"",
        b"\xff\xfe",
        b"<html>busy</html>",
        b'<?xml version="1.0" encoding="none"?><PubmedArticleSet/>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><PubmedArticleSet>&a;</PubmedArticleSet>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><PubmedArticleSet/>',
    ],
)
def test_articles_from_an_answer_that_is_none_are_malformed_and_asked_again(
    server: BibliographicServer, body: bytes
) -> None:
    server.add_article(pubmed_article(PMID))
    server.faults = [Fault(body=body)]
    with pytest.raises(RemoteMalformed, match="cannot be read"):
        articles(PMID)
    assert PMID in articles(PMID)


def test_by_doi_and_by_pmcid_find_the_one(server: BibliographicServer) -> None:
    server.add_article(pubmed_article(PMID))
    deadline = time.monotonic() + 5
    found = pubmed.by_doi(DOI, deadline=deadline)
    assert found is not None
    assert found.csl["PMID"] == PMID
    found = pubmed.by_pmcid("PMC5013361", deadline=deadline)
    assert found is not None
    terms = [asked.parameters["term"] for asked in server.asked if "term" in asked.parameters]
    assert terms == [f'"{DOI}"[doi]', "PMC5013361[pmcid]"]


def test_by_doi_does_not_take_what_merely_came_up(server: BibliographicServer) -> None:
    """PubMed drops a term that it does not know and answers with the rest."""
    server.add_article(pubmed_article(PMID, doi=f"{DOI}.supplement"))
    assert pubmed.by_doi(DOI, deadline=time.monotonic() + 5) is None


def test_search_keeps_the_order_of_pubmed_and_its_syntax_out(server: BibliographicServer) -> None:
    for pmid in ("12", "11"):
        server.add_article(pubmed_article(pmid))
    found = pubmed.search('Stiff "necks" [and] jaws*', deadline=time.monotonic() + 5)
    assert [answer.csl["PMID"] for answer in found] == ["12", "11"]
    assert server.asked[0].parameters["term"] == "Stiff necks and jaws"
    assert pubmed.search('[]"', deadline=time.monotonic() + 5) == []


@pytest.mark.parametrize("body", [b"", b"[]", b'{"esearchresult": {"ERROR": "x"}}', b"<xml/>"])
def test_search_with_an_answer_that_is_none_is_malformed(
    server: BibliographicServer, body: bytes
) -> None:
    server.faults = [Fault(body=body)]
    with pytest.raises(RemoteMalformed):
        pubmed.search("necks", deadline=time.monotonic() + 5)


# Notices.


@pytest.mark.parametrize(
    ("type_", "nature"),
    [
        ("RetractionIn", Nature.RETRACTION),
        ("PartialRetractionIn", Nature.RETRACTION),
        ("RetractedandRepublishedIn", Nature.RETRACTION),
        ("ExpressionOfConcernIn", Nature.EXPRESSION_OF_CONCERN),
        ("ErratumIn", Nature.CORRECTION),
        ("CorrectedandRepublishedIn", Nature.CORRECTION),
        ("RetractionOf", None),
        ("ErratumFor", None),
        ("ExpressionOfConcernFor", None),
        ("RetractedandRepublishedFrom", None),
        ("CommentIn", None),
        ("UpdateIn", None),
    ],
)
def test_notices_keep_their_natures_apart(
    server: BibliographicServer, type_: str, nature: Nature | None
) -> None:
    found = notices(server, links=link(type_, LANCET, "20137807"))
    on, url = datetime.date(2010, 2, 6), "https://pubmed.ncbi.nlm.nih.gov/20137807/"
    assert found == ([FoundNotice(nature, on, "pmid:20137807", url)] if nature else [])


def test_notices_that_pubmed_has_no_record_of_are_named_by_their_doi(
    server: BibliographicServer,
) -> None:
    (found,) = notices(server, links=link("RetractionIn", LANCET))
    assert found.identifier == "doi:10.1016/s0140-6736(10)60175-4"
    assert found.url == "https://doi.org/10.1016/s0140-6736(10)60175-4"


@pytest.mark.parametrize(
    "source", ["Lancet. 2010 Feb;375", "Lancet. 2010", "Lancet. 2010 Feb 30;1", ""]
)
def test_notices_without_a_whole_date_have_none(server: BibliographicServer, source: str) -> None:
    (found,) = notices(server, links=link("RetractionIn", source))
    assert (found.on, found.identifier, found.url) == (None, "", "")


def test_notices_may_be_in_the_publication_types_alone(server: BibliographicServer) -> None:
    (found,) = notices(server, types=("Retracted Publication",))
    assert (found.nature, found.on, found.identifier) == (Nature.RETRACTION, None, "")
    assert found.url == f"https://pubmed.ncbi.nlm.nih.gov/{PMID}/"


def test_notices_told_twice_are_one(server: BibliographicServer) -> None:
    links = link("RetractionIn", LANCET, "20137807")
    (found,) = notices(server, types=("Retracted Publication",), links=links)
    assert found.identifier == "pmid:20137807"


def test_notices_about_others_are_not_about_the_notice(server: BibliographicServer) -> None:
    links = link("ExpressionOfConcernFor", LANCET, "1") + link("RetractionOf", LANCET, "2")
    types = ("Expression of Concern", "Retraction of Publication", "Published Erratum")
    assert notices(server, types=types, links=links) == []


def test_notices_of_concern_may_be_in_the_publication_types(server: BibliographicServer) -> None:
    (found,) = notices(server, types=("Expression of Concern",))
    assert found.nature == Nature.EXPRESSION_OF_CONCERN
