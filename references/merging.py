"""What two records of one work say, fact by fact, and what the one that is kept will say.

Nothing here knows articles: `articles.merging` leads their citations to the record that is kept.
"""

import enum
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from references import columns, csl, kinds
from references.identity import ENTRIES as IDENTIFIERS
from references.look_ups.comparison import ENTRIES, shown
from references.models import Certainty, EvidenceLevel, Reference

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Facts that only mean something together: an address and the day it was read, a span of time.
TOGETHER = {"URL": ("URL", "accessed"), "valid_from": ("valid_from", "valid_until")}
COLUMNS: dict[str, "StrOrPromise"] = {
    "kind": _("Kind"),
    "evidence_level": _("Level of evidence"),
    "certainty": _("Certainty of the evidence"),
    "issuing_body": _("Issuing body"),
    "valid_from": _("Valid"),
    "superseded_by": _("Superseded by"),
}
LABELS: dict[str, Callable[[Any], Any]] = {
    "kind": kinds.label,
    "evidence_level": lambda level: EvidenceLevel(level).label,
    "certainty": lambda certainty: Certainty(certainty).label,
}
#: Two values of one of these name two works.
NAMING = frozenset(IDENTIFIERS.values()) - {"URL", "NCT"}
#: Words: case, white space and punctuation do not contradict. In a number or a page they would.
WORDED = frozenset((*csl.TITLES, "publisher", "publisher-place", "abstract", "issuing_body"))
_UNLIKE = re.compile(f"{columns.MARKUP}|{columns.BETWEEN_WORDS}")


class Side(enum.StrEnum):
    """Whose fact the kept record will state."""

    KEPT = "kept"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Fact:
    """One fact as both records state it; a value is a tuple where several belong together."""

    name: str
    label: "StrOrPromise"
    members: tuple[str, ...]
    kept: tuple[Any, ...]
    duplicate: tuple[Any, ...]

    @property
    def is_contradicted(self) -> bool:
        """Whether a person must choose."""
        alike = _alike if self.name in WORDED else operator.eq
        pairs = zip(self.kept, self.duplicate, strict=True)
        return any(not (_empty(a) or _empty(b) or alike(a, b)) for a, b in pairs)

    @property
    def is_gained(self) -> bool:
        """Whether the kept record learns something of the other that it did not know."""
        return not self.is_contradicted and self.joined != self.kept

    @property
    def names_the_work(self) -> bool:
        return self.name in NAMING

    @property
    def joined(self) -> tuple[Any, ...]:
        """The kept record's values, and the other's where it has none."""
        pairs = zip(self.kept, self.duplicate, strict=True)
        return tuple(b if _empty(a) else a for a, b in pairs)

    def chosen(self, side: Side | None) -> tuple[Any, ...]:
        if not self.is_contradicted or side is None:
            return self.joined
        return self.kept if side is Side.KEPT else self.duplicate

    @property
    def kept_shown(self) -> str:
        return _shown(self.name, self.kept)

    @property
    def duplicate_shown(self) -> str:
        return _shown(self.name, self.duplicate)


class ChoiceMissing(ValueError):
    """The records contradict each other, and nobody said which of them is right."""

    def __init__(self, facts: list[Fact]) -> None:
        super().__init__(", ".join(fact.name for fact in facts))
        self.facts = facts


def facts(kept: Reference, duplicate: Reference) -> list[Fact]:
    """Every fact that one of them states, in the order of the form; what is unknown to it last."""
    return [
        fact
        for fact in _all_facts(kept, duplicate)
        if not all(_empty(value) for value in (*fact.kept, *fact.duplicate))
    ]


def combined(
    kept: Reference, duplicate: Reference, choices: Mapping[str, Side]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The item and the other columns that the kept record will have, not stored yet.

    `choices`: by the name of each fact that is contradicted. Raises `ChoiceMissing`, `InvalidItem`.
    """
    stated = facts(kept, duplicate)
    open_ = [fact for fact in stated if fact.is_contradicted and fact.name not in choices]
    if open_:
        raise ChoiceMissing(open_)
    values = {
        member: value
        for fact in stated
        for member, value in zip(fact.members, fact.chosen(choices.get(fact.name)), strict=True)
    }
    ours = {name: values.pop(name) for name in _columns() if name in values}
    item = {key: value for key, value in values.items() if not _empty(value)}
    return csl.normalise(item), ours


def _columns() -> Iterator[str]:
    for name in COLUMNS:
        yield from TOGETHER.get(name, (name,))


def _all_facts(kept: Reference, duplicate: Reference) -> Iterator[Fact]:
    keys = dict.fromkeys((*ENTRIES, *kept.csl, *duplicate.csl))
    for key in keys:
        if key != "accessed":
            members = TOGETHER.get(key, (key,))
            mine, theirs = _entries(kept, members), _entries(duplicate, members)
            yield Fact(key, ENTRIES.get(key, key), members, mine, theirs)
    for name, label in COLUMNS.items():
        members = TOGETHER.get(name, (name,))
        mine = tuple(getattr(kept, member) for member in members)
        theirs = tuple(getattr(duplicate, member) for member in members)
        yield Fact(name, label, members, mine, theirs)


def _entries(reference: Reference, members: tuple[str, ...]) -> tuple[Any, ...]:
    """Nothing, where the first is missing: no day says anything without its address."""
    item = reference.csl
    return tuple(item.get(name) if item.get(members[0]) else None for name in members)


def _empty(value: object) -> bool:
    return value in (None, "", [], {})


def _alike(mine: object, theirs: object) -> bool:
    return _bare(str(mine)) == _bare(str(theirs))


def _bare(text: str) -> str:
    """Letters and figures only; of a text without any, the text."""
    return _UNLIKE.sub("", text).casefold() or text


def _shown(name: str, values: tuple[Any, ...]) -> str:
    """A value as a line of text, or of safe HTML where it is a title."""
    first = values[0]
    if name == "URL":
        return " ".join(filter(None, (str(first or ""), shown("issued", values[1]))))
    if name == "valid_from":
        days = [date_format(day) if day else "" for day in values]
        return " \N{EN DASH} ".join(days).strip() if any(days) else ""
    if name in LABELS and not _empty(first):
        return str(LABELS[name](first))
    return shown(name, first)
