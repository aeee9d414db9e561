"""The CSL item that a record of tags and values is."""

import re
from typing import Any

from references import dates
from references.bibliography import medline, ours
from references.bibliography.notes import with_identifiers_apart
from references.bibliography.people import people
from references.bibliography.tagged import TaggedRecord
from references.bibliography.tagged_numbers import identifying, serial_numbers
from references.bibliography.tags import (
    ARTICLES,
    FIRST_OF,
    FULL_NAMES,
    IN_SERIES,
    INSTITUTION_SECOND,
    LOOKED_AT,
    NOTES,
    PUBMED,
    ROLES,
    SHORT_NAMES,
    TYPES,
)

#: MEDLINE's, not one that belongs to an abbreviation.
_STOP = re.compile(r"(?<=[^\s.]{4})\.$")


def as_csl(record: TaggedRecord) -> dict[str, Any]:
    """The item, not yet normalised. What our own export says on top of it wins."""
    code = record.first("TY").upper()
    type_ = TYPES.get(code, ("document", ""))[0]
    item: dict[str, Any] = {"type": type_}
    item |= {entry: record.first(*tags) for entry, tags in FIRST_OF.items()}
    item |= _container(record, type_) | _people(record, code, type_) | _dates(record, code)
    item |= _places_in_it(record, type_) | serial_numbers(record, type_)
    item |= identifying(record) | _words(record)
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
