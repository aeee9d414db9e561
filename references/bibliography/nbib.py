"""PubMed's `.nbib`: the MEDLINE display format, which PubMed also saves as `.txt`."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from references import identifiers
from references.bibliography import medline
from references.bibliography.encoding import lines
from references.bibliography.records import LARGEST_RECORD, Problem, RawRecord

FIRST_OF = {
    "title": ("TI", "BTI"),
    "original-title": ("TT",),
    "container-title": ("JT", "TA"),
    "container-title-short": ("TA",),
    "collection-title": ("CTI",),
    "volume": ("VI",),
    "issue": ("IP",),
    "page": ("PG",),
    "PMID": ("PMID",),
    "PMCID": ("PMC",),
    "abstract": ("AB",),
    "language": ("LA",),
    "publisher": ("PB",),
    "edition": ("EN",),
}
#: A record has one of each, so that a second one belongs to the next record.
ONCE = frozenset({"PMID", "OWN", "STAT", "TI", "DP"})
_TAG = re.compile(r"^([A-Z][A-Z0-9]{1,3}) {0,3}-(?: (.*)|)$")
_MARKED = re.compile(r"^(\S.*?)\s*\[(doi|pii|bookaccession)\]$", re.IGNORECASE)
_Fields = dict[str, list[str]]


class _Record:
    """`size` counts what was read, kept or not."""

    def __init__(self, line: int) -> None:
        self.line, self.size = line, 0
        self.pieces: dict[str, list[list[str]]] = {}
        self.last = ""

    def add(self, tag: str, value: str) -> None:
        """A line without a tag goes on with the one above."""
        self.size += len(value)
        if self.size > LARGEST_RECORD:
            return
        if tag:
            self.pieces.setdefault(tag, []).append([])
            self.last = tag
        self.pieces[self.last][-1].append(value)

    def ends_before(self, tag: str, *, after_empty: bool) -> bool:
        return tag == "PMID" or (after_empty and tag in ONCE and tag in self.pieces)

    def fields(self) -> _Fields:
        return {
            tag: [" ".join(filter(None, pieces)) for pieces in values]
            for tag, values in self.pieces.items()
        }


def _split(data: bytes) -> Iterator[_Record | Problem]:
    """A record begins at `PMID`, or after an empty line with what the one above has already."""
    record: _Record | None = None
    after_empty = reported = False
    for number, line in enumerate(lines(data), start=1):
        found = _TAG.match(line.replace("\ufeff", "").rstrip())
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", line.strip())
        if record is not None and record.ends_before(tag, after_empty=after_empty):
            yield record
            record = None
        if tag and record is None:
            record, reported = _Record(number), False
        if record is not None and (tag or value):
            record.add(tag, value)
        elif value and not reported:
            reported = True
            yield Problem(number, _("This line belongs to no record: each begins with “PMID- ”."))
        after_empty = not (tag or value)
    if record is not None:
        yield record


def _first(fields: _Fields, *tags: str) -> str:
    return next((value for tag in tags for value in fields.get(tag, ()) if value), "")


def _authors(fields: _Fields) -> list[Any]:
    people = [medline.name(written) for written in fields.get("FAU") or fields.get("AU") or []]
    return [*people, *({"literal": name} for name in fields.get("CN", []))]


def _day(written: str) -> str:
    """`20200105` and `2020/01/05 06:00` as ISO."""
    digits = re.sub(r"[^0-9]", "", written.partition(" ")[0])
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == len("20200105") else ""


def _issued(fields: _Fields, *, is_chapter: bool) -> object:
    """A chapter of a book that is kept up to date has its own day."""
    if is_chapter and (contributed := _day(_first(fields, "CTDT", "CDAT"))):
        return contributed
    return medline.issued(
        _first(fields, "DP"), _day(_first(fields, "DEP")), _first(fields, "VI", "PB")
    )


def _marked(fields: _Fields, mark: str) -> str:
    """The identifier that `LID` or `AID` marks as `[doi]`, `[pii]` or `[bookaccession]`."""
    for written in (*fields.get("LID", ()), *fields.get("AID", ())):
        found = _MARKED.match(written)
        if found and found[2].lower() == mark:
            return found[1]
    return ""


def _as_csl(fields: _Fields) -> dict[str, Any]:
    item: dict[str, Any] = {entry: _first(fields, *tags) for entry, tags in FIRST_OF.items()}
    is_book = "BTI" in fields
    is_chapter = is_book and "TI" in fields
    item["type"] = "chapter" if is_chapter else "book" if is_book else "article-journal"
    if "Preprint" in fields.get("PT", []):
        item["type"] = "article"
    if is_book:  # in a journal it is the country
        item["publisher-place"] = _first(fields, "PL")
    if item["container-title"] == item["container-title-short"]:
        item["container-title-short"] = ""
    if is_chapter:
        item["container-title"] = medline.title(_first(fields, "BTI"))
    item["title"] = medline.title(item["title"])
    item["original-title"] = medline.title(item["original-title"])
    item |= {"genre": medline.genre(fields.get("PT", [])), "author": _authors(fields)}
    item["issued"] = _issued(fields, is_chapter=is_chapter)
    item["editor"] = [medline.name(name) for name in fields.get("FED") or fields.get("ED") or []]
    item["number"] = medline.article_number(item["page"], _marked(fields, "pii"))
    item["NCT"] = medline.registration(fields.get("SI", []))
    item["keyword"] = medline.keywords([*fields.get("MH", []), *fields.get("OT", [])])
    return item | _identifiers(fields)


def _identifiers(fields: _Fields) -> dict[str, str]:
    accession = _marked(fields, "bookaccession")
    serial = _first(fields, "IS")
    isbn = identifiers.first_isbn(_first(fields, "ISBN")) or identifiers.first_isbn(serial)
    return {
        "DOI": _marked(fields, "doi"),
        "ISBN": isbn or _first(fields, "ISBN"),
        "ISSN": "" if isbn else serial.split(" ")[0],
        "URL": f"https://www.ncbi.nlm.nih.gov/books/{accession}/" if accession else "",
    }


def records(data: bytes) -> Iterator[RawRecord | Problem]:
    """Each record's key is its PubMed number."""
    for record in _split(data):
        if isinstance(record, Problem):
            yield record
        elif record.size > LARGEST_RECORD:
            yield Problem(record.line, _("The record is larger than any real one."))
        else:
            fields = record.fields()
            yield RawRecord(_first(fields, "PMID"), _as_csl(fields), record.line)
