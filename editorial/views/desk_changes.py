"""What changed from an earlier version, as the page shows it. All texts are safe HTML."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.models import Version
from articles.text.difference import SectionDifference, Status, compare_contents
from articles.text.rendering import style_of
from references.styles import format_reference

STATUSES: Final[Mapping[Status, Promise]] = {
    Status.ADDED: _("New section"),
    Status.REMOVED: _("Removed section"),
    Status.CHANGED: _("Changed"),
    Status.MOVED: _("Moved, text unchanged"),
}
TITLES: Final[Mapping[str, Promise]] = {
    "clinical": _("Disclaimer for professionals"),
    "plain": _("Disclaimer for patients"),
}


@dataclass(frozen=True)
class ChangedSection:
    """A heading with its texts; `plain_language` is empty where that text stayed as it was.

    `place` is that of the section in the newer version, from 0; a removed one has none.
    """

    place: int | None
    status: Promise
    heading: SafeString
    body: SafeString
    plain_language: SafeString


@dataclass(frozen=True)
class ChangedText:
    """A short text of the article: its question, summary or a disclaimer."""

    name: Promise
    html: SafeString


@dataclass(frozen=True)
class Changes:
    """Everything that differs; sections that did not change are only named."""

    since: Version
    texts: list[ChangedText]
    sections: list[ChangedSection]
    unchanged: list[str]
    sources_added: list[SafeString]
    sources_removed: list[SafeString]
    sources_changed: list[SafeString]
    is_restyled: bool

    @property
    def is_empty(self) -> bool:
        return not (
            self.texts
            or self.sections
            or self.sources_added
            or self.sources_removed
            or self.sources_changed
            or self.is_restyled
        )


def changes_between(old: Version, new: Version) -> Changes:
    """From the contents as they were frozen."""
    found = compare_contents(old.content, new.content)
    texts: list[tuple[Promise, str]] = [
        (_("Question"), found.title),
        (_("Summary"), found.summary),
        *((TITLES[audience], html) for audience, html in found.disclaimers.items()),
    ]
    return Changes(
        since=old,
        texts=[ChangedText(name, _safe(html)) for name, html in texts if _is_marked(html)],
        sections=list(_sections(found.sections)),
        unchanged=[s.title for s in found.sections if s.is_unchanged and s.title],
        sources_added=_sources(found.references_added, new),
        sources_removed=_sources(found.references_removed, old),
        sources_changed=_sources(found.references_changed, new),
        is_restyled=found.is_restyled,
    )


def _sections(sections: Iterable[SectionDifference]) -> Iterator[ChangedSection]:
    """Those that differ. All of them come in the order of the newer version."""
    places = count()
    for section in sections:
        place = None if section.status is Status.REMOVED else next(places)
        if not section.is_unchanged:
            yield _section(section, place)


def _section(section: SectionDifference, place: int | None) -> ChangedSection:
    return ChangedSection(
        place=place,
        status=STATUSES[section.status],
        heading=_safe(section.heading),
        body=_safe(section.body),
        plain_language=_safe(section.plain_language if _is_marked(section.plain_language) else ""),
    )


def _sources(references: Iterable[Mapping[str, Any]], version: Version) -> list[SafeString]:
    """As this version sets them."""
    style = style_of(version.content)
    return [format_reference(ref["csl"], ref["kind"], style) for ref in references]


def _is_marked(html: str) -> bool:
    return "<ins" in html or "<del" in html or 'class="inserted' in html or 'class="deleted' in html


def _safe(html: str) -> SafeString:
    """Serialised by `articles.text.tree`, which escapes what it does not know as a tag."""
    return mark_safe(html)  # noqa: S308
