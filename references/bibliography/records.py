"""What a reader yields, and how it becomes a bibliography."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from references import csl, identifiers, kinds
from references.exceptions import InvalidItem
from references.kinds import Kind

#: Characters in one record. The longest real ones, with an abstract in two languages, have 20,000.
LARGEST_RECORD = 1_000_000
MOST_RECORDS = 50_000
LONGEST_KEY = 200
_SHORT_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/)?10/([a-z0-9]{1,20})$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: What an address may name, where the record names it nowhere else.
NAMED_BY_ADDRESS = ("DOI", "PMID", "PMCID", "NCT")


@dataclass(frozen=True)
class Problem:
    """A place in the file that holds no readable reference, and why."""

    line: int
    message: str


@dataclass(frozen=True)
class RawRecord:
    """A record as read: CSL-JSON, not yet checked."""

    key: str
    csl: Any
    line: int


@dataclass(frozen=True)
class KeyedItem:
    """A normalised item. `key` is what this file calls it, and means nothing elsewhere."""

    key: str
    csl: dict[str, Any]
    line: int
    kind: Kind


@dataclass(frozen=True)
class Bibliography:
    items: list[KeyedItem]
    problems: list[Problem]

    def by_key(self) -> dict[str, KeyedItem]:
        """What a citation of this file can mean. A key that names two works means none."""
        times = Counter(item.key for item in self.items)
        return {item.key: item for item in self.items if item.key and times[item.key] == 1}


def checked(found: Iterable[RawRecord | Problem]) -> Iterator[KeyedItem | Problem]:
    """Each record normalised, or what is wrong with it; a file that holds nothing says so."""
    number = 0
    for number, record in enumerate(found, start=1):
        if number > MOST_RECORDS:
            message = _("The file holds more than %(most)d entries. What follows was not read.")
            yield Problem(record.line, message % {"most": MOST_RECORDS})
            return
        yield _printable(record) if isinstance(record, Problem) else _checked(record)
    if not number:
        yield Problem(1, _("The file holds no reference."))


def _checked(record: RawRecord) -> KeyedItem | Problem:
    key = _clean(record.key)[:LONGEST_KEY]
    try:
        item = named_by_address(csl.normalise(_with_short_doi_as_address(record.csl)))
        kind = kinds.kind_of({**item, "kind": record.csl.get("kind")})
    except InvalidItem as invalid:
        message = f"{key}: {invalid.message}" if key else invalid.message
        return _printable(Problem(record.line, message))
    return KeyedItem(key, item, record.line, kind)


def _with_short_doi_as_address(item: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """`10/fd5ff8` is an address at doi.org, but no DOI."""
    doi = item.get("DOI") if isinstance(item, Mapping) else None
    found = _SHORT_DOI.match(doi) if isinstance(doi, str) else None
    if not found or item.get("URL"):
        return item
    return {**item, "DOI": "", "URL": f"https://doi.org/{found[1]}"}


def named_by_address(item: dict[str, Any]) -> dict[str, Any]:
    """The normalised item with the identifiers that its address holds and it does not state."""
    return {**named_by_addresses([item.get("URL", "")]), **item}


def named_by_addresses(addresses: Iterable[str]) -> dict[str, str]:
    """The first identifier of each kind that addresses of the web hold."""
    named: dict[str, str] = {}
    for address in filter(None, addresses):
        for key in NAMED_BY_ADDRESS:
            try:
                named.setdefault(key, identifiers.READERS[key](address))
            except identifiers.InvalidIdentifier:
                continue
    return named


def _printable(problem: Problem) -> Problem:
    """Messages quote the file, and are stored: they hold nothing that a database cannot."""
    return Problem(problem.line, _clean(problem.message))


def _clean(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
