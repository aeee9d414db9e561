"""What must hold of a reference in whatever style."""

import re
from typing import Any

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from references import csl, dates, names
from references.exceptions import InvalidItem
from references.kinds import Kind
from references.styles import STYLES, as_text, format_reference
from tests.references.styles.ama_article_rules import XIE
from tests.references.styles.ama_rules import WORKS
from tests.references.styles.vancouver_rules import VANCOUVER

LINK = re.compile(r'<a href="([^"<>]*)" rel="noopener noreferrer">([^<>]*)</a>')
ATTACKS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onload='x", "&#60;b>"]
EVERY_STYLE = pytest.mark.parametrize("style", list(STYLES))

TEXTS = st.text() | st.sampled_from(
    [*ATTACKS, "<em>", "<sub>a", "[b]", "1-9; p 3", "Suppl", "9 Pt 1", "12 Suppl 7", "—", "  "]
)
DAYS = st.lists(st.integers(0, 2999) | st.integers(0, 31) | st.text(), max_size=4)
DATES = (
    TEXTS
    | st.fixed_dictionaries(
        {"date-parts": st.lists(DAYS, max_size=3)},
        optional={"season": TEXTS | st.integers() | st.lists(TEXTS), "literal": TEXTS},
    )
    | st.dates().map(str)
)
PEOPLE = st.lists(
    TEXTS | st.dictionaries(st.sampled_from([*names.PARTS, *names.PARTICLES]), TEXTS, min_size=1),
    max_size=9,
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys((*csl.TITLES, *csl.LINES), TEXTS),
    **dict.fromkeys(names.ROLES, PEOPLE),
    **dict.fromkeys(dates.KEYS, DATES),
    "type": st.sampled_from(sorted(csl.TYPES)),
    "DOI": st.just("10.1000/a<b>&\"'c") | TEXTS,
    "URL": st.sampled_from(["https://example.org/?a=1&b='2'", "http://clinicaltrials.gov/"]),
    "PMID": st.just("8300650"),
    "PMCID": st.just("PMC5013361"),
    "NCT": st.just("NCT01234567"),
}
ITEMS = st.lists(st.sampled_from(sorted(VALUES)), unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({key: VALUES[key] for key in keys})
)


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
    return (
        not set("<>\"'") & set(rest)
        and all(shown.count(f"<{tag}>") == shown.count(f"</{tag}>") for tag in ("em", "sub", "sup"))
        and all(link.startswith(("https://", "http://")) for link in links)
    )


@pytest.mark.parametrize(
    ("kind", "item", "ama"), [pytest.param(*work[1:], id=work[0]) for work in WORKS]
)
def test_format_sets_the_work_in_ama(kind: str, item: dict[str, Any], ama: str) -> None:
    shown = format_reference(csl.normalise(item), kind)
    assert _short(shown) == ama
    assert isinstance(shown, SafeString)


@pytest.mark.parametrize(
    ("kind", "item", "line"), [pytest.param(*work[1:], id=work[0]) for work in VANCOUVER]
)
def test_format_sets_the_work_in_vancouver(kind: str, item: dict[str, Any], line: str) -> None:
    shown = format_reference(csl.normalise(item), kind, "vancouver")
    assert LINK.sub(r"\2", shown) == line
    assert isinstance(shown, SafeString)


def test_format_links_what_identifies_the_work() -> None:
    item = csl.normalise({**XIE, "PMID": "27890121", "PMCID": "PMC5013361"})
    doi = "https://doi.org/10.1016/j.apergo.2016.08.020"
    pubmed = "https://pubmed.ncbi.nlm.nih.gov/27890121/"
    assert LINK.findall(format_reference(item, Kind.RESEARCH)) == [
        (doi, "doi:10.1016/j.apergo.2016.08.020"),
        (pubmed, "PubMed"),
    ]
    assert LINK.findall(format_reference(item, Kind.RESEARCH, "vancouver")) == [
        (doi, "10.1016/j.apergo.2016.08.020"),
        (pubmed, "27890121"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC5013361/", "PMC5013361"),
    ]


@EVERY_STYLE
def test_format_quotes_a_doi_for_its_address(style: str) -> None:
    item = csl.normalise({**XIE, "DOI": '10.1000/<1661::aid>3.0.co;2-2"x'})
    shown = format_reference(item, Kind.RESEARCH, style)
    assert 'href="https://doi.org/10.1000/%3C1661::aid%3E3.0.co;2-2%22x"' in shown
    assert "10.1000/&lt;1661::aid&gt;3.0.co;2-2&quot;x</a>" in shown


@EVERY_STYLE
def test_format_does_not_follow_the_active_language(style: str) -> None:
    item = csl.normalise({**XIE, "volume": "", "page": ""})
    with translation.override("de"):
        shown = format_reference(item, Kind.RESEARCH, style)
    assert ("2017 Mar" if style == "vancouver" else "March 2017") in shown


@EVERY_STYLE
def test_format_drops_an_address_that_is_none(style: str) -> None:
    item = {"type": "webpage", "title": "T", "URL": "javascript:x"}
    shown = format_reference(item, "website", style)
    assert shown == {"ama": "T.", "vancouver": "T [Internet]. [date unknown]."}[style]


@EVERY_STYLE
def test_as_text_has_the_words_without_markup(style: str) -> None:
    item = csl.normalise({**XIE, "title": "p < 0.05 & <i>E coli</i>?", "URL": ""})
    shown = as_text(item, Kind.RESEARCH, style)
    assert shown.startswith("Xie Y, Szeto G, Dai J. p < 0.05 & E coli? Appl Ergon. 2017")
    assert shown.rstrip(".").endswith("10.1016/j.apergo.2016.08.020")


def test_format_refuses_a_style_that_is_none() -> None:
    with pytest.raises(KeyError):
        format_reference(csl.normalise(XIE), Kind.RESEARCH, "apa")


@EVERY_STYLE
@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", [Kind.DRUG_LABEL, Kind.WEBSITE, Kind.RESEARCH])
@pytest.mark.parametrize("type_", sorted(csl.TYPES))
def test_format_escapes_every_entry(type_: str, kind: str, attack: str, style: str) -> None:
    """Even of an item that nobody has normalised."""
    item = dict.fromkeys((*csl.TITLES, *csl.LINES, "DOI", "PMID", "PMCID", "URL"), attack)
    people = [{"family": attack, "given": attack, "suffix": attack}, {"literal": attack}]
    dates_ = {key: {"literal": attack} for key in dates.KEYS}
    whole = {**item, **dates_, **dict.fromkeys(names.ROLES, people), "type": type_}
    assert _is_harmless(format_reference(whole, kind, style))


@given(ITEMS, st.sampled_from(Kind.values), st.sampled_from(list(STYLES)))
def test_format_of_any_normal_item_is_harmless(item: dict[str, Any], kind: str, style: str) -> None:
    try:
        normal = csl.normalise({"title": "T", **item})
    except InvalidItem:
        return
    assert _is_harmless(format_reference(normal, kind, style))
