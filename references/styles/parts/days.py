"""Dates as each style writes them, as far as they are known. No language but English."""

from collections.abc import Mapping
from typing import Any

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: CSL numbers the seasons from spring.
SEASONS = {"1": "Spring", "2": "Summer", "3": "Fall", "4": "Winter"}
#: Year, month and day are known.
WITH_DAY = 3
Date = Mapping[str, Any] | None


def _spans(date: Date) -> list[list[int]]:
    return (date or {}).get("date-parts") or []


def literal(date: Date) -> str:
    """What is written where no date is known: "in press"."""
    return str((date or {}).get("literal") or "")


def years(date: Date) -> str:
    """`2020`, `1995-2002`, or the words that stand for a date."""
    spans = _spans(date)
    if not spans:
        return literal(date)
    first, last = spans[0][0], spans[-1][0]
    return str(first) if first == last else f"{first}-{last}"


def has_month(date: Date) -> bool:
    """Whether more than the year is known."""
    spans = _spans(date)
    return bool(spans) and len(spans[0]) > 1


def _season(date: Date) -> str:
    season = (date or {}).get("season")
    return SEASONS.get(str(season), season if isinstance(season, str) else "")


def american(date: Date) -> str:
    """`March 5, 2020`, `March 2020`, `Spring 2020`, `April 3-5, 2002`."""
    spans = _spans(date)
    if not spans or len(spans[0]) == 1:
        return f"{_season(date)} {years(date)}".strip()
    year, start, end = _month_and_day(spans)
    if not end:
        return f"{start}, {year}" if len(spans[0]) >= WITH_DAY else f"{start} {year}"
    if spans[0][0] != spans[-1][0]:
        return "-".join(american({"date-parts": [span]}) for span in spans)
    comma = "," if len(spans[-1]) >= WITH_DAY else ""
    return f"{start}-{end}{comma} {year}"


def vancouver(date: Date) -> str:
    """`2020 Mar 5`, `2020 Mar`, `2020 Spring`, `2002 Apr 3-5`, `2002 Jul-Aug`."""
    spans = _spans(date)
    if not spans or len(spans[0]) == 1:
        return f"{years(date)} {_season(date)}".strip()
    year, start, end = _month_and_day(spans, letters=3)
    if end and spans[0][0] != spans[-1][0]:
        return "-".join(vancouver({"date-parts": [span]}) for span in spans)
    return f"{year} {start}-{end}" if end else f"{year} {start}"


def _month_and_day(spans: list[list[int]], letters: int | None = None) -> tuple[int, str, str]:
    """The year, where it begins and, in so far as it differs, where it ends."""
    first, last = spans[0], spans[-1]
    start = " ".join([MONTHS[first[1] - 1][:letters], *map(str, first[2:3])])
    if last[:3] == first[:3] or len(last) == 1:
        return first[0], start, ""
    if last[:2] == first[:2] and len(last) >= WITH_DAY:
        return first[0], start, str(last[2])
    return first[0], start, " ".join([MONTHS[last[1] - 1][:letters], *map(str, last[2:3])])
