"""What is asked of NCBI's E-utilities: articles by PubMed number, DOI, PMCID or citation.

https://www.ncbi.nlm.nih.gov/books/NBK25499/
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from references import csl, kinds
from references.bibliography import pubmed_xml
from references.exceptions import InvalidItem
from references.models.standing import Teller
from references.remote import hosts, pubmed_notices
from references.remote.answers import Answer
from references.remote.client import Say, fetch, silent
from references.remote.exceptions import QuestionRefused, RemoteMalformed, RemoteNotFound

MOST_PMIDS = 200
CANDIDATES = 5
LONGEST_CITATION = 1000
#: What would open a phrase, a field or a comparison in PubMed's language of questions.
_SYNTAX = str.maketrans(dict.fromkeys('[]"*:{}()', " "))


def articles(
    pmids: Iterable[str], *, deadline: float, say: Say = silent, fresh: bool = False
) -> dict[str, Answer]:
    """The articles that PubMed knows, by number; the others are left out. Raises as `fetch`."""
    answers: dict[str, Answer] = {}
    for batch in batches(pmids):
        found, asked = _fetched(batch, deadline=deadline, say=say, fresh=fresh)
        for element in found:
            pmid = pubmed_xml.pmid_of(element)
            if pmid in batch:
                answers[pmid] = _answer(element, asked)
    return answers


def by_doi(doi: str, *, deadline: float, say: Say = silent) -> Answer | None:
    """The one article with this DOI."""
    quoted = doi.replace('"', " ")
    return _only(f'"{quoted}"[doi]', "DOI", doi, deadline=deadline, say=say)


def by_pmcid(pmcid: str, *, deadline: float, say: Say = silent) -> Answer | None:
    """The one article with this number of PubMed Central (`PMC…`)."""
    return _only(f"{pmcid}[pmcid]", "PMCID", pmcid, deadline=deadline, say=say)


def search(text: str, *, deadline: float, say: Say = silent) -> list[Answer]:
    """The articles most like a citation, the likeliest first."""
    term = " ".join(text[:LONGEST_CITATION].translate(_SYNTAX).split())
    return _found(term, deadline=deadline, say=say) if term else []


def batches(pmids: Iterable[str]) -> Iterator[list[str]]:
    """Numbers that can be asked for together."""
    wanted = list(dict.fromkeys(pmids))
    for start in range(0, len(wanted), MOST_PMIDS):
        yield wanted[start : start + MOST_PMIDS]


def _only(term: str, key: str, value: str, *, deadline: float, say: Say) -> Answer | None:
    """A search that PubMed did not understand finds others, so what it finds is looked at."""
    found = _found(term, deadline=deadline, say=say)
    return next((answer for answer in found if answer.csl.get(key) == value), None)


def _found(term: str, *, deadline: float, say: Say) -> list[Answer]:
    question = {"db": "pubmed", "term": term, "retmode": "json", "retmax": str(CANDIDATES)}
    question["sort"] = "relevance"
    host = hosts.pubmed()
    said = fetch(host, ("esearch.fcgi",), question, deadline=deadline, say=say, check=_pmids)
    pmids = _pmids(said.body)
    answers = articles(pmids, deadline=deadline, say=say) if pmids else {}
    return [answers[pmid] for pmid in pmids if pmid in answers and answers[pmid].csl]


def _fetched(
    pmids: list[str], *, deadline: float, say: Say, fresh: bool
) -> tuple[list[Element], datetime]:
    question = {"db": "pubmed", "id": ",".join(pmids), "retmode": "xml"}
    host, path = hosts.pubmed(), ("efetch.fcgi",)
    try:
        said = fetch(host, path, question, deadline=deadline, say=say, check=_articles, fresh=fresh)
    except (RemoteNotFound, QuestionRefused):  # none of these numbers was ever given
        return [], datetime.now(UTC)
    return _articles(said.body), said.at


def _answer(element: Element, asked: datetime) -> Answer:
    try:
        item = csl.normalise(pubmed_xml.article_as_csl(element))
    except InvalidItem:
        item = {}
    notices = pubmed_notices.notices(element)
    return Answer(Teller.PUBMED, item, kinds.kind_of(item), asked, notices)


def _pmids(body: bytes) -> list[str]:
    """The numbers that a search found. Raises `RemoteMalformed`."""
    try:
        answer = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        answer = None
    result = answer.get("esearchresult") if isinstance(answer, dict) else None
    numbers = result.get("idlist") if isinstance(result, dict) else None
    if not isinstance(numbers, list):
        raise RemoteMalformed(_("What PubMed answered cannot be read."))
    return [number for number in numbers if isinstance(number, str) and number.isdigit()]


def _articles(body: bytes) -> list[Element]:
    """The articles of an answer. Raises `RemoteMalformed`."""
    root = None
    if b"<!ENTITY" not in body:  # NCBI's answers define none; attacks do
        try:
            root = ElementTree.fromstring(body)  # noqa: S314 - entities are refused above
        except (ElementTree.ParseError, ValueError, LookupError):
            root = None
    if root is None or root.tag != "PubmedArticleSet":
        raise RemoteMalformed(_("What PubMed answered cannot be read."))
    return [element for element in root if element.tag in pubmed_xml.RECORDS]
