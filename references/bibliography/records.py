"""What a reader yields, and how it becomes a bibliography."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from references import csl, kinds
from references.exceptions import InvalidItem
from references.kinds import Kind


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


def assembled(found: Iterable[RawRecord | Problem]) -> Bibliography:
    items: list[KeyedItem] = []
    problems: list[Problem] = []
    for record in found:
        if isinstance(record, Problem):
            problems.append(record)
            continue
        try:
            item = csl.normalise(record.csl)
            kind = kinds.kind_of({**item, "kind": record.csl.get("kind")})
            items.append(KeyedItem(record.key, item, record.line, kind))
        except InvalidItem as invalid:
            problems.append(Problem(record.line, _about(record.key, invalid)))
    if not items and not problems:
        problems.append(Problem(1, _("The file holds no reference.")))
    return Bibliography(items, sorted(problems, key=lambda problem: problem.line))


def _about(key: str, invalid: InvalidItem) -> str:
    return f"{key}: {invalid.message}" if key else invalid.message
