"""What every format needs: keys, dates, and an item ready to be compared with what comes back."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from references import appraisal, csl, dates, kinds
from references.exceptions import InvalidItem

Item = Mapping[str, Any]


def one_line(value: object) -> str:
    return " ".join(str(value).split())


def iso(date: Mapping[str, Any] | None, separator: str = "-") -> str:
    """A date as far as it is known; text that is none as it is written."""
    year, month, day = dates.parts(date)
    if year is None:
        return str((date or {}).get("literal") or "")
    known = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]
    return separator.join(known)


def key_of(item: Item, used: set[str]) -> str:
    """The item's own key, else author and year; made unique within the file."""
    author = (item.get("author") or item.get("editor") or [{}])[0]
    name = author.get("family") or author.get("literal") or item.get("title", "")
    year = dates.parts(item.get("issued"))[0]
    written = str(item.get("id") or f"{name.split(' ')[0]}{year or ''}")
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    key = base = re.sub(r"[^A-Za-z0-9:_.+-]", "", plain) or "reference"
    number = 1
    while key.lower() in used:
        number += 1
        key = f"{base}-{number}"
    used.add(key.lower())
    return key


def without_key(item: Item) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "id"}


def said_of(reference: Mapping[str, Any], newer: Item | None = None) -> dict[str, Any]:
    """The item of what the library, or a version, says of a work: its `csl`, kind and appraisal."""
    return {
        **appraisal.with_appraisal(reference["csl"], reference, newer),
        "kind": reference["kind"],
    }


def read_back(item: dict[str, Any], *, stated: Item) -> dict[str, Any]:
    """What an import makes of a raw item. Its kind is part of it where `stated` has one, and need
    not be said where the whole item tells it."""
    try:
        normal = csl.normalise(item)
    except InvalidItem:  # then every field is said again, and what is in the way is taken out
        return {key: "" for key, value in item.items() if value}
    if stated.get("kind"):
        normal["kind"] = kinds.kind_of({**stated, "kind": item.get("kind")}).value
    return normal
