"""Why an article is due earlier, in the words of letters, pages and the timeline.

Everything is said from what was written down when the cause was raised.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.models import DueTrigger

Kind = DueTrigger.Kind
LONGEST_TEXT = 160


def sentence(kind: str, facts: Mapping[str, Any], *, reason: str = "") -> str:
    """One cause, as a whole sentence."""
    said = _said(kind, facts)
    if not said:
        label = Kind(kind).label if kind in Kind.values else kind
        said = _("It is due earlier: %(cause)s.") % {"cause": label}
    return f"{said} “{reason}”" if reason else said


def of_trigger(trigger: DueTrigger) -> str:
    return sentence(trigger.kind, trigger.details, reason=trigger.reason)


def _said(kind: str, facts: Mapping[str, Any]) -> str:
    """Empty where the facts are not those that are known here."""
    if kind == Kind.URGENT and facts.get("by"):
        return _("%(name)s, a managing editor, asks for a review now.") % {"name": facts["by"]}
    if kind == Kind.SIGNER_REMOVED and facts.get("name"):
        return _("%(name)s, who signed it, was removed from the board for cause.") % {
            "name": facts["name"]
        }
    if kind == Kind.READER_REPORTS and facts.get("count"):
        return ngettext(
            "%(count)d reader reported a problem with it.",
            "%(count)d reports of readers say that something is wrong with it.",
            facts["count"],
        ) % {"count": facts["count"]}
    return _of_source(kind, facts) if facts.get("text") else ""


def _of_source(kind: str, facts: Mapping[str, Any]) -> str:
    day = facts.get("on", "")
    words = {
        "source": _named(facts),
        "day": date_format(datetime.date.fromisoformat(day)) if day else "",
        "by": Truncator(facts.get("by", "")).chars(LONGEST_TEXT).rstrip("."),
        "years": facts.get("years", 0),
        "year": facts.get("year", 0),
    }
    if kind == Kind.SOURCE_RETRACTED:
        return (
            _("%(source)s was retracted on %(day)s.") if day else _("%(source)s was retracted.")
        ) % words
    if kind == Kind.SOURCE_DOUBTED:
        return (
            _("%(source)s has been under an expression of concern since %(day)s.")
            if day
            else _("%(source)s is under an expression of concern.")
        ) % words
    if kind == Kind.GUIDELINE_SUPERSEDED:
        return _("%(source)s is superseded by “%(by)s”.") % words
    if kind == Kind.GUIDELINE_EXPIRED:
        return _("%(source)s is valid until %(day)s.") % words
    if kind == Kind.SOURCE_TOO_OLD:
        return _("%(source)s is of %(year)d, and older than %(years)d years is too old.") % words
    return ""


def _named(facts: Mapping[str, Any]) -> str:
    text = Truncator(facts["text"]).chars(LONGEST_TEXT).rstrip(".")
    numbers = facts.get("numbers")
    if not numbers:
        return _("The source “%(text)s”") % {"text": text}
    return _("Reference %(numbers)s, “%(text)s”,") % {
        "numbers": ", ".join(str(number) for number in numbers),
        "text": text,
    }
