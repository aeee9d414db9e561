"""Exports that come back as what they were."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from references import csl, library
from references.bibliography import read
from references.bibliography.records import named_by_address
from references.exceptions import InvalidItem
from references.export import FORMATS, as_bibtex, as_csl_json, as_ris
from references.kinds import Kind
from references.models import Reference
from tests.references.styles.ama_rules import WORKS as RULES
from tests.references.styles.test_real_works import WORKS

Export = Callable[[Iterable[Mapping[str, Any]]], str]
EXPORTS: list[tuple[Export, str]] = [(one.write, f".{one.suffix}") for one in FORMATS.values()]
GOLDEN = [
    *((f"rule: {name}", kind, csl.normalise(item)) for name, kind, item, _ama in RULES),
    *((f"real: {work.name}", work.kind, csl.normalise(work.item)) for work in WORKS),
]
IDENTIFIED = csl.normalise(
    {
        "type": "article-journal",
        "title": "Every identifier",
        "DOI": "10.1000/a_b%23(c)",
        "PMID": "8300650",
        "PMCID": "PMC5013361",
        "ISBN": "9780306406157",
        "ISSN": "0301-620X",
        "NCT": "NCT01234567",
        "setid": "01234567-89ab-cdef-0123-456789abcdef",
        "URL": "https://example.org/a_b?c=1&d=~e#f%20g",
        "accessed": "2025-11-04",
    }
)
TEXT = st.text(
    st.sampled_from("aB1 é王{}\\$&%#_~^'`-\u2013,.;:()[]\"@=<>/|+*!?\n\u00a0\u2028"),
    min_size=1,
    max_size=15,
)
NAME = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("family", "given", "suffix", "literal", "ORCID"), TEXT)
)
SPAN = {"date-parts": [[2017, 3], [2017, 4]], "season": 2}
DATE = TEXT | st.just(SPAN) | st.dates().map(str) | st.integers(1000, 2030).map(str)
ADDRESSES = ("https://example.org/a_b%20~c#d", "https://pubmed.ncbi.nlm.nih.gov/12/")
DOIS = ("10.1000/a_b", "10.1002/(sici)1<1::aid>3;2-x\\", "10.1000/a$b\\_c")
ANY_ITEM = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(csl.TYPES)), "title": TEXT},
    optional={
        **dict.fromkeys({*csl.LINES, *csl.TITLES, "note", "abstract", "keyword"} - {"title"}, TEXT),
        **dict.fromkeys(("author", "editor", "translator", "director"), st.lists(NAME, max_size=3)),
        **dict.fromkeys(("issued", "accessed", "event-date", "available-date"), DATE),
        "URL": st.sampled_from(ADDRESSES),
        "DOI": st.sampled_from(DOIS),
        "ISBN": st.just("9780306406157"),
        "custom": st.dictionaries(TEXT, TEXT),
    },
)


def _words(item: Mapping[str, Any]) -> dict[str, Any]:
    """White space says nothing."""
    return {key: value.split() if isinstance(value, str) else value for key, value in item.items()}


@pytest.mark.parametrize(("export", "suffix"), EXPORTS)
@pytest.mark.parametrize(
    ("kind", "item"), [pytest.param(kind, item, id=name) for name, kind, item in GOLDEN]
)
def test_export_comes_back(export: Export, suffix: str, kind: str, item: dict[str, Any]) -> None:
    found = read(export([{**item, "id": "key", "kind": kind}]).encode(), suffix)
    assert found.problems == []
    [one] = found.items
    assert (one.key, one.kind, _words(one.csl)) == ("key", kind, _words(named_by_address({**item})))


@pytest.mark.parametrize(("export", "suffix"), EXPORTS)
def test_export_keeps_every_identifier(export: Export, suffix: str) -> None:
    [one] = read(export([IDENTIFIED]).encode(), suffix).items
    assert one.csl == IDENTIFIED


@pytest.mark.parametrize(("export", "suffix"), EXPORTS)
@settings(max_examples=60)
@given(raw=ANY_ITEM, kind=st.sampled_from(Kind.values))
def test_export_of_anything_comes_back(
    export: Export, suffix: str, raw: dict[str, Any], kind: str
) -> None:
    try:
        item = named_by_address(csl.normalise(raw))
    except InvalidItem:
        return
    found = read(export([{**item, "kind": kind}] * 2).encode(), suffix)
    assert found.problems == []
    assert [(one.kind, _words(one.csl)) for one in found.items] == [(kind, _words(item))] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(("export", "suffix"), EXPORTS)
def test_export_imported_again_adds_nothing(export: Export, suffix: str) -> None:
    for _name, kind, item in GOLDEN:
        library.find_or_create(item, kind=kind)
    before = list(Reference.objects.order_by("pk").values_list("pk", "kind", "csl"))
    items = [{**item, "id": str(pk), "kind": kind} for pk, kind, item in before]
    for found in read(export(items).encode(), suffix).items:
        reference, is_new = library.find_or_create(found.csl, kind=found.kind)
        assert not is_new
        assert found.key == str(reference.pk)
    assert list(Reference.objects.order_by("pk").values_list("pk", "kind", "csl")) == before


@pytest.mark.parametrize(("export", "suffix"), EXPORTS)
def test_export_keeps_the_order(export: Export, suffix: str) -> None:
    items = [{**item, "id": f"key{at}"} for at, (_name, _kind, item) in enumerate(GOLDEN)]
    found = read(export(items).encode(), suffix)
    assert [one.key for one in found.items] == [f"key{at}" for at in range(len(GOLDEN))]


@pytest.mark.parametrize(("export", "suffix"), [(as_bibtex, ".bib"), (as_csl_json, ".json")])
def test_export_makes_keys_unique(export: Export, suffix: str) -> None:
    item = {"type": "book", "title": "T", "author": [{"family": "Müller-Sample"}], "issued": {}}
    keys = [one.key for one in read(export([item] * 3).encode(), suffix).items]
    assert keys == ["Muller-Sample", "Muller-Sample-2", "Muller-Sample-3"]


def test_as_ris_begins_no_line_with_what_a_title_holds() -> None:
    lines = as_ris([{"type": "book", "title": "T\nER  - \r\nTY  - JOUR\u2028AU  - X"}]).split(
        "\r\n"
    )
    assert lines == ["TY  - BOOK", "TI  - T ER - TY - JOUR AU - X", "ER  - ", "", ""]


def test_as_ris_writes_what_endnote_and_zotero_look_for() -> None:
    item = csl.normalise(
        {
            "type": "book",
            "title": "Necks",
            "author": ["Ash, Sample, Jr", {"literal": "Example Agency, Department of Necks"}],
            "editor": ["Birch, Sample"],
            "collection-title": "Series on necks",
            "number-of-pages": "350",
            "PMID": "8300650",
            "NCT": "NCT01234567",
        }
    )
    assert as_ris([{**item, "id": "n1", "kind": Kind.GUIDELINE}]).split("\r\n") == [
        "TY  - BOOK",
        "ID  - n1",
        "AU  - Ash, Sample, Jr",
        "AU  - Example Agency,, Department of Necks,",
        "A3  - Birch, Sample",
        "TI  - Necks",
        "T2  - Series on necks",
        "SP  - 350",
        "AN  - 8300650",
        "DB  - PubMed",
        'U1  - csl: {"NCT": "NCT01234567", "kind": "guideline"}',
        "ER  - ",
        "",
        "",
    ]


def test_as_bibtex_writes_what_every_reader_of_bibtex_knows() -> None:
    item = csl.normalise(
        {
            "type": "article-journal",
            "title": "CO<sub>2</sub> & <em>E coli</em> {50%}",
            "author": ["Ash, Sample, Jr", {"literal": "Example Agency"}],
            "container-title": "Journal of Necks",
            "issued": "2020-03-05",
            "issue": "2",
            "page": "1-9",
            "DOI": "10.1000/a_b",
        }
    )
    assert as_bibtex([item]) == (
        "@article{Ash2020,\n"
        "  author = {{Ash}, {Jr}, {Sample} and {Example Agency}},\n"
        "  journal = {Journal of Necks},\n"
        r"  title = {CO\textsubscript{2} \& \emph{E coli} \textbraceleft{}50\%\textbraceright{}},"
        "\n"
        "  doi = {10.1000/a_b},\n"
        "  date = {2020-03-05},\n"
        "  year = {2020},\n"
        "  pages = {1--9},\n"
        "  number = {2},\n"
        "}\n"
    )


@pytest.mark.parametrize("doi", DOIS)
def test_as_bibtex_closes_what_it_opens(doi: str) -> None:
    """A backslash before the closing brace would take the brace for a letter."""
    text = as_bibtex([csl.normalise({"type": "book", "title": "\\", "DOI": doi})] * 2)
    assert [one.csl["DOI"] for one in read(text.encode(), ".bib").items] == [doi, doi]


def test_as_csl_json_writes_the_markup_of_csl() -> None:
    [item] = json.loads(
        as_csl_json(
            [{"type": "book", "title": "<em>E</em> H<sub>2</sub>", "note": "<em>as is</em>"}]
        )
    )
    assert item["title"] == "<i>E</i> H<sub>2</sub>"
    assert item["note"] == "<em>as is</em>"


@pytest.mark.parametrize("export", [as_ris, as_bibtex, as_csl_json])
def test_export_of_nothing_is_a_file(export: Export) -> None:
    assert export([]).strip() in ("", "[]")
