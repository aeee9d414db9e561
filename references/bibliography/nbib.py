"""PubMed's `.nbib`: the MEDLINE display format."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from references.bibliography import medline
from references.bibliography.records import Problem, RawRecord

FIRST_OF = {
    "title": ("TI", "BTI"),
    "container-title": ("JT", "TA"),
    "container-title-short": ("TA",),
    "volume": ("VI",),
    "issue": ("IP",),
    "page": ("PG",),
    "PMID": ("PMID",),
    "PMCID": ("PMC",),
    "abstract": ("AB",),
    "language": ("LA",),
    "publisher": ("PB",),
    "publisher-place": ("PL",),
    "edition": ("EN",),
}
_TAG = re.compile(r"^([A-Z][A-Z0-9]{1,3}) *- ?(.*)$")
_MARKED = re.compile(r"^(.*?)\s*\[(doi|pii)\]$", re.IGNORECASE)
_Fields = dict[str, list[str]]


def _split(text: str) -> Iterator[tuple[int, _Fields] | Problem]:
    """A record begins at `PMID` or after an empty line; deeper lines continue the one above."""
    fields: _Fields = {}
    begin, last = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _TAG.match(line)
        if fields and (not line.strip() or (found and found[1] == "PMID" and "PMID" in fields)):
            yield begin, fields
            fields, last = {}, ""
        if found:
            begin = begin if fields else number
            last = found[1]
            fields.setdefault(last, []).append(found[2].strip())
        elif line.strip() and last:
            fields[last][-1] += f" {line.strip()}"
        elif line.strip():
            yield Problem(number, _("This line belongs to no record: each begins with “PMID- ”."))
    if fields:
        yield begin, fields


def _first(fields: _Fields, *tags: str) -> str:
    return next((value for tag in tags for value in fields.get(tag, ()) if value), "")


def _authors(fields: _Fields) -> list[Any]:
    people = [medline.name(written) for written in fields.get("FAU") or fields.get("AU") or []]
    return [*people, *({"literal": name} for name in fields.get("CN", []))]


def _issued(fields: _Fields) -> object:
    electronic = _first(fields, "DEP")
    if electronic.isdigit() and len(electronic) == len("20200105"):
        electronic = f"{electronic[:4]}-{electronic[4:6]}-{electronic[6:]}"
    return medline.issued(_first(fields, "DP"), electronic, _first(fields, "VI"))


def _marked(fields: _Fields, mark: str) -> str:
    """The identifier that `LID` or `AID` marks as `[doi]` or `[pii]`."""
    for written in (*fields.get("LID", ()), *fields.get("AID", ())):
        found = _MARKED.match(written)
        if found and found[2].lower() == mark:
            return found[1]
    return ""


def _as_csl(fields: _Fields) -> dict[str, Any]:
    item: dict[str, Any] = {entry: _first(fields, *tags) for entry, tags in FIRST_OF.items()}
    is_book = "BTI" in fields
    item["type"] = "article-journal" if not is_book else "chapter" if "TI" in fields else "book"
    if is_book and "TI" in fields:
        item["container-title"] = _first(fields, "BTI")
    item["title"] = medline.title(item["title"])
    item |= {"genre": medline.genre(fields.get("PT", [])), "author": _authors(fields)}
    item["issued"] = _issued(fields)
    item["editor"] = [medline.name(name) for name in fields.get("FED") or fields.get("ED") or []]
    item["DOI"] = _marked(fields, "doi")
    item["ISSN"] = _first(fields, "IS").split(" ")[0]
    item["number"] = medline.article_number(item["page"], _marked(fields, "pii"))
    return item


def records(text: str) -> list[RawRecord | Problem]:
    """Each record's key is its PubMed number."""
    return [
        found
        if isinstance(found, Problem)
        else RawRecord(_first(found[1], "PMID"), _as_csl(found[1]), found[0])
        for found in _split(text)
    ]
