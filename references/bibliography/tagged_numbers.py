"""Numbers of a tagged record: one tag holds several, and several tags hold one."""

import re

from references import identifiers
from references.bibliography.records import named_by_addresses
from references.bibliography.tagged import TaggedRecord
from references.bibliography.tags import PUBMED

_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dXx])\b")
_MARKED_PMID = re.compile(r"^(?:PMID:? *)?(\d{1,9}) *\[pmid\]$", re.IGNORECASE)
_WEB = ("http://", "https://", "www.")


def serial_numbers(record: TaggedRecord, type_: str) -> dict[str, str]:
    """ISBN, ISSN and the number of a report all stand behind `SN`."""
    found: dict[str, str] = {}
    article_number = next((one for one in record.all("C7") if not _is_pmcid(one)), "")
    for written in record.all("SN"):
        if isbn := identifiers.first_isbn(written):
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


def identifying(record: TaggedRecord) -> dict[str, str]:
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
