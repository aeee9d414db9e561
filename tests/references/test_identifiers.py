"""Identifiers in one form."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references import identifiers
from references.identifiers import InvalidIdentifier

NORMALISERS = [
    identifiers.normalise_doi,
    identifiers.normalise_pmid,
    identifiers.normalise_pmcid,
    identifiers.normalise_isbn,
    identifiers.normalise_nct,
    identifiers.normalise_set_id,
    identifiers.normalise_url,
]


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1302/0301-620X.76B1.8300650", "10.1302/0301-620x.76b1.8300650"),
        ("https://doi.org/10.1016/j.apergo.2016.08.020", "10.1016/j.apergo.2016.08.020"),
        ("http://dx.doi.org/10.1000/182.", "10.1000/182"),
        ("doi: 10.1000/182,", "10.1000/182"),
        ("DOI:https://doi.org/10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000%2F182", "10.1000/182"),
        (" \ufeff10.1000/182\u200b ", "10.1000/182"),
        ("(10.1000/182)", "10.1000/182"),
        ("“10.1000/182”.", "10.1000/182"),
        ("<https://dx.doi.org/10.1000/182>", "10.1000/182"),
        ("DOI=10.1000/182", "10.1000/182"),
        ("10.1000/182 [doi].", "10.1000/182"),
        ("\u202b10.1000/\u2060182\u202c?", "10.1000/182"),
        ("https://doi.org/10.1000/182?utm_source=mail#s1", "10.1000/182"),
        ("10.1000/a?b#c", "10.1000/a?b#c"),
        ("10.1000/a&amp;b&lt;1&gt;c", "10.1000/a&b<1>c"),
        ("10.1000/182)", "10.1000/182"),
        ("10.1016/S0140-6736(05)67889-5", "10.1016/s0140-6736(05)67889-5"),
        (
            "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
        ),
        ("10.1/x", None),
        ("11.1000/182", None),
        ("10.1000/", None),
        ("10.1000/a b", None),
        ("10.1000/a\x00b", None),
        ("10.1000/" + "a" * 300, None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_normalise_doi_gives_one_form(written: str, doi: str | None) -> None:
    if doi is None:
        with pytest.raises(InvalidIdentifier, match="is not a DOI"):
            identifiers.normalise_doi(written)
    else:
        assert identifiers.normalise_doi(written) == doi


@pytest.mark.parametrize(
    ("normalise", "written", "normal"),
    [
        (identifiers.normalise_pmid, "PMID: 8300650", "8300650"),
        (identifiers.normalise_pmid, "08300650.", "8300650"),
        (identifiers.normalise_pmid, "https://pubmed.ncbi.nlm.nih.gov/8300650/", "8300650"),
        (identifiers.normalise_pmid, "pubmed.ncbi.nlm.nih.gov/8300650/?from=a#b", "8300650"),
        (identifiers.normalise_pmid, "https://ncbi.nlm.nih.gov/pubmed/?term=8300650", "8300650"),
        (identifiers.normalise_pmid, "(PubMed PMID: 8300650).", "8300650"),
        (identifiers.normalise_pmid, "8300650 [pmid]", "8300650"),
        (identifiers.normalise_pmid, "https://europepmc.org/article/MED/8300650", "8300650"),
        (identifiers.normalise_pmcid, "(PMC5013361)", "PMC5013361"),
        (
            identifiers.normalise_pmcid,
            "pmc.ncbi.nlm.nih.gov/articles/PMC5013361/pdf/a.pdf",
            "PMC5013361",
        ),
        (
            identifiers.normalise_pmcid,
            "https://europepmc.org/article/PMC/PMC5013361",
            "PMC5013361",
        ),
        (identifiers.normalise_pmcid, "5013361", "PMC5013361"),
        (identifiers.normalise_pmcid, "pmcid: pmc5013361.2", "PMC5013361"),
        (
            identifiers.normalise_pmcid,
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5013361/",
            "PMC5013361",
        ),
        (identifiers.normalise_nct, "nct01234567", "NCT01234567"),
        (identifiers.normalise_isbn, "ISBN 0-306-40615-2", "9780306406157"),
        (
            identifiers.normalise_nct,
            "https://clinicaltrials.gov/study/NCT01234567?a=b",
            "NCT01234567",
        ),
        (identifiers.normalise_nct, "ClinicalTrials.gov Identifier: NCT01234567.", "NCT01234567"),
        (identifiers.normalise_isbn, "(e-ISBN: 978\u22120\u2013306\u201040615-7)", "9780306406157"),
        (identifiers.normalise_isbn, "0-306-40615-2 (pbk.)", "9780306406157"),
        (identifiers.normalise_isbn, "urn:isbn:9780306406157", "9780306406157"),
        (identifiers.normalise_isbn, "978 0 306 40615 7", "9780306406157"),
        (identifiers.normalise_isbn, "0-8044-2957-X", "9780804429573"),
        (identifiers.normalise_url, "HTTPS://WWW.WHO.int/News", "https://www.who.int/News"),
        (identifiers.normalise_url, "www.who.int", "https://www.who.int/"),
        (
            identifiers.normalise_set_id,
            "https://dailymed.nlm.nih.gov/x?setid=0F2C4B26-AB81-4D60-8A0A-9B4F3A5B2C11",
            "0f2c4b26-ab81-4d60-8a0a-9b4f3a5b2c11",
        ),
    ],
)
def test_normalise_gives_one_form(
    normalise: Callable[[str], str], written: str, normal: str
) -> None:
    assert normalise(written) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    ("normalise", "written"),
    [
        (identifiers.normalise_pmid, "0"),
        (identifiers.normalise_pmid, "PMC123"),
        (identifiers.normalise_pmid, "12a"),
        (identifiers.normalise_pmcid, "PMID 3"),
        (identifiers.normalise_pmcid, "https://pmc.ncbi.nlm.nih.gov/articles/8300650/"),
        (identifiers.normalise_pmid, "https://example.org/8300650"),
        (identifiers.normalise_nct, "NCT01234567, NCT01234568"),
        (identifiers.normalise_nct, "NCT123"),
        (identifiers.normalise_isbn, "0-306-40615-3"),
        (identifiers.normalise_isbn, "9780306406158"),
        (identifiers.normalise_url, "javascript:alert(1)"),
        (identifiers.normalise_url, "https://"),
        (identifiers.normalise_url, "https://user:secret@who.int/"),
        (identifiers.normalise_url, "https://who.int/a b"),
        (identifiers.normalise_url, 'https://who.int/"onmouseover="x'),
        (identifiers.normalise_url, "https://who.int:port/"),
        (identifiers.normalise_url, "https://who.int/\ud800"),
        (identifiers.normalise_url, "https://who.int/" + "a" * 2000),
        (identifiers.normalise_set_id, "0f2c4b26"),
    ],
)
def test_normalise_refuses_what_is_none(normalise: Callable[[str], str], written: str) -> None:
    with pytest.raises(InvalidIdentifier):
        normalise(written)


def test_first_isbn_finds_one_among_several() -> None:
    assert identifiers.first_isbn("978-0-306-40615-7 (hbk); 0306406152") == "9780306406157"
    assert identifiers.first_isbn("n/a") == ""


@given(st.text(), st.sampled_from(NORMALISERS))
def test_normalise_raises_nothing_else(written: str, normalise: Callable[[str], str]) -> None:
    try:
        normal = normalise(written)
    except InvalidIdentifier:
        return
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    "piece", ["doi:", "https://doi.org/", "(", ")", " ", "10.1/", "&amp;", "pmid "]
)
def test_named_is_quick_however_long_the_text_is(piece: str) -> None:
    began = time.process_time()
    for text in (piece * 250, piece * 100_000, f"10.1000/{piece * 200}!", f"NCT{piece * 100_000}1"):
        identifiers.named(text)
    assert time.process_time() - began < 1
