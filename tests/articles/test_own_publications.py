"""Citing oneself: by DOI, by address, by journal, by publisher."""

from typing import Any

import pytest

from articles.own_publications import OwnPublications, Unreadable, read
from config.environment import Malformed
from config.publications import own_publications

OWN = read(
    "10.5555, 10.6666/own; www.Example.org, 2049-3630; 2434-561x, Journal of Samples,"
    " Sample   House ;; ,",
    host="articles.example.net",
)


def test_read_tells_four_kinds_of_words_apart() -> None:
    assert (
        OwnPublications(
            doi_prefixes=("10.5555", "10.6666/own"),
            hosts=frozenset({"articles.example.net", "example.org"}),
            issns=frozenset({"2049-3630", "2434-561X"}),
            names=frozenset({"journal of samples", "sample house"}),
        )
        == OWN
    )
    assert read("") == OwnPublications()


@pytest.mark.parametrize(
    ("csl", "is_own"),
    [
        ({}, False),
        ({"DOI": "10.5555/a"}, True),
        ({"DOI": "10.55555/a"}, False),
        ({"DOI": "10.6666/OWN.1"}, True),
        ({"DOI": "10.6666/other"}, False),
        ({"URL": "https://example.org/a"}, True),
        ({"URL": "https://sub.example.org:8080/a"}, True),
        ({"URL": "https://badexample.org/a"}, False),
        ({"URL": "https://example.org.evil.test/"}, False),
        ({"URL": "https://articles.example.net/articles/a/"}, True),
        ({"URL": "https://[broken"}, False),
        ({"ISSN": "2434-561X"}, True),
        ({"ISSN": "1111-1111, 2049-3630"}, True),
        ({"ISSN": "2049-3631"}, False),
        ({"container-title": "JOURNAL of <em>Samples</em>"}, True),
        ({"container-title-short": "Journal of samples"}, True),
        ({"container-title": "Another Journal of Samples"}, False),
        ({"publisher": "Sample House"}, True),
        ({"publisher": ""}, False),
        ({"title": "Journal of Samples"}, False),
    ],
)
def test_include_goes_by_doi_address_journal_and_publisher(
    csl: dict[str, Any], is_own: bool
) -> None:
    assert OWN.include(csl) is is_own


def test_include_of_nothing_is_nothing() -> None:
    assert not OwnPublications().include({"DOI": "10.5555/a", "publisher": "", "ISSN": ""})


@pytest.mark.parametrize(
    "word",
    [
        *("10.12", "10.1234567890", "10.x/1", "10.1234/a b"),
        *("2049-3631", "20493631"),
        *("https://example.org", "mail@example.org", "12345", "a" * 301),
    ],
)
def test_read_refuses_what_can_be_no_publication(word: str) -> None:
    with pytest.raises(Unreadable):
        read(f"Journal of Samples, {word}")


def test_setting_that_is_malformed_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWN_PUBLICATIONS", "2049-3631")
    with pytest.raises(Malformed, match=r"^Configuration: OWN_PUBLICATIONS must be .* ISSN"):
        own_publications("OWN_PUBLICATIONS", host="example.org")
    monkeypatch.setenv("OWN_PUBLICATIONS", "10.1234\n")
    assert own_publications("OWN_PUBLICATIONS", host="").doi_prefixes == ("10.1234",)
