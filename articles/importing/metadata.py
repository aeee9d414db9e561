"""What the front matter says of the article itself."""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from articles.importing.exceptions import FrontMatterRefused, Note
from articles.importing.front_matter import FrontMatter
from articles.models import RiskTier
from articles.text.exceptions import UnreadableText
from articles.text.inline import tidy_text
from articles.text.sanitise import refuse_unreadable

LONGEST: Final = {"title": 300, "slug": 200, "specialty": 100, "disclaimer": 100, "summary": 20_000}
KNOWN: Final = frozenset(LONGEST) | {
    *("literature_searched_on", "risk_tier", "references", "bibliography"),
}
_SLUG: Final = re.compile(r"[-a-zA-Z0-9_]+")
_CITES: Final = re.compile(r"\[[^\[\]]*(?<!\w)@\w")


@dataclass(frozen=True, slots=True)
class Metadata:
    """None: the file does not say, so what is there stays. Empty: the file says that it is empty.

    `slug` is empty where the file leaves it to the title.
    """

    title: str
    slug: str
    specialty: str | None
    summary: str | None
    disclaimer: str | None
    risk_tier: str | None
    literature_searched_on: datetime.date | None
    has_search_date: bool


def read(front: FrontMatter) -> Metadata:
    """Raises `FrontMatterRefused` with the line of the entry."""
    title = _words(front, "title")
    if not title:
        line = front.line("title") if "title" in front.values else 1
        raise FrontMatterRefused(
            _("The article has no title. Add “title: …” to the front matter."), line
        )
    return Metadata(
        title=title,
        slug=_slug(front),
        specialty=_words(front, "specialty"),
        summary=_words(front, "summary"),
        disclaimer=_words(front, "disclaimer"),
        risk_tier=_risk_tier(front),
        literature_searched_on=_day(front, "literature_searched_on"),
        has_search_date="literature_searched_on" in front.values,
    )


def notes(front: FrontMatter) -> list[Note]:
    """What in the front matter was left out."""
    unknown = [
        Note(front.line(name), _("“%(name)s” means nothing here; left out.") % {"name": name[:80]})
        for name in front.values
        if name not in KNOWN
    ]
    if _CITES.search(str(front.values.get("summary", ""))):
        unknown.append(
            Note(front.line("summary"), _("A summary is plain text: its citations stay as typed."))
        )
    return unknown


def _words(front: FrontMatter, name: str) -> str | None:
    """One line of text, or None where the file does not say."""
    value = front.values.get(name)
    if value is None:
        return None
    line = front.line(name)
    if not isinstance(value, str):
        raise FrontMatterRefused(_("“%(name)s” must be text.") % {"name": name}, line)
    try:
        refuse_unreadable(value)
    except UnreadableText as unreadable:
        raise FrontMatterRefused(f"{name}: {unreadable}", line) from unreadable
    text = " ".join(unicodedata.normalize("NFC", tidy_text(value)).split())
    limit = LONGEST.get(name, LONGEST["title"])
    if len(text) > limit:
        raise FrontMatterRefused(
            _("“%(name)s” has %(length)d characters; %(limit)d are possible.")
            % {"name": name, "length": len(text), "limit": limit},
            line,
        )
    return text


def _slug(front: FrontMatter) -> str:
    slug = _words(front, "slug") or ""
    if slug and not _SLUG.fullmatch(slug):
        raise FrontMatterRefused(
            _("“slug” may hold letters a to z, digits, hyphens and underscores only."),
            front.line("slug"),
        )
    return slug


def _risk_tier(front: FrontMatter) -> str | None:
    tier = _words(front, "risk_tier")
    if not tier:
        return None
    if tier.lower() not in RiskTier.values:
        raise FrontMatterRefused(
            _("“%(tier)s” is not a risk tier. The tiers are: %(tiers)s.")
            % {"tier": tier[:80], "tiers": ", ".join(RiskTier.values)},
            front.line("risk_tier"),
        )
    return tier.lower()


def _day(front: FrontMatter, name: str) -> datetime.date | None:
    written = _words(front, name)
    if not written:
        return None
    try:
        return datetime.datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=datetime.UTC).date()
    except ValueError as error:
        raise FrontMatterRefused(
            _("“%(name)s: %(written)s” is not a day in the calendar, such as 2025-11-01.")
            % {"name": name, "written": written[:80]},
            front.line(name),
        ) from error
