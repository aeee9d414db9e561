"""Dates of CSL-JSON: year, month and day as whole numbers, as far as they are known."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from references.exceptions import InvalidItem

KEYS = ("issued", "accessed", "original-date", "available-date", "event-date", "submitted")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LAST_YEAR = 2999
LAST_MONTH = 12
LONGEST_LITERAL = 100
_NUMERIC = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T.*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[ ,/-]+([A-Za-z]{3,9})\.?(?:[ ,/-]+(\d{1,2}))?$")
_MONTH_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?(?: (\d{1,2}),?)?,? (\d{4})$")


def month_number(text: str) -> int | None:
    """1 to 12 for `3`, `03`, `Mar`, `march`; None for anything else."""
    text = text.strip().lower().rstrip(".")
    if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= LAST_MONTH:
        return int(text[:3])
    return MONTHS.index(text[:3]) + 1 if text[:3] in MONTHS and text.isalpha() else None


def _parts_of(text: str) -> list[int] | None:
    """What a written date says, or None when it is no date that we know."""
    if found := _NUMERIC.match(text):
        return [int(part) for part in found.groups() if part]
    for pattern, order in (
        (_DAY_FIRST, (3, 2, 1)),
        (_YEAR_FIRST, (1, 2, 3)),
        (_MONTH_FIRST, (3, 1, 2)),
    ):
        if found := pattern.match(text):
            year, month, day = (found[group] for group in order)
            number = month_number(month)
            return None if number is None else [int(year), number, *([int(day)] if day else [])]
    return None


def is_written(text: str) -> bool:
    """Whether the text has the shape of a date with its year, such as `2017 Mar 5` or `2017/03`."""
    return _parts_of(" ".join(text.split())) is not None


def _number(value: object, key: str) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len("2025"):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidItem(key, _("“%(key)s” holds a date that is not a number.") % {"key": key})
    return value


def checked_parts(parts: Sequence[Any], key: str) -> list[int]:
    """Year, month, day, cut where nothing is known. Raises `InvalidItem` for 31 February."""
    known: list[int] = []
    for part in list(parts)[:3]:
        if part in (None, "", 0, "0"):
            break
        known.append(_number(part, key))
    if not known:
        return []
    try:
        if known[0] > LAST_YEAR:
            raise ValueError
        date(*[*known, 1, 1][:3])
    except ValueError as impossible:
        written = "-".join(str(part) for part in known)
        raise InvalidItem(
            key, _("“%(date)s” is not a date in the calendar.") % {"date": written[:40]}
        ) from impossible
    return known


def _from_text(text: str, key: str) -> dict[str, Any]:
    text = " ".join(text.split())
    if not text:
        return {}
    parts = _parts_of(text)
    if parts is not None:
        return {"date-parts": [checked_parts(parts, key)]}
    if len(text) > LONGEST_LITERAL:
        raise InvalidItem(key, _("“%(key)s” is too long for a date.") % {"key": key})
    return {"literal": text}


def normalise(value: object, key: str) -> dict[str, Any]:
    """A CSL date from a CSL date, a written date or a bare year; empty when nothing is known.

    Text that is no date ("in press") is kept as `literal`.
    """
    if isinstance(value, str | int) and not isinstance(value, bool):
        return _from_text(str(value), key)
    if not isinstance(value, Mapping):
        raise InvalidItem(key, _("“%(key)s” is not a date.") % {"key": key})
    spans = value.get("date-parts")
    if spans is None:
        return _from_text(str(value.get("raw") or value.get("literal") or ""), key)
    if not isinstance(spans, list) or not all(isinstance(span, list) for span in spans):
        raise InvalidItem(key, _("“%(key)s” is not a date.") % {"key": key})
    known = [parts for parts in (checked_parts(span, key) for span in spans[:2]) if parts]
    if not known:
        return {}
    extra = {name: value[name] for name in ("season", "circa") if value.get(name)}
    return {"date-parts": known, **extra}


def parts(value: Mapping[str, Any] | None) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a normalised date, as far as they are known."""
    spans = (value or {}).get("date-parts") or [[]]
    year, month, day = (*spans[0][:3], None, None, None)[:3]
    return year, month, day
