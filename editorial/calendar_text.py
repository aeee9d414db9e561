"""A private calendar as calendar programs read it: iCalendar (RFC 5545, RFC 7986)."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration

from editorial.calendar_entries import Entry
from editorial.mail import one_line

#: How often programs are asked to look again.
BETWEEN_LOOKS = datetime.timedelta(hours=1)
ONE_DAY = datetime.timedelta(days=1)


def calendar_text(entries: Iterable[Entry]) -> bytes:
    """UTF-8, lines ended by CR LF and folded at 75 octets."""
    name = _("Reviews: %(site)s") % {"site": _host()}
    calendar = Calendar()
    calendar.add("prodid", "-//Editorial review//Private calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what programs read that came before RFC 7986
    interval = vDuration(BETWEEN_LOOKS)
    interval.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", interval)
    calendar.add("x-published-ttl", vDuration(BETWEEN_LOOKS))
    for entry in entries:
        calendar.add_component(_event(entry))
    if not calendar.subcomponents:
        calendar.add_component(_utc())
    return bytes(calendar.to_ical())


def _utc() -> Timezone:
    """What a calendar without entries holds: RFC 5545, 3.6, wants one component at least."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1970, 1, 1))  # noqa: DTZ001 -- local by definition
    standard.add("tzoffsetfrom", datetime.timedelta())
    standard.add("tzoffsetto", datetime.timedelta())
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return zone


def _event(entry: Entry) -> Event:
    url = settings.SITE_URL + entry.path
    event = Event()
    event.add("uid", f"{entry.key}@{_host()}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed)  # without METHOD: when it was last revised
    event.add("last-modified", entry.changed)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + ONE_DAY)
    event.add("summary", one_line(entry.summary))
    lines = [one_line(line) for line in entry.description.split("\n")]
    event.add("description", "\n".join([*lines, url]))
    event.add("url", url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a date to keep, not a day that is taken
    return event


def _host() -> str:
    """Without a port: what makes a UID ours for good."""
    return str(urlsplit(settings.SITE_URL).hostname)
