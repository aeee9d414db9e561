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
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: What an address names, where the record names it nowhere else.
NAMED_BY_ADDRESS = (
    ("DOI", re.compile(r"^https?://(?:dx\.|www\.)?doi\.org/(10\..+)$")),
    ("PMID", re.compile(r"^https?://(?:www\.)?pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,9})/?$")),
    ("PMID", re.compile(r"^https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/(\d{1,9})/?$")),
    (
        "PMCID",
        re.compile(r"^https?://[a-z.]*ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/(PMC\d{1,9})/?$"),
    ),
    ("NCT", re.compile(r"^https?://(?:www\.)?clinicaltrials\.gov/[a-z0-9/]*(NCT\d{8})$")),
)


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
        item = named_by_address(csl.normalise(record.csl))
        kind = kinds.kind_of({**item, "kind": record.csl.get("kind")})
    except InvalidItem as invalid:
        message = f"{key}: {invalid.message}" if key else invalid.message
        return _printable(Problem(record.line, message))
    return KeyedItem(key, item, record.line, kind)


def named_by_address(item: dict[str, Any]) -> dict[str, Any]:
    """The normalised item with the identifiers that its address holds and it does not state."""
    address = item.get("URL", "")
    named: Mapping[str, str] = {
        key: found[1]
        for key, pattern in NAMED_BY_ADDRESS
        for found in [pattern.match(address)]
        if found and key not in item
    }
    for key, value in named.items():
        try:
            item[key] = csl.IDENTIFIERS[key](value)
        except identifiers.InvalidIdentifier:
            continue
    return item


def _printable(problem: Problem) -> Problem:
    """Messages quote the file, and are stored: they hold nothing that a database cannot."""
    return Problem(problem.line, _clean(problem.message))


def _clean(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
