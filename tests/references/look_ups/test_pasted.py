"""What was pasted is recognised, and nothing of it is ever an address to be opened."""

import pytest

from references.exceptions import LookUpRefused
from references.look_ups.pasted import LONGEST, Question, What, question

DOI = "10.1016/j.apergo.2016.08.020"
CITATION = "Example A. Stiff necks. J Ex. 2017;12:101-9."


@pytest.mark.parametrize(
    ("pasted", "what", "value"),
    [
        (DOI, What.DOI, DOI),
        (f" DOI: {DOI.upper()}. ", What.DOI, DOI),
        (f"https://doi.org/{DOI}", What.DOI, DOI),
        (f"http://dx.doi.org/{DOI}", What.DOI, DOI),
        ("10.1002/(SICI)1097<1661::AID-SIM968>3.0.CO;2-2", What.DOI, None),
        ("10.1000/../../x", What.DOI, "10.1000/../../x"),
        ("8300650", What.PMID, "8300650"),
        ("PMID: 8300650", What.PMID, "8300650"),
        ("https://pubmed.ncbi.nlm.nih.gov/8300650/", What.PMID, "8300650"),
        ("PMC5013361", What.PMCID, "PMC5013361"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC5013361/", What.PMCID, "PMC5013361"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5013361", What.PMCID, "PMC5013361"),
        (CITATION, What.CITATION, CITATION),
        (f"{CITATION} doi:{DOI}.", What.DOI, DOI),
        (f"{CITATION} https://doi.org/{DOI}. PMID: 8300650.", What.DOI, DOI),
        (f"{CITATION} PMID: 8300650; PMCID: PMC5013361.", What.PMID, "8300650"),
        (f"{CITATION} PMCID: PMC5013361.", What.PMCID, "PMC5013361"),
        ("Stiff\r\nnecks\x00 and jaws", What.CITATION, "Stiff necks and jaws"),
    ],
)
def test_question_recognises(pasted: str, what: What, value: str | None) -> None:
    asked = question(pasted)
    assert asked.what == what
    assert asked.value == value or value is None


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.example.org/doi/full/{DOI}",
        f"https://www.example.org/doi/pdf/{DOI}?download=true#page=2",
        f"https://www.example.org/articles/{DOI}/full",
        f"https://www.example.org/article/{DOI}.pdf",
        f"https://www.example.org/doi/{DOI.replace('/', '%2F')}",
    ],
)
def test_question_reads_the_doi_in_an_address(address: str) -> None:
    assert question(address).value == DOI


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/10.1/x",
        "ftp://example.org/file",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "//example.org/x",
        "http://[::1",
    ],
)
def test_question_refuses_addresses_without_a_doi(address: str) -> None:
    with pytest.raises(LookUpRefused, match="Addresses are not opened"):
        question(address)


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("ISBN 0-306-40615-2", "not asked by ISBN"),
        ("nct 01234567", "may have several papers"),
        ("https://clinicaltrials.gov/study/NCT01234567", "may have several papers"),
        ("0f2c4b26-ab81-4d60-8a0a-9b4f3a5b2c11", "know no drug labels"),
        (
            "https://dailymed.nlm.nih.gov/a?setid=0f2c4b26-ab81-4d60-8a0a-9b4f3a5b2c11",
            "know no drug labels",
        ),
    ],
)
def test_question_refuses_what_neither_is_asked_by(pasted: str, why: str) -> None:
    with pytest.raises(LookUpRefused, match=why):
        question(pasted)
    assert question(f"{CITATION} {pasted} doi:{DOI}").value == DOI


@pytest.mark.parametrize("nothing", ["", "   ", "\x00", "\r\n"])
def test_question_refuses_nothing(nothing: str) -> None:
    with pytest.raises(LookUpRefused, match="Paste a DOI"):
        question(nothing)


def test_question_refuses_a_whole_bibliography() -> None:
    assert question("x" * LONGEST)
    with pytest.raises(LookUpRefused, match="one work at a time"):
        question("x" * (LONGEST + 1))


def test_question_knows_whether_there_is_a_citation_around_the_identifier() -> None:
    assert question(f"{CITATION} doi:{DOI}").has_more
    assert not question(f"https://doi.org/{DOI}").has_more
    assert not Question(What.CITATION, CITATION, CITATION).has_more
