"""Which entry of CSL each field of BibTeX and BibLaTeX is."""

import re
from collections.abc import Mapping
from typing import Any

from references import csl, dates, identifiers

TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "webpage": "webpage",
    "website": "webpage",
    "www": "webpage",
}
FIRST_OF = {
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle"),
    "container-title-short": ("shortjournal", "journalabbr"),
    "title-short": ("shorttitle",),
    "collection-title": ("series",),
    "event-title": ("eventtitle",),
    "volume": ("volume",),
    "edition": ("edition",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "publisher-place": ("location", "address"),
    "genre": ("type",),
    "DOI": ("doi",),
    "PMID": ("pmid",),
    "PMCID": ("pmcid",),
    "ISSN": ("issn",),
    "language": ("language", "langid"),
    "abstract": ("abstract",),
    "note": ("note", "annote"),
    "keyword": ("keywords",),
    "status": ("pubstate",),
    "version": ("version",),
    "number-of-pages": ("pagetotal",),
    "kind": ("kind",),
}
_ADDRESS = re.compile(r"https?://[^\s{}<>\"]+")


def _first(fields: Mapping[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _title(fields: Mapping[str, str]) -> str:
    title, subtitle = fields.get("title", ""), fields.get("subtitle", "")
    return f"{title}: {subtitle}" if title and subtitle else title


def _issued(fields: Mapping[str, str]) -> object:
    if written := fields.get("date"):
        return written.split("/")[0]
    year = fields.get("year", "")
    month = dates.month_number(re.split(r"[-\u2013/ ]", fields.get("month", ""))[0] or "x")
    if not re.fullmatch(r"\d{4}", year) or month is None:
        return year
    day = fields.get("day", "")
    return {"date-parts": [[int(year), month, *([int(day)] if day.isdigit() else [])]]}


def _eprint(fields: Mapping[str, str]) -> dict[str, str]:
    number = fields.get("eprint", "")
    where = _first(fields, "eprinttype", "archiveprefix").lower()
    return {"PMID": number} if number and where in ("pubmed", "pmid", "medline") else {}


def _type(entry_type: str, fields: Mapping[str, str]) -> str:
    """CSL's own name where the entry carries it, as our export does."""
    if fields.get("entrysubtype") in csl.TYPES:
        return fields["entrysubtype"]
    type_ = TYPES.get(entry_type, "document")
    return "webpage" if type_ == "document" and _address(fields) else type_


def _address(fields: Mapping[str, str]) -> str:
    if url := fields.get("url"):
        return url
    found = _ADDRESS.search(fields.get("howpublished", ""))
    return found[0].rstrip(".,;") if found else ""


def as_csl(entry_type: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """The item without its people."""
    type_ = _type(entry_type, fields)
    item: dict[str, Any] = {entry: _first(fields, *names) for entry, names in FIRST_OF.items()}
    item |= _eprint(fields)
    item |= {"type": type_, "title": _title(fields), "issued": _issued(fields)}
    item |= {"accessed": fields.get("urldate", ""), "original-date": fields.get("origdate", "")}
    isbn = fields.get("isbn", "")
    item["ISBN"] = identifiers.first_isbn(isbn) or isbn
    item["URL"] = _address(fields)
    item["page"] = re.sub(r"\s*(?:--+|[\u2013\u2014])\s*", "-", fields.get("pages", ""))
    number = fields.get("number", "")
    in_series = type_ in ("report", "standard", "patent", "book", "thesis")
    item["issue"] = _first(fields, "issue") or ("" if in_series else number)
    item["number"] = fields.get("eid", "") or (number if in_series else "")
    return item
