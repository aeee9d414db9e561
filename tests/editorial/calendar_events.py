"""What a calendar program reads."""

from icalendar import Calendar, Event


def events_in(text: bytes) -> list[Event]:
    """As the library's own parser reads them; it must find nothing wrong with any."""
    calendar = Calendar.from_ical(text)
    assert not any(part.errors for part in calendar.walk())
    return calendar.events
