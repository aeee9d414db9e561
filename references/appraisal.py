"""What the library says of a work besides describing it, on its way through an exported file.

CSL leaves `custom` to whoever writes an item; ours is one entry of it, so that whatever other
programs keep there stays. What becomes of a work (retractions, checks, an editor's acceptance) is
not among it: a file is no check, and nobody accepts a source for another library.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from references.exceptions import InvalidItem
from references.models.evidence import Certainty, EvidenceLevel

OURS = "reference-library"
LONGEST_BODY = 300
#: How a file calls the columns, in the order in which they are written.
NAMES = {
    "evidence_level": "evidence-level",
    "certainty": "certainty",
    "issuing_body": "issuing-body",
    "valid_from": "valid-from",
    "valid_until": "valid-until",
}
NEWER = "superseded-by"
#: What a newer work is recognised by, and a person too.
NAMING = (
    *("type", "title", "issued", "publisher", "container-title"),
    *("DOI", "PMID", "PMCID", "ISBN", "NCT", "setid", "URL"),
)


def with_appraisal(
    item: Mapping[str, Any], stated: Mapping[str, Any], newer: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The item with what these columns state, by their names; `newer` is what supersedes it."""
    ours = {name: _plain(stated[column]) for column, name in NAMES.items() if stated.get(column)}
    if newer is not None:
        people = {role: newer[role][:1] for role in ("author", "editor") if role in newer}
        ours[NEWER] = {key: newer[key] for key in NAMING if key in newer} | people
    if not ours:
        return dict(item)
    theirs = item.get("custom")
    return {**item, "custom": {**(theirs if isinstance(theirs, Mapping) else {}), OURS: ours}}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


def normalise(custom: object) -> object:
    """An item's `custom` with our entry in its normal form. Raises `InvalidItem`."""
    if not isinstance(custom, Mapping) or OURS not in custom:
        return custom
    ours = custom[OURS]
    unknown = set(ours) - {*NAMES.values(), NEWER} if isinstance(ours, Mapping) else {OURS}
    if unknown:
        raise _refused(min(unknown))
    read = {name: _READ[name](ours[name]) for name in (*NAMES.values(), NEWER) if ours.get(name)}
    if str(read.get("valid-from", "")) > str(read.get("valid-until", "9999")):
        raise _refused("valid-until")
    rest = {name: value for name, value in custom.items() if name != OURS}
    return {**rest, OURS: read} if read else rest


def taken(item: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A normalised item as the library stores it, and the columns that it states."""
    custom = item.get("custom")
    if not isinstance(custom, Mapping) or OURS not in custom:
        return dict(item), {}
    rest = {name: value for name, value in custom.items() if name != OURS}
    bare = {key: value for key, value in item.items() if key != "custom"}
    columns = {column: custom[OURS].get(name) for column, name in NAMES.items()}
    return bare | ({"custom": rest} if rest else {}), {
        column: _day(value) if column.startswith("valid") else value
        for column, value in columns.items()
        if value
    }


def newer(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The work that supersedes this one, as far as the item names it. Not normalised."""
    custom = item.get("custom")
    ours = custom.get(OURS) if isinstance(custom, Mapping) else None
    found = ours.get(NEWER) if isinstance(ours, Mapping) else None
    return found if isinstance(found, Mapping) else None


def _refused(name: str) -> InvalidItem:
    return InvalidItem("custom", _("“%(name)s” cannot be read.") % {"name": str(name)[:40]})


def _level(value: object) -> int:
    if type(value) is not int or value not in EvidenceLevel.values:  # True is none
        raise _refused("evidence-level")
    return value


def _certainty(value: object) -> str:
    if value not in Certainty.values:
        raise _refused("certainty")
    return str(value)


def _body(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_BODY:
        raise _refused("issuing-body")
    return " ".join(value.split())


def _iso(name: str, value: object) -> str:
    try:
        return _day(str(value)).isoformat()
    except ValueError as invalid:
        raise _refused(name) from invalid


def _day(written: str) -> datetime.date:
    return datetime.date.fromisoformat(written)


def _work(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _refused(NEWER)
    return value


_READ: Mapping[str, Callable[[object], object]] = {
    "evidence-level": _level,
    "certainty": _certainty,
    "issuing-body": _body,
    "valid-from": lambda value: _iso("valid-from", value),
    "valid-until": lambda value: _iso("valid-until", value),
    NEWER: _work,
}
