"""What a format has no place for, carried in one field as JSON, so that exports come back whole.

RIS has it in a field left to users (`U1  - csl: {…}`), BibTeX in one of its own (`csl = {…}`).
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

_MARK = "csl: "
_UNUSUAL_SPACE = re.compile(r"[^\S ]|(?<= ) ")


def restored(item: dict[str, Any], values: Iterable[str]) -> dict[str, Any]:
    """The item with what a field of ours among the values says of it."""
    for value in values:
        if value.startswith(_MARK):
            item |= _loaded(value.removeprefix(_MARK))
    return item


def _loaded(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def written(item: Mapping[str, Any], read_back: Mapping[str, Any]) -> str:
    """What the other fields do not say, or say otherwise; empty when nothing is lost without it."""
    lost = {key: value for key, value in item.items() if not _same(value, read_back.get(key))}
    lost |= dict.fromkeys(read_back.keys() - item.keys())
    if not lost:
        return ""
    text = json.dumps(dict(sorted(lost.items())), ensure_ascii=False)
    return _MARK + _UNUSUAL_SPACE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _same(one: object, other: object) -> bool:
    """White space says nothing."""
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return one == other
