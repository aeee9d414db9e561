"""The private calendar as text: RFC 5545, whatever a title holds."""

import datetime
from collections.abc import Iterable

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some
from icalendar import Calendar

from editorial.calendar_entries import Entry
from editorial.calendar_text import calendar_text
from tests.editorial.calendar_events import events_in

TODAY = datetime.date(2027, 1, 5)
CHANGED = datetime.datetime(2027, 1, 4, 9, 41, tzinfo=datetime.UTC)


def entry(**changed: object) -> Entry:
    facts: dict[str, object] = {"key": "article-7-review", "day": TODAY, "sequence": 0}
    facts |= {"changed": CHANGED, "summary": "Re-review due: a"}
    facts |= {"description": "A line.", "path": "/desk/"}
    return Entry(**(facts | changed))  # type: ignore[arg-type]


@examples(max_examples=60, deadline=None)
@given(title=some.text(min_size=1, max_size=200), line=some.text(max_size=100))
def test_calendar_holds_any_title_and_is_read_back(title: str, line: str) -> None:
    text = calendar_text([entry(summary=f"T {title}", description=line), entry(key="other")])
    assert is_well_folded(text)
    first, second = events_in(text)
    visible = "".join(character if character.isprintable() else " " for character in title)
    assert first.summary == shortened(" ".join(f"T {visible}".split()))
    assert (first.uid, second.uid) == ("article-7-review@127.0.0.1", "other@127.0.0.1")


def test_title_writes_no_line_of_its_own() -> None:
    hostile = "a\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://127.0.0.1/;,\\n\x00\u2028x"
    text = calendar_text([entry(summary=hostile)])
    begun = [line for line in text.split(b"\r\n") if line.startswith((b"BEGIN:", b"ATTACH"))]
    assert begun == [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"]
    [event] = events_in(text)
    assert event.summary == ("a END:VEVENT BEGIN:VALARM ATTACH:http://127.0.0.1/;,\\n x")


def test_calendar_says_its_name_and_how_often_to_look() -> None:
    calendar = Calendar.from_ical(calendar_text([]))
    assert str(calendar["x-wr-calname"]) == calendar.calendar_name == "Reviews: 127.0.0.1"
    assert calendar.refresh_interval == datetime.timedelta(hours=1)
    assert calendar["version"] == "2.0"
    [only] = calendar.subcomponents
    assert only.name == "VTIMEZONE", "RFC 5545 wants a component, and nothing is to be shown"


def is_well_folded(text: bytes) -> bool:
    lines: Iterable[bytes] = text.split(b"\r\n")
    return text.endswith(b"\r\n") and all(
        len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines
    )


def shortened(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"
