"""The CSV that Crossref publishes for Retraction Watch, a row at a time.

https://gitlab.com/crossref/retraction-watch-data and
https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TextIO

from django.utils.translation import gettext as _

from references import identifiers
from references.models.standing import Nature

COLUMNS = (
    *("Record ID", "RetractionDate", "RetractionDOI", "RetractionPubMedID"),
    *("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "Reason"),
)
NATURES = {
    "retraction": Nature.RETRACTION,
    "expression of concern": Nature.EXPRESSION_OF_CONCERN,
    "correction": Nature.CORRECTION,
    "reinstatement": Nature.REINSTATEMENT,
}
#: What stands where there is no number.
NOTHING = {"", "0", "unavailable", "n/a", "na", "none"}
#: A line without an end is cut here; what follows is reported, not kept in memory.
LONGEST_LINE = 1_000_000
LONGEST_ID, LONGEST_REASONS = 40, 5000
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T\s].*)?")
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9._/()-]*[A-Za-z0-9]")
_PLAIN_PMID = re.compile(r"[1-9]\d{0,8}")


class NotTheFile(ValueError):
    """The file as a whole is something else; says what is missing."""


@dataclass(frozen=True)
class Row:
    """One record. Numbers are normalised, and empty where there are none."""

    record_id: str
    nature: Nature
    on: date | None
    doi: str
    pmid: str
    notice_doi: str
    notice_pmid: str
    reasons: str


@dataclass(frozen=True)
class Problem:
    """`record_id` is empty where even that cannot be read. `row`: what can be kept all the same."""

    line: int
    message: str
    record_id: str = ""
    row: Row | None = None


def read(file: TextIO) -> Iterator[Row | Problem]:
    """From a file opened with `newline=""`. Raises `NotTheFile`."""
    reader = csv.reader(iter(partial(file.readline, LONGEST_LINE), ""))
    places = _places(reader)
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader, None)
        except csv.Error as error:
            yield Problem(line, _("This row cannot be read: %(error)s.") % {"error": error})
            continue
        if values is None:
            return
        if any(value.strip() for value in values):
            yield _read_row(values, places, line)


def _places(reader: "Iterator[list[str]]") -> dict[str, int]:
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise NotTheFile(_("This is no CSV file: %(error)s.") % {"error": error}) from error
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        names = ", ".join(missing)
        raise NotTheFile(
            _("This is not the file of Retraction Watch: it has no column %(names)s.")
            % {"names": names}
        )
    return {name: header.index(name) for name in COLUMNS}


def _read_row(values: list[str], places: dict[str, int], line: int) -> Row | Problem:
    if len(values) <= max(places.values()):
        return Problem(line, _("This row has too few columns."))
    of = {name: values[place].replace("\x00", "").strip() for name, place in places.items()}
    record_id = of["Record ID"]
    if not record_id or len(record_id) > LONGEST_ID:
        return Problem(line, _("This row has no record number."))
    nature = NATURES.get(of["RetractionNature"].lower())
    if nature is None:
        words = _("Record %(id)s is of a nature that is not known: “%(nature)s”.")
        nature_words = {"id": record_id, "nature": of["RetractionNature"][:80]}
        return Problem(line, words % nature_words, record_id)
    return _composed(of, record_id, nature, line)


def _composed(of: dict[str, str], record_id: str, nature: Nature, line: int) -> Row | Problem:
    """The row; with what of it is wrong, if it is."""
    wrong: list[str] = []
    row = Row(
        record_id=record_id,
        nature=nature,
        on=_day(of["RetractionDate"], wrong),
        doi=_doi(of["OriginalPaperDOI"], wrong),
        pmid=_pmid(of["OriginalPaperPubMedID"], wrong),
        notice_doi=_doi(of["RetractionDOI"], wrong),
        notice_pmid=_pmid(of["RetractionPubMedID"], wrong),
        reasons=_reasons(of["Reason"]),
    )
    if not wrong:
        return row
    words = _("Record %(id)s was taken without what cannot be read: %(wrong)s.")
    listed = ", ".join(f"“{text[:80]}”" for text in wrong)
    return Problem(line, words % {"id": record_id, "wrong": listed}, record_id, row)


def _day(text: str, wrong: list[str]) -> date | None:
    """`11/4/2025 0:00` is 4 November."""
    if text.lower() in NOTHING:
        return None
    try:
        if found := _MONTH_FIRST.fullmatch(text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    wrong.append(text)
    return None


def _doi(text: str, wrong: list[str]) -> str:
    if _PLAIN_DOI.fullmatch(text) and len(text) <= identifiers.LONGEST_DOI:
        return text.lower()
    if text.lower() in NOTHING:
        return ""
    try:
        return identifiers.normalise_doi(text)
    except identifiers.InvalidIdentifier:
        wrong.append(text)
        return ""


def _pmid(text: str, wrong: list[str]) -> str:
    if _PLAIN_PMID.fullmatch(text):
        return text
    if text.lower() in NOTHING:
        return ""
    try:
        return identifiers.normalise_pmid(text)
    except identifiers.InvalidIdentifier:
        wrong.append(text)
        return ""


def _reasons(text: str) -> str:
    """`+Error in Data;+Error in Methods;` as words with semicolons between them."""
    parts = (part.strip().removeprefix("+").strip() for part in text.split(";"))
    return "; ".join(part for part in parts if part)[:LONGEST_REASONS]
