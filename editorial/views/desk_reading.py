"""What of the version is on the page: for which audience, or what changed since which version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from articles.models import Version
from editorial import selectors
from editorial.changes import amount_between, in_words
from editorial.views.desk_changes import Changes, changes_between
from editorial.views.desk_page import ReviewPage

LIVE, SEEN = "live", "seen"


@dataclass(frozen=True)
class Switch:
    """One of the ways to look at the text."""

    label: str
    query: str
    is_on: bool


@dataclass(frozen=True)
class Earlier:
    """An earlier version to compare with; `since` is its name in the address."""

    since: str
    label: str
    version: Version


@dataclass(frozen=True)
class Reading:
    """The chosen way, and the others.

    `changes` is only there when it is chosen; `news` is what the sections are marked with: changes
    since this member's last look, else since the live version.
    """

    audience: str
    switches: list[Switch]
    changes: Changes | None
    news: Changes | None
    changed: str
    query: str

    @classmethod
    def of(cls, page: ReviewPage, query: Mapping[str, Any]) -> "Reading":
        """From the address; anything it does not know is the text for professionals."""
        earlier = _earlier(page)
        chosen = _chosen(earlier, query)
        audience = "plain" if query.get("audience") == "plain" else "clinical"
        current = _query_of(chosen, audience)
        patients = _query_of(None, "plain")
        switches = [
            Switch(_("For professionals"), "", current == ""),
            Switch(_("For patients"), patients, current == patients),
            *(Switch(e.label, _query_of(e, audience), chosen is e) for e in earlier),
        ]
        return cls(
            audience=audience,
            switches=switches,
            changes=_changes(chosen, page),
            news=None if chosen else _changes(earlier[-1] if earlier else None, page),
            changed=_amount(page, earlier),
            query=current,
        )


def _changes(chosen: Earlier | None, page: ReviewPage) -> Changes | None:
    if chosen is None or not page.text_is_shown:
        return None
    return changes_between(chosen.version, page.version)


def _earlier(page: ReviewPage) -> list[Earlier]:
    if page.is_re_review:
        return []
    found = []
    live = selectors.published_before(page.version)
    if live is not None:
        label = _("Changes since live version %(number)d") % {"number": live.number}
        found.append(Earlier(LIVE, label, live))
    seen = selectors.seen_before(page.version, by=page.viewer)
    if seen is not None and seen != live:
        label = _("Changes since version %(number)d, which you read") % {"number": seen.number}
        if selectors.is_signed_by(seen, page.viewer):
            label = _("Changes since version %(number)d, which you signed") % {
                "number": seen.number
            }
        found.append(Earlier(SEEN, label, seen))
    return found


def _chosen(earlier: list[Earlier], query: Mapping[str, Any]) -> Earlier | None:
    if query.get("show") != "changes" or not earlier:
        return None
    named = [e for e in earlier if e.since == query.get("since")]
    return (named or earlier)[0]


def _query_of(chosen: Earlier | None, audience: str) -> str:
    if chosen is not None:
        return urlencode({"show": "changes", "since": chosen.since})
    return urlencode({"audience": audience}) if audience == "plain" else ""


def _amount(page: ReviewPage, earlier: list[Earlier]) -> str:
    if page.is_re_review:
        return _("Unchanged: the text is that of the live version")
    if not earlier:
        return _("First version for readers: all of it is new")
    return in_words(amount_between(earlier[0].version.content, page.version.content))
