"""What would keep a reader busy, fill its memory or make it fetch something is read or refused."""

import bz2
import gzip
import io
import lzma
import time
import tracemalloc
import zipfile

import pytest

from references.bibliography import Problem, entries, read
from references.bibliography.records import LARGEST_RECORD, MOST_RECORDS
from tests.references.reading.malice import ALL, Malice

STEP = 8
BOMB = b"TY  - JOUR\nTI  - x\n" * 1000
ENTITIES = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet [%s]>
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>%s
</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""
DECLARATIONS = {
    "internal": '<!ENTITY a "x">',
    "laughs": '<!ENTITY a "xxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
    "of a file": '<!ENTITY a SYSTEM "file:///etc/passwd">',
    "of an address": '<!ENTITY a SYSTEM "http://127.0.0.1:9/">',
    "parameter": '<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;',
    "unparsed": '<!NOTATION n SYSTEM "n"><!ENTITY a SYSTEM "x" NDATA n>',
    "default": '<!ATTLIST PubmedArticle x CDATA "xxxxxxxxxxxxxxxx">',
}


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("library.ris", BOMB)
    return packed.getvalue()


COMPRESSED = {
    "zip": _zipped(),
    "empty zip": b"PK\x05\x06" + b"\0" * 18,
    "gzip": gzip.compress(BOMB),
    "bzip2": bz2.compress(BOMB),
    "xz": lzma.compress(BOMB),
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + b"x" * 100,
    "zstd": b"\x28\xb5\x2f\xfd" + b"x" * 100,
    "rar": b"Rar!\x1a\x07\x01\x00" + b"x" * 100,
}


@pytest.mark.parametrize(
    ("suffix", "trick"), [pytest.param(one[0], one[2], id=f"{one[0]} {one[1]}") for one in ALL]
)
def test_read_takes_as_long_as_the_file_is(suffix: str, trick: Malice) -> None:
    """Eight times the file takes some eight times as long; a square would take 64 times."""
    short = min(_seconds(trick(500).encode(), suffix) for _try in range(3))
    long = trick(500 * STEP).encode()
    # What else the machine does only ever makes a try slower: one that is fast enough will do.
    assert any(_seconds(long, suffix) < 4 * STEP * max(short, 0.004) for _try in range(3))


def _seconds(data: bytes, suffix: str) -> float:
    """Of this process alone: what else the machine does takes none of it."""
    begin = time.process_time()
    found = read(data, suffix)
    took = time.process_time() - begin
    assert found.items or found.problems
    return took


@pytest.mark.parametrize(
    ("suffix", "trick"), [pytest.param(one[0], one[2], id=f"{one[0]} {one[1]}") for one in ALL]
)
def test_read_needs_memory_in_proportion(suffix: str, trick: Malice) -> None:
    data = trick(2_000).encode()
    tracemalloc.start()
    try:
        for _entry in entries(data, suffix):
            pass
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60 * len(data) + 4_000_000


@pytest.mark.parametrize("suffix", [".ris", ".bib", ".nbib", ".json", ".xml", ".txt"])
@pytest.mark.parametrize("name", COMPRESSED)
def test_read_unpacks_nothing(name: str, suffix: str) -> None:
    found = read(COMPRESSED[name], suffix)
    assert found.items == []
    assert found.problems == [Problem(1, "This is a compressed file. Unpack it first.")]


@pytest.mark.parametrize("name", DECLARATIONS)
def test_read_refuses_a_file_that_declares_anything(name: str) -> None:
    found = read((ENTITIES % (DECLARATIONS[name], "&a;")).encode(), ".xml")
    assert found.items == []
    message = "The file declares entities or elements of its own. Such files are not read."
    assert found.problems == [Problem(2, message)]


def test_read_allows_the_doctype_of_pubmed() -> None:
    text = ENTITIES.replace(
        "[%s]", 'PUBLIC "-//NLM//DTD PubMedArticle" "https://127.0.0.1:9/x.dtd"'
    )
    [item] = read((text % "A title").encode(), ".xml").items
    assert item.csl["title"] == "A title"


@pytest.mark.parametrize("suffix", [".ris", ".bib", ".nbib"])
def test_read_refuses_a_line_of_50_megabytes(suffix: str) -> None:
    found = read(b"TY  - JOUR\nTI  - " + b"x" * 50_000_000, suffix)
    assert found.items == []
    assert found.problems == [Problem(2, "This line is too long for a bibliography.")]


def test_read_refuses_a_text_of_50_megabytes_in_json_and_goes_on() -> None:
    huge = b'[{"id": "a", "title": "' + b"x" * 50_000_000 + b'"},\n{"id": "b", "title": "B"}]'
    found = read(huge, ".json")
    assert found.problems == [Problem(1, "The record is larger than any real one.")]
    assert [item.key for item in found.items] == ["b"]


@pytest.mark.parametrize("inside", ["text", "attribute", "comment"])
def test_read_refuses_an_element_of_50_megabytes(inside: str) -> None:
    begin, end = {
        "text": ("<PubmedArticle><a>", "</a></PubmedArticle>"),
        "attribute": ("<PubmedArticle><a b='", "'/></PubmedArticle>"),
        "comment": ("<!--", "-->"),
    }[inside]
    data = b"<PubmedArticleSet>" + begin.encode() + b"x" * 50_000_000 + end.encode()
    begun = time.process_time()
    [problem] = read(data + b"</PubmedArticleSet>", ".xml").problems
    assert time.process_time() - begun < 10
    assert "larger than any real" in problem.message


@pytest.mark.parametrize(
    ("suffix", "before", "again", "after"),
    [
        (".ris", "TY  - JOUR\nTI  - ", "x\n", "ER  - \nTY  - JOUR\nTI  - next\n"),
        (".nbib", "PMID- 1\nTI  - ", "x\n", "PMID- 2\nTI  - next\n"),
        (".bib", "@book{a, title = {", "x\n", "}}\n@book{b, title = {next}}"),
        (
            ".xml",
            "<xml><records><record><titles><title>",
            "x\n",
            "</title></titles></record><record><titles><title>next</title></titles></record>"
            "</records></xml>",
        ),
    ],
)
def test_read_goes_on_after_a_record_larger_than_any_real_one(
    suffix: str, before: str, again: str, after: str
) -> None:
    found = read((before + again * LARGEST_RECORD + after).encode(), suffix)
    assert [item.csl["title"] for item in found.items] == ["next"]
    assert [problem.message for problem in found.problems] == [
        "The record is larger than any real one."
    ]


@pytest.mark.parametrize(
    ("suffix", "record"),
    [
        (".ris", "TY  - BOOK\nTI  - x\n"),
        (".nbib", "PMID- 1\nTI  - x\n"),
        (".bib", "@book{a, title={x}}\n"),
    ],
)
def test_read_counts(suffix: str, record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("records", "bibtex_blocks"):
        monkeypatch.setattr(f"references.bibliography.{module}.MOST_RECORDS", 20)
    found = read((record * 30).encode(), suffix)
    assert len(found.items) == 20
    [problem] = found.problems
    assert problem.message == "The file holds more than 20 entries. What follows was not read."
    assert MOST_RECORDS >= 10_000


@pytest.mark.parametrize("character", ["\0", "\ud800", "\ufffe", "\x1b", "\u202e"])
@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".ris", "TY  - BOOK\nID  - %s\nTI  - a%sb\nDO  - %s\n"),
        (".nbib", "PMID- %s\nTI  - a%sb\nDP  - %s\n"),
        (".bib", "@book{%s, title={a%sb}, kind={%s}}"),
        (".json", '[{"id": "%s", "type": "a%sb", "title": "%s"}]'),
        (".xml", "<xml><records><record><rec-number>%s</rec-number><titles><title>a%sb</title>"
         "</titles><isbn>%s</isbn></record></records></xml>"),
    ],
)  # fmt: skip
def test_read_says_nothing_that_cannot_be_stored(suffix: str, text: str, character: str) -> None:
    data = (text % ((character,) * 3)).encode("utf-8", errors="surrogatepass")
    found = read(data, suffix)
    assert found.items or found.problems
    said = [problem.message for problem in found.problems]
    said += [f"{item.key} {item.csl}" for item in found.items]
    for words in said:
        assert "\0" not in words
        words.encode()
