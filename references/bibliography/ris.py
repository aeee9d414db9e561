"""RIS, as EndNote, Zotero, Mendeley, publishers and PubMed's relatives write it.

Read here and not by rispy, which drops a record without `ER` in silence and knows no lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from references import identifiers
from references.bibliography.records import Problem, RawRecord

TYPES = {
    "ABST": "article-journal",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "GEN": "document",
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JOUR": "article-journal",
    "MANSCPT": "manuscript",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "RPRT": "report",
    "SER": "book",
    "STAND": "standard",
    "THES": "thesis",
    "UNPB": "manuscript",
    "WEB": "webpage",
}
ROLES = {
    "AU": "author",
    "A1": "author",
    "A2": "editor",
    "ED": "editor",
    "A3": "collection-editor",
    "A4": "translator",
}
#: Where one of several tags may hold an entry, the first that does is taken.
FIRST_OF = {
    "title": ("TI", "T1", "CT", "BT"),
    "title-short": ("ST",),
    "collection-title": ("T3",),
    "volume": ("VL",),
    "issue": ("IS", "CP"),
    "number": ("C7",),
    "edition": ("ET",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "DOI": ("DO", "DI"),
    "PMCID": ("C2",),
    "abstract": ("AB", "N2"),
    "note": ("N1",),
    "language": ("LA",),
    "source": ("DP",),
    "genre": ("M3",),
}
FULL_NAMES = ("T2", "JF", "JO", "BT")
SHORT_NAMES = ("J2", "JA", "J1", "JO")
CONTINUED = frozenset({"AB", "N2", "TI", "T1", "N1", "T2", "JF", "AU", "A1"})
PUBMED = ("pubmed", "medline", "nlm", "ncbi")
_TAG = re.compile(r"^\s{0,3}([A-Z][A-Z0-9]) {1,2}-(?: (.*)|)$")
_OURS = re.compile(r"^(csl-type|kind): *(\S+)$")
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")


@dataclass
class _Record:
    line: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""

    def add(self, tag: str, value: str) -> None:
        """A line without a tag goes on with the one above, where that may be long."""
        if tag:
            self.fields.setdefault(tag, []).append(value)
            self.last = tag
        elif value and self.last in CONTINUED:
            self.fields[self.last][-1] += f" {value}"

    def first(self, *tags: str) -> str:
        found = (value for tag in tags for value in self.fields.get(tag, ()) if value)
        return next(found, "")


def _tag(line: str) -> tuple[str, str]:
    """The line's tag and value; the tag is empty where the line has none."""
    found = _TAG.match(line.rstrip().replace("\ufeff", ""))
    return (found[1], (found[2] or "").strip()) if found else ("", line.strip())


def _split(text: str) -> Iterator[_Record | Problem]:
    """A record runs from `TY` to `ER`, or to the next `TY`, or to the end of the file."""
    record: _Record | None = None
    reported = False
    for number, line in enumerate(text.split("\n"), start=1):
        tag, value = _tag(line)
        if record is not None and tag in ("TY", "ER"):
            yield record
            record = None
        if tag == "TY":
            record, reported = _Record(number), False
        if record is not None:
            record.add(tag, value)
        elif value and tag != "ER" and not reported:
            reported = True
            yield Problem(number, _("This line belongs to no record: each begins with “TY  - ”."))
    if record is not None:
        yield record


def _date(written: str) -> str:
    """`1994/03/05/summer` as ISO; anything else as it is."""
    parts = [part.strip() for part in written.split("/")]
    numbers = [part for part in parts[:3] if part.isdigit()]
    if len(parts) > 1 and numbers and len(numbers[0]) == len("2025"):
        return "-".join(part for part in numbers if int(part))
    return parts[0] if len(parts) > 1 else written.strip()


def _issued(record: _Record) -> str:
    """The fuller of the two dates, provided that they agree on the year."""
    year, full = _date(record.first("PY", "Y1")), _date(record.first("DA"))
    return full if full and (not year or full.startswith(year[:4])) else year


def _pages(record: _Record) -> str:
    first, last = record.first("SP"), record.first("EP")
    return f"{first}-{last}" if first and last and "-" not in first else first or last


def _address(record: _Record) -> str:
    """The first address of the web; EndNote also writes places on the owner's disk."""
    for written in record.fields.get("UR", []):
        for word in re.split(r"[;\s]+", written):
            if word.lower().startswith(("http://", "https://", "www.")):
                return word
    return ""


def _serial_numbers(record: _Record, type_: str) -> dict[str, str]:
    written = record.first("SN")
    if isbn := identifiers.first_isbn(written):
        return {"ISBN": isbn}
    if found := _ISSN.search(written):
        return {"ISSN": f"{found[1]}-{found[2].upper()}"}
    return {"ISBN" if type_ in ("book", "chapter") else "ISSN": written} if written else {}


def _container(record: _Record, type_: str) -> dict[str, str]:
    if type_ == "book":
        return {"collection-title": record.first("T2", "T3")}
    full, short = record.first(*FULL_NAMES), record.first(*SHORT_NAMES)
    return {"container-title": full, "container-title-short": "" if short == full else short}


def _identifiers(record: _Record) -> dict[str, str]:
    found: dict[str, str] = {}
    database = " ".join((record.first("DB"), record.first("DP"), _address(record))).lower()
    accession = record.first("AN")
    is_pubmed = accession.isdigit() and any(name in database for name in PUBMED)
    if is_pubmed or accession.lower().startswith("pmid"):
        found["PMID"] = accession
    if record.first("M3").startswith("10.") and not record.first("DO"):
        found["DOI"] = record.first("M3")
    return found


def _ours(record: _Record) -> dict[str, str]:
    """What RIS has no tag for; our own export writes it into the fields left to users."""
    found = (_OURS.match(value) for tag in ("U1", "U2") for value in record.fields.get(tag, ()))
    return {{"csl-type": "type", "kind": "kind"}[one[1]]: one[2] for one in found if one}


def _as_csl(record: _Record) -> dict[str, Any]:
    type_ = TYPES.get(record.first("TY").upper(), "document")
    item: dict[str, Any] = {"type": type_}
    item |= {entry: record.first(*tags) for entry, tags in FIRST_OF.items()}
    if item["genre"].startswith("10."):
        item["genre"] = ""
    if not item["PMCID"].upper().startswith("PMC"):
        item["PMCID"] = ""
    item |= _container(record, type_)
    for tag, role in ROLES.items():
        item[role] = [*item.get(role, []), *filter(None, record.fields.get(tag, []))]
    item["issued"], item["accessed"] = _issued(record), _date(record.first("Y2"))
    item["page"], item["URL"] = _pages(record), _address(record)
    item["keyword"] = ", ".join(record.fields.get("KW", []))
    return item | _serial_numbers(record, type_) | _identifiers(record) | _ours(record)


def records(text: str) -> list[RawRecord | Problem]:
    return [
        record
        if isinstance(record, Problem)
        else RawRecord(record.first("ID"), _as_csl(record), record.line)
        for record in _split(text)
    ]
