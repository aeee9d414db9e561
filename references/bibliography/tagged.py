"""A record of tags and values, as RIS and EndNote XML hold it, and the CSL item that it is."""

import re
from dataclasses import dataclass, field
from typing import Any

from references import dates, identifiers
from references.bibliography import medline, ours
from references.bibliography.notes import with_identifiers_apart
from references.bibliography.people import people
from references.bibliography.records import LARGEST_RECORD, named_by_addresses
from references.bibliography.tags import (
    ARTICLES,
    FIRST_OF,
    FULL_NAMES,
    IN_SERIES,
    INSTITUTION_SECOND,
    LOOKED_AT,
    PUBMED,
    ROLES,
    SHORT_NAMES,
    TYPES,
)

NOTES = ("N1", "RN", "M2")
#: Tags whose untagged second line is a second value.
SEPARATE = frozenset({"KW", "UR", "SN"})
LONGEST_LIST = 500
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")
_MARKED_PMID = re.compile(r"^(?:PMID:? *)?(\d{1,9}) *\[pmid\]$", re.IGNORECASE)
#: MEDLINE's, not one that belongs to an abbreviation.
_STOP = re.compile(r"(?<=[^\s.]{4})\.$")
_WEB = ("http://", "https://", "www.")


@dataclass
class TaggedRecord:
    """Read line by line; `size` counts what was read, kept or not."""

    line: int
    size: int = 0
    _fields: dict[str, list[str]] = field(default_factory=dict)
    _tag: str = ""
    _pieces: list[str] = field(default_factory=list)

    def add(self, tag: str, value: str) -> None:
        """A line without a tag goes on with the one above."""
        self.size += len(value)
        if self.size > LARGEST_RECORD:
            return
        if not tag and (not value or not self._tag):
            return
        begins = bool(tag)
        tag = tag or self._tag
        if tag != self._tag or tag in SEPARATE or begins or self._is_another_name(value):
            self._close()
            self._tag = tag
        self._pieces.append(value)

    def _is_another_name(self, value: str) -> bool:
        """Some write the second author under the first, without a tag."""
        above = self._pieces[-1] if self._pieces else ""
        return self._tag in ROLES and "," in value and "," in above and not above.endswith(",")

    def _close(self) -> None:
        if self._tag:
            joint = "\n" if self._tag in NOTES else " "
            self._fields.setdefault(self._tag, []).append(joint.join(self._pieces))
        self._tag, self._pieces = "", []

    def all(self, *tags: str) -> list[str]:
        """What the tags hold, in their order, without the empty ones."""
        self._close()
        return [value for tag in tags for value in self._fields.get(tag, ()) if value]

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")


def as_csl(record: TaggedRecord) -> dict[str, Any]:
    """The item, not yet normalised. What our own export says on top of it wins."""
    code = record.first("TY").upper()
    type_ = TYPES.get(code, ("document", ""))[0]
    item: dict[str, Any] = {"type": type_}
    item |= {entry: record.first(*tags) for entry, tags in FIRST_OF.items()}
    item |= _container(record, type_) | _people(record, code, type_) | _dates(record, code)
    item |= _places_in_it(record, type_) | _serial_numbers(record, type_)
    item |= _identifiers(record) | _words(record)
    return ours.restored(item, record.all("U1", "U2"))


def _container(record: TaggedRecord, type_: str) -> dict[str, str]:
    if type_ in IN_SERIES:
        held = {"collection-title": record.first("T2", "T3"), "container-title": ""}
        if not record.first("TI", "T1", "CT"):
            held["title"] = record.first("BT")
        return held
    full = record.first(*FULL_NAMES)
    if type_ == "paper-conference" and (record.first("C3") or not record.first("SP", "VL")):
        return {
            "container-title": record.first("C3"),
            "event-title": full,
            "event-place": record.first("CY", "C1"),
            "publisher-place": record.first("C1") if record.first("CY") else "",
            "collection-title": record.first("T3"),
        }
    return {**_journal(full, record.first(*SHORT_NAMES)), "collection-title": record.first("T3")}


def _journal(full: str, short: str) -> dict[str, str]:
    """EndNote's records from PubMed have the abbreviation where the name belongs."""
    full, short = (short, full) if len(short) > len(full) else (full, short)
    return {"container-title": full, "container-title-short": "" if short == full else short}


def _people(record: TaggedRecord, code: str, type_: str) -> dict[str, Any]:
    """Who did what: the second author of a book edits its series, if a third one edits the book."""
    roles = dict(ROLES)
    if code == "EDBOOK":
        roles |= {"AU": "editor", "A1": "editor", "A2": "collection-editor"}
    elif type_ == "book":
        roles["A3"] = "editor"
        if record.all("A3", "ED"):
            roles["A2"] = "collection-editor"
    elif type_ == "thesis":
        roles["A3"] = "contributor"
    institution = record.first("A2") if code in INSTITUTION_SECOND else ""
    if institution:
        del roles["A2"]
    short = any(name in record.first("DB").lower() for name in PUBMED)
    item: dict[str, Any] = {}
    for tag, role in roles.items():
        item[role] = [*item.get(role, []), *people(record.all(tag), short=short)]
    return item | {"authority": institution.removesuffix(",").replace(",,", ",")}


def _date(written: str) -> str:
    """`1994/03/05/summer` as ISO; anything else as it is."""
    parts = [part.strip() for part in written.split("/")]
    numbers = [part for part in parts[:3] if part.isascii() and part.isdigit()]
    if len(parts) > 1 and numbers and len(numbers[0]) == len("2025"):
        return "-".join(part for part in numbers if part.strip("0"))
    return parts[0] if len(parts) > 1 else written.strip()


def _dates(record: TaggedRecord, code: str) -> dict[str, Any]:
    found = {"issued": _issued(record, code), "accessed": _date(record.first("Y2"))}
    if code == "WEB" and not found["accessed"]:
        found["accessed"] = " ".join(record.all("M1", "VL"))
    if code in LOOKED_AT and not found["accessed"]:
        found["accessed"] = _date(record.first("DA"))
    epub = _date(record.first("ET"))
    if dates.is_written(epub) and TYPES.get(code, ("", ""))[0] in ARTICLES:
        found["available-date"] = epub
    return found


def _issued(record: TaggedRecord, code: str) -> object:
    """The fuller of the two dates, provided that they agree on the year."""
    year = _date(record.first("PY", "Y1"))
    day = "" if code in LOOKED_AT and year else _date(record.first("DA"))
    if not day or not year:
        return day or year
    if day.startswith(year[:4]):
        return day if len(day) > len(year) else year
    if len(year) == len("2025") and not re.search(r"\d{4}", day):
        whole = f"{day} {year}"
        return whole if dates.is_written(whole) else medline.date(f"{year} {day}")
    return year


def _places_in_it(record: TaggedRecord, type_: str) -> dict[str, str]:
    """Pages, issue, edition: what the same tag holds differs by type."""
    first, last = record.first("SP"), record.first("EP")
    is_span = first and last and first != last and "-" not in first
    page = f"{first}-{last}" if is_span else first or last
    edition, section = record.first("ET"), record.first("SE")
    found = {"page": page, "issue": record.first("IS", "CP")}
    if type_ not in ("webpage", "post-weblog"):  # there it is the year of access
        found["volume"] = record.first("VL")
    if type_ in ARTICLES:
        found["edition"] = "" if dates.is_written(_date(edition)) else edition
        found["issue"] = found["issue"] or record.first("M1")
        found["page"] = page or section
    else:
        found["edition"] = edition
        found["chapter-number" if type_ == "chapter" else "section"] = section
    if type_ in ("book", "thesis") and page and not last and "-" not in first:
        found["page"], found["number-of-pages"] = "", page
    if type_ == "book":
        found["collection-number"] = record.first("M1")
    return found


def _serial_numbers(record: TaggedRecord, type_: str) -> dict[str, str]:
    """ISBN, ISSN and the number of a report all stand behind `SN`."""
    found: dict[str, str] = {}
    article_number = next((one for one in record.all("C7") if not _is_pmcid(one)), "")
    for written in record.all("SN"):
        if isbn := identifiers.first_isbn(written[:LONGEST_LIST]):
            found.setdefault("ISBN", isbn)
        elif issn := _ISSN.search(written):
            found.setdefault("ISSN", f"{issn[1]}-{issn[2].upper()}")
        elif type_ in ("report", "standard", "patent", "legislation", "dataset"):
            found.setdefault("number", written)
        elif not found:
            found["ISBN" if type_ in ("book", "chapter") else "ISSN"] = written
    if "number" not in found:
        found["number"] = article_number
    if not found["number"] and type_ == "report":
        found["number"] = record.first("M1")
    return found


def _is_pmcid(written: str) -> bool:
    return re.fullmatch(r"PMC\d+", written, re.IGNORECASE) is not None


def _addresses(record: TaggedRecord) -> list[str]:
    """Those of the web; EndNote also writes places on the owner's disk."""
    words = (word for text in record.all("UR", "LK", "US") for word in re.split(r"[;\s]+", text))
    return [word for word in words if word.lower().startswith(_WEB)]


def _identifiers(record: TaggedRecord) -> dict[str, str]:
    addresses = _addresses(record)
    found = named_by_addresses(addresses[1:])
    found["URL"] = addresses[0] if addresses else ""
    if pmid := _pmid(record, found["URL"]):
        found["PMID"] = pmid
    accession = record.first("AN")
    custom = (*record.all("C2", "C3", "C7"), accession)
    if pmcid := next((one for one in custom if _is_pmcid(one)), ""):
        found["PMCID"] = pmcid
    named = record.first("M3")
    if re.match(r"^(?:doi: ?)?10\.", named, re.IGNORECASE) and not record.first("DO", "DI"):
        found["DOI"] = named
    return found


def _pmid(record: TaggedRecord, address: str) -> str:
    for written in record.all("U1", "U2", "U3", "U4", "U5"):
        if found := _MARKED_PMID.match(written):
            return found[1]
    accession = record.first("AN")
    database = " ".join((record.first("DB"), record.first("DP"), address)).lower()
    if accession.lower().startswith("pmid"):
        return accession
    if accession.isascii() and accession.isdigit() and any(name in database for name in PUBMED):
        return accession
    scopus = record.first("C2")
    return scopus if "scopus" in database and scopus.isascii() and scopus.isdigit() else ""


def _words(record: TaggedRecord) -> dict[str, str]:
    genre, title, short = record.first("M3"), record.first(*FIRST_OF["title"]), record.first("ST")
    notes = [note for note in record.all(*NOTES) if note != title]
    keywords = (word.strip() for line in record.all("KW") for word in line.split(";"))
    return {
        "title": _STOP.sub("", title),
        "title-short": "" if short == title else short,
        "genre": "" if re.match(r"^(?:doi: ?)?10\.", genre, re.IGNORECASE) else genre,
        "keyword": "; ".join(dict.fromkeys(filter(None, keywords))),
        "note": with_identifiers_apart("\n".join(notes)),
    }
