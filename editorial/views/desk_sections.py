"""The text of a version section by section, as it was rendered, and what stands beside each."""

import re
from dataclasses import dataclass

from django.forms import Form
from django.utils.safestring import SafeString, mark_safe

from articles.rendered_sections import pieces_of
from editorial.comments import section_name
from editorial.models import ReadMark
from editorial.unchanged import SignedBefore
from editorial.views.desk_changes import ChangedSection, Changes
from editorial.views.desk_comments import Discussion, Said
from editorial.views.desk_page import ReviewPage

_CITED = re.compile(r'<sup class="citation" data-references="([0-9 ]+)"')


@dataclass(frozen=True)
class ReadingSection:
    """One section with its ticks and comments. `place` is counted from 0, as comments count it."""

    place: int
    name: str
    html: SafeString
    sources: list[int]
    change: ChangedSection | None
    said: list[Said]
    read: ReadMark | None
    unchanged: SignedBefore | None
    form: Form | None

    @property
    def errors(self) -> dict[str, str]:
        """The ids of what is wrong with each field of a refused comment."""
        return {name: f"{name}-error-{self.place}" for name in ("quote", "weight", "text")}


@dataclass(frozen=True)
class Text:
    """All of it: the sections, then references and disclaimer as they were rendered."""

    sections: list[ReadingSection]
    rest: SafeString

    @property
    def has_unchanged(self) -> bool:
        """Some of it was signed before, word for word."""
        return any(section.unchanged for section in self.sections)


def text_of(
    page: ReviewPage,
    audience: str,
    *,
    changes: Changes | None,
    said: Discussion,
    refused: Form | None = None,
) -> Text:
    """`changes` are told beside the sections; `refused` is a comment that was not taken."""
    pieces = pieces_of(page.version, audience)
    changed = {change.place: change for change in changes.sections} if changes else {}
    refused_at = refused.data.get("section") if refused is not None else None
    sections = [
        ReadingSection(
            place=place,
            name=section_name(page.review, place),
            html=_rendered(html),
            sources=_cited(html),
            change=changed.get(place),
            said=said.on(place),
            read=page.read_marks.get(place),
            unchanged=page.signed_before.on(place) if page.signed_before else None,
            form=refused if refused_at == str(place) else None,
        )
        for place, html in enumerate(pieces.sections)
    ]
    return Text(sections, _rendered(pieces.rest))


def _cited(html: str) -> list[int]:
    """The numbers of the sources that it cites, ascending."""
    return sorted({int(number) for group in _CITED.findall(html) for number in group.split()})


def _rendered(html: str) -> SafeString:
    """As it was frozen and signed: `articles.text.rendering` has escaped all it does not know."""
    return mark_safe(html)  # noqa: S308
