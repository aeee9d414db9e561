"""The CSL item that the fields of an entry are."""

import re
from collections.abc import Mapping
from typing import Any

from references import csl, dates, identifiers
from references.bibliography import bibtex_names, ours
from references.bibliography.bibtex_types import (
    FIRST_OF,
    GENRES,
    IN_SERIES,
    NUMBERED,
    ROLES,
    TYPES,
)
from references.bibliography.latex import decoded, verbatim
from references.bibliography.notes import with_identifiers_apart

VERBATIM = frozenset(
    {"doi", "url", "eprint", "pmid", "pmcid", "pmc", "nct", "setid", "isbn", "issn", "urldate"}
    | {"date", "eventdate", "origdate"}
)
_ADDRESS = re.compile(r"https?://[^\s{}<>\"]+")
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")
_ACCESSED = re.compile(r"^\[?(?:online[;,:] *)?accessed:? *([^\]]{4,40})\]?\.?$", re.IGNORECASE)
_DASHES = re.compile(r"[ \t]{0,20}(?:-{2,}|[\u2013\u2014])[ \t]{0,20}")
_EDTF = re.compile(r"^(\d{4})(-\d{2})?(-\d{2})?")
_SEASONS = ("-21", "-22", "-23", "-24")
_Fields = Mapping[str, str]


def as_csl(entry_type: str, written: _Fields) -> dict[str, Any]:
    """The item, not yet normalised, of an entry whose values are still LaTeX."""
    fields = {
        name: verbatim(value) if name in VERBATIM else decoded(value)
        for name, value in written.items()
        if name not in ROLES
    }
    type_ = _type(entry_type, fields)
    item: dict[str, Any] = {entry: _first(fields, *names) for entry, names in FIRST_OF.items()}
    item |= {"type": type_, "title": _with_subtitle(fields, "")} | _container(fields)
    item |= {"genre": _genre(entry_type, fields), "issued": _issued(fields)}
    item |= _people(written) | _numbers(type_, fields) | _identifiers(fields) | _note(fields, item)
    return ours.restored(item, [fields.get("csl", "")])


def _first(fields: _Fields, *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _type(entry_type: str, fields: _Fields) -> str:
    """CSL's own name where the entry carries it, as our export does."""
    if fields.get("entrysubtype") in csl.TYPES:
        return fields["entrysubtype"]
    type_ = TYPES.get(entry_type, "document")
    return "webpage" if type_ == "document" and _address(fields) else type_


def _with_subtitle(fields: _Fields, of: str) -> str:
    title, subtitle = fields.get(f"{of}title", ""), fields.get(f"{of}subtitle", "")
    return f"{title}: {subtitle}" if title and subtitle else title


def _container(fields: _Fields) -> dict[str, str]:
    title = _with_subtitle(fields, "journal") or fields.get("journal", "")
    title = title or _with_subtitle(fields, "book") or _with_subtitle(fields, "main")
    is_site = bool(fields.get("url")) and not title
    return {"container-title": title or (fields.get("titleaddon", "") if is_site else "")}


def _genre(entry_type: str, fields: _Fields) -> str:
    genre = fields.get("type", "")
    return GENRES.get(genre, genre) or ("Master's thesis" if entry_type == "mastersthesis" else "")


def _people(written: _Fields) -> dict[str, Any]:
    people: dict[str, Any] = {}
    for field, role in ROLES.items():
        if value := written.get(field):
            people[role] = [*people.get(role, []), *bibtex_names.people(value)]
    return people


def _issued(fields: _Fields) -> object:
    """`date` as in ISO 8601 part 2, of a span its beginning; else year, month and day."""
    if written := fields.get("date"):
        first = next((part for part in written.split("/") if part.strip(". ")), "")
        found = _EDTF.match(first)
        month = (found[2] or "") if found else ""
        return first if not found or month not in _SEASONS else found[1]
    year = fields.get("year", "").strip("[]()\u00a9 ")
    if found := re.fullmatch(r"(?:c|ca\.? ?)?(\d{4})[a-z]?", year):
        return _of_year(int(found[1]), fields)
    return year


def _of_year(year: int, fields: _Fields) -> object:
    """`month` is a name or a number, of several the first, and may hold the day: `mar # "~5"`."""
    first = re.split(r"[-\u2013/]", fields.get("month", ""))[0]
    words = re.findall(r"[A-Za-z]+|[0-9]+", first)
    named = next((word for word in words if word.isalpha() and dates.month_number(word)), "")
    named = named or next((word for word in words if dates.month_number(word)), "")
    month = dates.month_number(named) if named else None
    if month is None:
        return str(year)
    words.remove(named)
    day = fields.get("day") or next((word for word in words if word.isdigit()), "")
    is_day = re.fullmatch(r"[0-3]?[0-9]", day) and int(day)
    return {"date-parts": [[year, month, *([int(day)] if is_day else [])]]}


def _numbers(type_: str, fields: _Fields) -> dict[str, str]:
    """`number` is an issue in a journal, a report's own, or a book's within its series."""
    number, found = fields.get("number", ""), {}
    if type_ in NUMBERED:
        found["number"] = number
    elif type_ in IN_SERIES and fields.get("series"):
        found["collection-number"] = number
    else:
        found["issue"] = number
    if fields.get("issue"):
        found["issue"] = fields["issue"]
    if fields.get("eid"):
        found["number"] = fields["eid"]
    found["page"] = _DASHES.sub("-", fields.get("pages", ""))
    return found


def _address(fields: _Fields) -> str:
    if url := fields.get("url"):
        return url
    found = _ADDRESS.search(fields.get("howpublished", ""))
    if found:
        return found[0].rstrip(".,;")
    if _archive(fields) == "arxiv" and fields.get("eprint"):
        return f"https://arxiv.org/abs/{fields['eprint']}"
    return ""


def _archive(fields: _Fields) -> str:
    return _first(fields, "eprinttype", "archiveprefix").lower()


def _identifiers(fields: _Fields) -> dict[str, str]:
    isbn, issn = fields.get("isbn", ""), fields.get("issn", "")
    serial = _ISSN.search(issn)
    found = {
        "ISBN": identifiers.first_isbn(isbn) or isbn,
        "ISSN": f"{serial[1]}-{serial[2].upper()}" if serial else issn,
        "URL": _address(fields),
    }
    if _archive(fields) in ("pubmed", "pmid", "medline") and fields.get("eprint"):
        found["PMID"] = fields["eprint"]
    if _archive(fields) in ("pmc", "pmcid") and fields.get("eprint"):
        found["PMCID"] = fields["eprint"]
    return found


def _note(fields: _Fields, item: Mapping[str, Any]) -> dict[str, str]:
    """The notes together; a day of access and identifiers among them are taken out."""
    kept, accessed = [], str(item["accessed"])
    for name in ("note", "annote", "annotation"):
        note = fields.get(name, "")
        day = "" if accessed else _day_of_access(note)
        accessed = accessed or day
        kept += [note] if note and not day else []
    return {"note": with_identifiers_apart("\n".join(kept)), "accessed": accessed}


def _day_of_access(note: str) -> str:
    """`Accessed: 2025-11-04`, `[Online; accessed 4-November-2025]`."""
    found = _ACCESSED.match(note)
    days = (found[1], found[1].replace("-", " ")) if found else ()
    return next((day for day in days if dates.is_written(day)), "")
