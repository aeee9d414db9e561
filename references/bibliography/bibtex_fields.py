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
_EDTF = re.compile(r"^([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?([?~%])?(?:T\S*)?$")
PREPRINTS = ("arxiv", "biorxiv", "medrxiv", "chemrxiv")
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
    item |= {key: _date(item[key]) for key in ("event-date", "original-date") if item[key]}
    item["edition"] = re.sub(r"^([0-9]+)\.$", r"\1", item["edition"])
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
    if type_ in ("document", "manuscript", "webpage") and _archive(fields) in PREPRINTS:
        return "article"
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
    """`date`, else year, month and day."""
    if written := fields.get("date"):
        return _date(written)
    year = fields.get("year", "").strip("[]()\u00a9 ")
    if found := re.fullmatch(r"(?:c|ca\.? ?)?(\d{4})[a-z]?", year):
        return _of_year(int(found[1]), fields)
    return year


def _date(written: str) -> object:
    """A date of ISO 8601 part 2, of a span its beginning: `2017-03/2017-04`, `1890~`, `2017-21`."""
    first = next((part.strip() for part in written.split("/") if part.strip(". ")), "")
    found = _EDTF.match(first)
    if not found:
        return first
    known = found[1] if found[2] in _SEASONS else "".join(part or "" for part in found.groups()[:3])
    parts = [int(part) for part in known.split("-")]
    return {"date-parts": [parts], **({"circa": True} if found[4] else {})}


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
    found = _serial_numbers(fields) | {"URL": _address(fields)}
    if _archive(fields) in ("pubmed", "pmid", "medline") and fields.get("eprint"):
        found["PMID"] = fields["eprint"]
    if _archive(fields) in ("pmc", "pmcid") and fields.get("eprint"):
        found["PMCID"] = fields["eprint"]
    return found


def _serial_numbers(fields: _Fields) -> dict[str, str]:
    """Mendeley writes the ISSN into `isbn` too."""
    written, issn = fields.get("isbn", ""), fields.get("issn", "")
    isbn = identifiers.first_isbn(written)
    serial = _ISSN.search(issn) or (None if isbn else _ISSN.fullmatch(written.partition(" ")[0]))
    return {
        "ISBN": isbn or ("" if serial and _ISSN.match(written) else written),
        "ISSN": f"{serial[1]}-{serial[2].upper()}" if serial else issn,
    }


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
