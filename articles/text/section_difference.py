"""Which section of one version is which of another, and what became of it."""

import enum
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from articles.text import plain
from articles.text.alignment import align

Section = Mapping[str, str]
Compare = Callable[[str, str], str]

# Sections with different headings are the same one if this share of words stayed.
SAME_TEXT: Final = 0.5

_MARKED = re.compile(r"<(ins|del)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Status(enum.StrEnum):
    """What became of a section."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """One section, its heading and texts as HTML with <ins> and <del>.

    A section that changed and moved is "changed", with `moved` true.
    """

    status: Status
    moved: bool
    title: str
    heading: str
    body: str
    plain_language: str

    @property
    def is_unchanged(self) -> bool:
        return self.status is Status.UNCHANGED


@dataclass(frozen=True, slots=True)
class ContentsDifference:
    """Two versions of an article in one; texts are HTML with <ins> and <del>."""

    title: str
    summary: str
    sections: list[SectionDifference]
    disclaimers: dict[str, str]
    references_added: list[Mapping[str, Any]]
    references_removed: list[Mapping[str, Any]]
    references_changed: list[Mapping[str, Any]]
    #: The sources that stayed are set in another style.
    is_restyled: bool

    @property
    def words_added(self) -> int:
        return self._count("ins")

    @property
    def words_removed(self) -> int:
        return self._count("del")

    @property
    def is_empty(self) -> bool:
        """True if a reader would find nothing different."""
        return (
            not any(_MARKED.search(text) for text in self._texts())
            and all(section.is_unchanged for section in self.sections)
            and not self.references_added + self.references_removed + self.references_changed
            and not self.is_restyled
        )

    def _texts(self) -> Iterator[str]:
        yield from (self.title, self.summary, *self.disclaimers.values())
        for section in self.sections:
            yield from (section.heading, section.body, section.plain_language)

    def _count(self, tag: str) -> int:
        return sum(
            len(_TAG.sub("", match[2]).split())
            for text in self._texts()
            for match in _MARKED.finditer(text)
            if match[1] == tag
        )


def compare_sections(
    old: Sequence[Section], new: Sequence[Section], *, text: Compare, html: Compare
) -> list[SectionDifference]:
    """Every section of both, in the new order; a removed one after what stood before it."""
    old_of = matched(old, new)
    moved = _moved(old_of)
    order: list[tuple[int | None, int | None]] = [(old_of.get(j), j) for j in range(len(new))]
    for i in range(len(old)):
        if i not in old_of.values():
            place = next((n + 1 for n, pair in enumerate(order) if pair[0] == i - 1), 0)
            order.insert(place, (i, None))
    return [
        _difference(
            None if i is None else old[i],
            None if j is None else new[j],
            moved=j in moved,
            text=text,
            html=html,
        )
        for i, j in order
    ]


def matched(old: Sequence[Section], new: Sequence[Section]) -> dict[int, int]:
    """New position → old position: by heading, else by what the text says, else by position."""
    old_of: dict[int, int] = {}
    for is_same in (_same_heading, _same_text, _same_position):
        for index, section in enumerate(new):
            if index in old_of:
                continue
            taken = set(old_of.values())
            for other, before in enumerate(old):
                if other not in taken and is_same(other, before, index, section):
                    old_of[index] = other
                    break
    return old_of


def _same_heading(_i: int, old: Section, _j: int, new: Section) -> bool:
    return old["heading"].casefold().split() == new["heading"].casefold().split()


def _same_position(i: int, _old: Section, j: int, _new: Section) -> bool:
    return i == j


def _same_text(_i: int, old: Section, _j: int, new: Section) -> bool:
    words, others = (set(plain.text_of(section["body"]).split()) for section in (old, new))
    return len(words & others) >= SAME_TEXT * max(len(words), len(others), 1)


def _moved(old_of: Mapping[int, int]) -> set[int]:
    """The new positions of the sections that did not keep their order among the others."""
    new_of = {before: index for index, before in old_of.items()}
    now = [old_of[index] for index in sorted(old_of)]
    in_order = {i for span in align(sorted(now), now) if span.equal for i in now[span.c : span.d]}
    return {index for before, index in new_of.items() if before not in in_order}


def _difference(
    old: Section | None, new: Section | None, *, moved: bool, text: Compare, html: Compare
) -> SectionDifference:
    def both(part: str, compare: Compare) -> str:
        return compare(old[part] if old else "", new[part] if new else "")

    return SectionDifference(
        status=_status(old, new, moved=moved),
        moved=moved,
        title=(new or old or {})["heading"],
        heading=both("heading", text),
        body=both("body", html),
        plain_language=both("plain_language", html),
    )


def _status(old: Section | None, new: Section | None, *, moved: bool) -> Status:
    if old is None:
        return Status.ADDED
    if new is None:
        return Status.REMOVED
    if any(old[part] != new[part] for part in ("heading", "body", "plain_language")):
        return Status.CHANGED
    return Status.MOVED if moved else Status.UNCHANGED
