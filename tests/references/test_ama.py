"""References as the AMA Manual, 11th edition, sets them."""

import re
from typing import Any

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from references import csl
from references.exceptions import InvalidItem
from references.kinds import Kind
from references.styles import format_reference
from tests.references.ama_articles import XIE
from tests.references.ama_works import WORKS

LINK = re.compile(r'<a href="([^"<>]*)" rel="noopener noreferrer">([^<>]*)</a>')
ATTACKS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onload='x", "&#60;b>"]
TEXT_KEYS = [*csl.TITLES, *csl.LINES, "type", "author", "editor", "DOI", "PMID", "URL", "issued"]
VALUES = st.text() | st.sampled_from(ATTACKS)


def _short(shown: str) -> str:
    """The line with its links as words."""

    def word(found: re.Match[str]) -> str:
        if found[2].startswith("doi:"):
            return "<doi>"
        return "<pm>" if found[2] == "PubMed" else "<url>"

    return LINK.sub(word, shown)


def _is_harmless(shown: str) -> bool:
    """Nothing but the tags that a reference may hold, and links to http(s) alone."""
    rest = re.sub(r"</?(?:em|sub|sup)>", "", LINK.sub("", shown))
    links = [address for address, _shown in LINK.findall(shown)]
    return "<" not in rest and all(link.startswith(("https://", "http://")) for link in links)


@pytest.mark.parametrize(
    ("kind", "item", "ama"), [pytest.param(*work[1:], id=work[0]) for work in WORKS]
)
def test_format_sets_the_work(kind: str, item: dict[str, Any], ama: str) -> None:
    shown = format_reference(csl.normalise(item), kind)
    assert _short(shown) == ama
    assert isinstance(shown, SafeString)


def test_format_links_doi_and_pubmed() -> None:
    shown = format_reference(csl.normalise({**XIE, "PMID": "27633253"}), Kind.RESEARCH)
    assert LINK.findall(shown) == [
        ("https://doi.org/10.1016/j.apergo.2016.08.020", "doi:10.1016/j.apergo.2016.08.020"),
        ("https://pubmed.ncbi.nlm.nih.gov/27633253/", "PubMed"),
    ]


def test_format_quotes_a_doi_for_its_address() -> None:
    item = csl.normalise({**XIE, "DOI": '10.1000/<1661::aid>3.0.co;2-2"x'})
    shown = format_reference(item, Kind.RESEARCH)
    assert 'href="https://doi.org/10.1000/%3C1661::aid%3E3.0.co;2-2%22x"' in shown
    assert ">doi:10.1000/&lt;1661::aid&gt;3.0.co;2-2&quot;x</a>" in shown


def test_format_does_not_follow_the_active_language() -> None:
    item = csl.normalise({**XIE, "volume": "", "page": ""})
    with translation.override("de"):
        assert "Published online March 2017" in format_reference(item, Kind.RESEARCH)


def test_format_drops_an_address_that_is_none() -> None:
    shown = format_reference({"type": "webpage", "title": "T", "URL": "javascript:x"}, "website")
    assert shown == "T."


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("type_", ["article-journal", "book", "chapter", "webpage", "report"])
def test_format_escapes_every_entry(type_: str, kind: str, attack: str) -> None:
    item = dict.fromkeys((*csl.TITLES, *csl.LINES, "DOI", "PMID", "URL"), attack)
    people = [{"family": attack, "given": attack}, {"literal": attack}]
    dates = {"issued": {"literal": attack}, "accessed": {"literal": attack}}
    whole = {**item, **dates, "author": people, "editor": people, "type": type_}
    assert _is_harmless(format_reference(whole, kind))


@given(st.dictionaries(st.sampled_from(TEXT_KEYS), VALUES), st.sampled_from(Kind.values))
def test_format_of_any_normal_item_is_harmless(item: dict[str, Any], kind: str) -> None:
    try:
        normal = csl.normalise({"title": "T", **item})
    except InvalidItem:
        return
    assert _is_harmless(format_reference(normal, kind))
