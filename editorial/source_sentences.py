"""What happened to a source, in the words of letters, notes and the timeline.

Everything is said from the details of the audit event, so that it stays as it was that day.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.source_words import CitedSource

Details = Mapping[str, Any]

ACCEPTED, NO_LONGER_ACCEPTED = "source-accepted", "source-no-longer-accepted"
#: After the work's name: with the day of the notice, and without.
WHAT: Final = {
    "source-retracted": (
        gettext_lazy("was retracted on %(day)s"),
        gettext_lazy("was retracted"),
    ),
    "source-doubted": (
        gettext_lazy("has been under an expression of concern since %(day)s"),
        gettext_lazy("is under an expression of concern"),
    ),
    "source-corrected": (
        gettext_lazy("was corrected on %(day)s"),
        gettext_lazy("was corrected"),
    ),
    "source-reinstated": (
        gettext_lazy("was reinstated on %(day)s after a retraction"),
        gettext_lazy("was reinstated after a retraction"),
    ),
    "source-cleared": (
        gettext_lazy("no longer has a notice against it"),
        gettext_lazy("no longer has a notice against it"),
    ),
    ACCEPTED: (
        gettext_lazy("is kept by the editors despite the notice of %(day)s"),
        gettext_lazy("is kept by the editors despite its notice"),
    ),
    NO_LONGER_ACCEPTED: (
        gettext_lazy("is no longer kept despite the notice of %(day)s"),
        gettext_lazy("is no longer kept despite its notice"),
    ),
}
OUTCOMES: Final = {
    "opened": gettext_lazy("An urgent re-review of the live text was opened."),
    "already-open": gettext_lazy(
        "A review of the article is open already, so no other was opened. Whoever judges it has "
        "to know."
    ),
    "told": gettext_lazy("No review was opened for it."),
    "noted": gettext_lazy("Nobody was told: it changes nothing for readers."),
    "retired": gettext_lazy("The article is retired, so nobody was told."),
}


def what(action: str, details: Details) -> str:
    """“was retracted on 4 May 2026”."""
    with_day, without = WHAT[action]
    if not details["on"]:
        return str(without)
    return str(with_day) % {"day": date_format(datetime.date.fromisoformat(details["on"]))}


def happened(action: str, details: Details) -> str:
    """The work by its full name, and what became of it."""
    return _("The source “%(text)s” %(what)s.") % {
        "text": details["text"].rstrip("."),
        "what": what(action, details),
    }


def where(details: Details) -> list[str]:
    """A sentence for each place that cites it, with the headings."""
    return [_place(place) for place in details["places"]]


def _place(place: Details) -> str:
    sections = place["sections"]
    words = {
        "version": place.get("version"),
        "numbers": ", ".join(str(number) for number in place.get("numbers", [])),
        "sections": "; ".join(_section(section) for section in sections),
        "count": len(sections),
    }
    if place["place"] == "live":
        text = ngettext(
            "The live version %(version)s cites it as reference %(numbers)s in section "
            "%(sections)s.",
            "The live version %(version)s cites it as reference %(numbers)s in sections "
            "%(sections)s.",
            len(sections),
        )
    elif place["place"] == "review":
        text = ngettext(
            "Version %(version)s, under review, cites it as reference %(numbers)s in section "
            "%(sections)s.",
            "Version %(version)s, under review, cites it as reference %(numbers)s in sections "
            "%(sections)s.",
            len(sections),
        )
    else:
        text = ngettext(
            "The draft cites it in section %(sections)s.",
            "The draft cites it in sections %(sections)s.",
            len(sections),
        )
    return text % words


def _section(section: Details) -> str:
    return _("%(number)d “%(heading)s”") % {
        "number": section["number"],
        "heading": section["heading"] or _("Opening text"),
    }


def address(details: Details) -> list[str]:
    """Where the notice can be read, if it is known."""
    if not details["address"]:
        return []
    return [_("The notice: %(address)s") % {"address": details["address"]}]


def note(action: str, details: Details) -> str:
    """Why a re-review was opened, for those who begin it and those who judge."""
    sentences = [happened(action, details), *where(details), *address(details)]
    return "\n".join([*sentences, _("Does the text still stand without it?")])


def note_on_return(sources: Iterable[CitedSource]) -> str:
    """The same for an article that was retired when it happened."""
    told = [
        _("Reference %(number)d: %(what)s") % {"number": source.number, "what": source.beside}
        for source in sources
    ]
    return "\n".join([
        _("This article was given back to readers. Some of its sources are in doubt:"),
        *told,
        _("Does the text still stand without them?"),
    ])  # fmt: skip


def lines(action: str, details: Details) -> list[str]:
    """For the timeline."""
    return [
        happened(action, details),
        *where(details),
        *address(details),
        str(OUTCOMES[details["outcome"]]),
    ]
