"""What programs really write is read."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from references import dates, library
from references.bibliography import SUFFIXES, read
from references.bibliography.encoding import as_utf8
from references.models import Reference
from tests.references.reading.corpus import FILES, FOLDER, as_json, expected, read_file

#: How many references each file holds, and how many places that hold none.
COUNTS = {
    "better-bibtex.bib": (3, 0),
    "biblatex.bib": (14, 0),
    "citavi.bib": (2, 0),
    "citavi.ris": (1, 0),
    "cochrane.ris": (2, 1),
    "compressed.ris": (0, 1),
    "crossref.json": (1, 0),
    "endnote-utf16.txt": (2, 0),
    "endnote.ris": (7, 0),
    "endnote.xml": (5, 1),
    "entities.xml": (0, 1),
    "faults.bib": (7, 8),
    "faults.json": (2, 8),
    "faults.nbib": (3, 4),
    "faults.ris": (6, 8),
    "google-scholar.bib": (3, 0),
    "jabref.bib": (4, 0),
    "mac-latin1.ris": (2, 0),
    "marc.xml": (0, 1),
    "mendeley-endnote.xml": (2, 1),
    "mendeley.bib": (3, 0),
    "mendeley.ris": (2, 0),
    "minified.json": (2, 1),
    "ovid.ris": (2, 1),
    "papers.bib": (1, 0),
    "papers.ris": (1, 0),
    "publisher-without-doi.ris": (1, 0),
    "pubmed-central.ris": (1, 0),
    "pubmed-cut-off.xml": (2, 1),
    "pubmed-faults.xml": (3, 4),
    "pubmed-set.txt": (4, 0),
    "pubmed-two-sets.xml": (3, 1),
    "pubmed.nbib": (2, 0),
    "pubmed.xml": (4, 1),
    "scopus.ris": (1, 0),
    "two-encodings.ris": (3, 0),
    "zotero-biblatex.bib": (6, 0),
    "zotero-bibtex.bib": (3, 0),
    "zotero.json": (2, 0),
    "zotero.ris": (5, 0),
}
#: Real works, whichever program tells of them: year, volume, first page, PubMed number.
FACTS = {
    "10.1302/0301-620x.76b1.8300650": (1994, "76", "103", "8300650"),
    "10.1056/nejmoa2021436": (2021, "384", "693", "32678530"),
    "10.1056/nejmoa1511939": (2015, "373", "2103", "26551272"),
    "10.1136/bmj.n71": (2021, "372", "n71", "33782057"),
    "10.1038/171737a0": (1953, "171", "737", "13054692"),
    "10.1126/science.277.5331.1453": (1997, "277", "1453", "9278503"),
}
IN_MOST = {"10.1302/0301-620x.76b1.8300650": 5, "10.1136/bmj.n71": 5}


def _told() -> dict[str, list[dict[str, Any]]]:
    told = defaultdict(list)
    for path in FILES:
        for item in read_file(path).items:
            told[item.csl.get("DOI", "")].append(item.csl)
    return told


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_read_finds_all_of_a_file(path: Path) -> None:
    found = read_file(path)
    assert (len(found.items), len(found.problems)) == COUNTS[path.name]
    assert as_json(found) == expected(path)


def test_corpus_has_every_format_and_nothing_unused() -> None:
    assert {path.suffix for path in FILES} == set(SUFFIXES)
    assert {path.name for path in FILES} == set(COUNTS)
    assert {path.name for path in (FOLDER / "expected").iterdir()} == {f"{n}.json" for n in COUNTS}


@pytest.mark.parametrize("doi", FACTS)
def test_read_hears_the_same_of_a_work_from_every_program(doi: str) -> None:
    year, volume, page, pmid = FACTS[doi]
    told = [item for item in _told()[doi] if "volume" in item or "page" in item]
    assert len(told) >= IN_MOST.get(doi, 1)
    for item in told:
        assert dates.parts(item["issued"])[0] == year
        assert item.get("volume", volume) == volume
        assert (item.get("page") or item["number"]).split("-")[0] == page
        assert item.get("PMID", pmid) == pmid
        assert item["author"]


@pytest.mark.django_db
def test_import_of_the_whole_corpus_twice_adds_each_work_once() -> None:
    counts = []
    for _time in range(2):
        for path in FILES:
            library.add_many(read_file(path).items, complete=True)
        counts.append(Reference.objects.count())
    assert counts[0] == counts[1]
    told = _told()
    for doi in FACTS:
        works = library.find_many(told[doi])
        assert len({work.pk for work in works if work is not None}) == 1
        assert None not in works


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_read_takes_the_same_from_every_line_end(path: Path, line_end: bytes) -> None:
    if path.name in ("endnote-utf16.txt", "compressed.ris"):  # there, a byte alone is no line end
        return
    plain = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found = read(plain.replace(b"\n", line_end), path.suffix)
    assert as_json(found) == expected(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_read_takes_the_same_from_every_encoding(path: Path, encoding: str) -> None:
    if path.name in ("endnote-utf16.txt", "compressed.ris", "two-encodings.ris"):
        return
    text = as_utf8(path.read_bytes()).decode()
    assert as_json(read(text.encode(encoding), path.suffix)) == expected(path)
