"""Exports that come back as what they were."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references import csl
from references.bibliography import read
from references.export import as_bibtex, as_csl_json, as_ris
from references.kinds import Kind
from tests.references.styles.ama_rules import WORKS

Export = Callable[[Iterable[Mapping[str, Any]]], str]
FORMATS: list[tuple[Export, str]] = [(as_ris, ".ris"), (as_bibtex, ".bib"), (as_csl_json, ".json")]
#: What RIS or BibTeX have no place for.
NO_PLACE = ("event-title", "event-place", "event-date", "original-date")
ITEMS = [csl.normalise(work[2]) for work in WORKS]
TEXT = st.text(
    st.sampled_from("aB1 é王{}\\$&%#_~^'`-\u2013,.;:()[]\"@=<>/|+*!?"), min_size=1, max_size=20
)


def _without(item: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in keys}


@pytest.mark.parametrize(("export", "suffix"), FORMATS)
@pytest.mark.parametrize(
    "item", [pytest.param(item, id=WORKS[at][0]) for at, item in enumerate(ITEMS)]
)
def test_export_comes_back(export: Export, suffix: str, item: dict[str, Any]) -> None:
    kept = item if export is as_csl_json else _without(item, *NO_PLACE)
    found = read(export([kept]).encode(), suffix)
    assert found.problems == []
    assert [one.csl for one in found.items] == [kept]


@pytest.mark.parametrize(("export", "suffix"), FORMATS)
def test_export_keeps_order_key_and_kind(export: Export, suffix: str) -> None:
    items = [{**item, "id": f"key{at}", "kind": Kind.GUIDELINE} for at, item in enumerate(ITEMS)]
    found = read(export(items).encode(), suffix)
    assert [one.key for one in found.items] == [f"key{at}" for at in range(len(ITEMS))]
    assert {one.kind for one in found.items} == {Kind.GUIDELINE}


@pytest.mark.parametrize(("export", "suffix"), [(as_bibtex, ".bib"), (as_csl_json, ".json")])
def test_export_makes_keys_unique(export: Export, suffix: str) -> None:
    item = {"type": "book", "title": "T", "author": [{"family": "Müller-Sample"}], "issued": {}}
    keys = [one.key for one in read(export([item] * 3).encode(), suffix).items]
    assert keys == ["Muller-Sample", "Muller-Sample-2", "Muller-Sample-3"]


@pytest.mark.parametrize(("export", "suffix"), FORMATS)
@given(texts=st.tuples(TEXT, TEXT, TEXT, TEXT))
def test_export_of_any_text_comes_back(
    export: Export, suffix: str, texts: tuple[str, str, str, str]
) -> None:
    """Commas in a family name are left out: no format but JSON can tell them from its own."""
    title, family, literal, publisher = texts
    item = csl.normalise(
        {
            "type": "report",
            "title": f"A{title}",
            "author": [
                {"family": f"B{family.replace(',', '')}", "given": "C"},
                {"literal": f"D {literal} E"},
            ],
            "publisher": f"F{publisher}",
        }
    )
    found = read(export([item]).encode(), suffix)
    assert found.problems == []
    assert [one.csl for one in found.items] == [item]


def test_as_ris_begins_with_the_type_and_ends_with_er() -> None:
    lines = as_ris([{"type": "book", "title": "T\nER  - \nTY  - JOUR"}]).split("\r\n")
    assert lines == ["TY  - BOOK", "TI  - T ER - TY - JOUR", "ER  - ", "", ""]


def test_as_csl_json_writes_the_markup_of_csl() -> None:
    [item] = json.loads(as_csl_json([{"type": "book", "title": "<em>E</em> H<sub>2</sub>"}]))
    assert item["title"] == "<i>E</i> H<sub>2</sub>"


@pytest.mark.parametrize("export", [as_ris, as_bibtex, as_csl_json])
def test_export_of_nothing_is_a_file(export: Export) -> None:
    assert export([]).strip() in ("", "[]")
