"""CSL items in the one shape that is stored."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references import csl, identifiers
from references.exceptions import InvalidItem

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SET_ID = "01234567-89ab-cdef-0123-456789abcdef"
KEYS = st.sampled_from([*csl.TITLES, *csl.LINES, *identifiers.READERS, "type", "author", "issued"])


def test_normalise_takes_identifiers_under_names_of_any_case() -> None:
    given = {"doi": "(doi:10.1000/X)", "pmid": 8300650, "nct": "nct01234567", "Set_ID": SET_ID}
    assert csl.normalise({"type": "article-journal", "title": "A", **given}) == {
        "type": "article-journal",
        "title": "A",
        "DOI": "10.1000/x",
        "PMID": "8300650",
        "NCT": "NCT01234567",
        "setid": SET_ID,
    }
    both = csl.normalise({"type": "book", "title": "A", "doi": "10.1000/b", "DOI": "10.1000/a"})
    assert both["DOI"] == "10.1000/a"


def test_normalise_brings_crossref_into_shape() -> None:
    assert csl.normalise(
        {
            "id": "a",
            "type": "journal-article",
            "title": ["A <i>title</i>"],
            "container-title": ["Appl Ergon"],
            "author": [{"family": "Xie", "given": "Yanfei", "sequence": "first"}],
            "issued": {"date-parts": [["2017", "3", None]]},
            "volume": 59,
            "DOI": "https://doi.org/10.1016/J.APERGO.2016.08.020",
            "published-online": None,
        }
    ) == {
        "type": "article-journal",
        "title": "A <em>title</em>",
        "container-title": "Appl Ergon",
        "author": [{"family": "Xie", "given": "Yanfei"}],
        "issued": {"date-parts": [[2017, 3]]},
        "volume": "59",
        "DOI": "10.1016/j.apergo.2016.08.020",
    }


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Smith, Jane", {"family": "Smith", "given": "Jane"}),
        ("Smith, Jane, Jr.", {"family": "Smith", "given": "Jane", "suffix": "Jr."}),
        ("World Health Organization", {"literal": "World Health Organization"}),
        ("org: Smith, Kline and French", {"literal": "Smith, Kline and French"}),
        ("{Smith, Kline and French}", {"literal": "Smith, Kline and French"}),
        ({"name": "WHO"}, {"literal": "WHO"}),
        (
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"family": "van der Berg", "given": "Jan"},
        ),
        ({"family": "<b>Smith</b>", "literal": "ignored"}, {"family": "Smith"}),
        ("Wright, V.", {"family": "Wright", "given": "V."}),
        ("Ivanov, IV", {"family": "Ivanov", "given": "IV"}),
        ("Xie, V, Jr", {"family": "Xie", "given": "V", "suffix": "Jr"}),
        ("Plunkett, Guy, III", {"family": "Plunkett", "given": "Guy", "suffix": "III"}),
        ("Davis, Sammy, V", {"family": "Davis", "given": "Sammy", "suffix": "V"}),
    ],
)
def test_normalise_understands_names(name: object, stored: dict[str, str]) -> None:
    assert csl.normalise({"title": "T", "author": [name]})["author"] == [stored]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2017", {"date-parts": [[2017]]}),
        (2017, {"date-parts": [[2017]]}),
        ("2017-03-05", {"date-parts": [[2017, 3, 5]]}),
        ("2017-03-05T10:00:00Z", {"date-parts": [[2017, 3, 5]]}),
        ("5 March 2017", {"date-parts": [[2017, 3, 5]]}),
        ("March 5, 2017", {"date-parts": [[2017, 3, 5]]}),
        ("2017 Mar", {"date-parts": [[2017, 3]]}),
        ({"raw": "2017-03"}, {"date-parts": [[2017, 3]]}),
        ({"date-parts": [[2017, 3], [2017, 4]]}, {"date-parts": [[2017, 3], [2017, 4]]}),
        ({"date-parts": [[2017, 0, 0]]}, {"date-parts": [[2017]]}),
        ("in press", {"literal": "in press"}),
    ],
)
def test_normalise_understands_dates(written: object, stored: dict[str, Any]) -> None:
    assert csl.normalise({"title": "T", "issued": written})["issued"] == stored


def test_normalise_leaves_out_empty_dates() -> None:
    assert "issued" not in csl.normalise({"title": "T", "issued": {"date-parts": [[None]]}})


def test_normalise_takes_identifiers_out_of_the_note() -> None:
    item = csl.normalise({"title": "T", "PMID": "", "note": "PMID: 12\nread twice\nPMCID: PMC3"})
    assert (item["PMID"], item["PMCID"], item["note"]) == ("12", "PMC3", "read twice")


@pytest.mark.parametrize(
    ("address", "set_id"),
    [
        (f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={SET_ID.upper()}", SET_ID),
        (f"https://DailyMed.nlm.nih.gov/dailymed/lookup.cfm?a=b&setid={SET_ID}#section-2", SET_ID),
        (f"https://example.org/drugInfo.cfm?setid={SET_ID}", None),
        (f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?old_setid={SET_ID}", None),
        ("https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=12", None),
    ],
)
def test_normalise_takes_the_set_id_out_of_an_address(address: str, set_id: str | None) -> None:
    assert csl.normalise({"title": "T", "URL": address}).get("setid") == set_id


def test_normalise_believes_a_set_id_over_an_address() -> None:
    address = f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={SET_ID}"
    other = SET_ID.replace("0", "1", 1)
    assert csl.normalise({"title": "T", "URL": address, "setid": other})["setid"] == other


def test_normalise_keeps_unknown_entries() -> None:
    item = csl.normalise({"title": "T", "custom": {"zotero": [1, 2.5, None, "e\u0301"]}})
    assert item["custom"] == {"zotero": [1, 2.5, None, "é"]}


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ([], ""),
        ("text", ""),
        ({}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "<i></i>"}, "title"),
        ({"title": {"a": 1}}, "title"),
        ({"title": "a" * 2001}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\ud800b"}, "title"),
        ({"title": "T", "type": "nonsense"}, "type"),
        ({"title": "T", "type": ["book"]}, "type"),
        ({"title": "T", "DOI": "nonsense"}, "DOI"),
        ({"title": "T", "PMID": "PMC1"}, "PMID"),
        ({"title": "T", "URL": "javascript:alert(1)"}, "URL"),
        ({"title": "T", "issued": "2017-02-30"}, "issued"),
        ({"title": "T", "issued": {"date-parts": "x"}}, "issued"),
        ({"title": "T", "issued": {"date-parts": [[2017.5]]}}, "issued"),
        ({"title": "T", "author": 5}, "author"),
        ({"title": "T", "author": [5]}, "author"),
        ({"title": "T", "author": [{"family": ["x"]}]}, "author"),
        ({"title": "T", "x": float("nan")}, "x"),
        ({"title": "T", "x": 10**400}, "x"),
        ({"title": "T", "x": {1, 2}}, "x"),
        ({"title": "T", "x": "a" * 300_000}, ""),
        ({"title": "T", "x": [[[[[[[[[[[[[[1]]]]]]]]]]]]]]}, "x"),
    ],
)
def test_normalise_names_the_entry_it_refuses(item: object, key: str) -> None:
    with pytest.raises(InvalidItem) as refused:
        csl.normalise(item)
    assert refused.value.key == key
    assert refused.value.message


@given(st.dictionaries(KEYS, JSON, max_size=4), st.text())
def test_normalise_refuses_or_is_idempotent(item: dict[str, Any], title: str) -> None:
    try:
        normal = csl.normalise({"title": title, **item})
    except InvalidItem:
        return
    assert csl.normalise(normal) == normal
    json.dumps(normal, allow_nan=False).encode()


@pytest.mark.parametrize(
    ("written", "page"),
    [("1 -- 9", "1-9"), ("1\u20139", "1-9"), ("-\u2013", "-"), ("1 - \u2013 9", "1-9")],
)
def test_normalise_joins_the_dashes_of_a_page_once(written: str, page: str) -> None:
    item = csl.normalise({"title": "T", "page": written})
    assert item["page"] == page
    assert csl.normalise(item) == item


def test_normalise_looks_through_a_note_once() -> None:
    """A note of empty lines: twice as many take about twice as long, not four times."""
    times = []
    for lines in (20_000, 80_000):
        begin = time.process_time()
        csl.normalise({"title": "T", "note": "PMID\n" + "\n" * lines + "x"})
        times.append(time.process_time() - begin)
    assert times[1] < 8 * times[0] + 0.05
