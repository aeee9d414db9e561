"""The content of one paragraph: text with marks, in exactly one canonical form.

Editors write <b><i>, <em><strong> or three adjacent <strong> for what looks the same. Here a
paragraph becomes a flat list of runs, is tidied, and is nested again in one fixed order.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final, Literal, NamedTuple

from articles.text import schema
from articles.text.tree import Element, Node


class Marks(NamedTuple):
    """What is said of a run: where it links to, and how it stands out."""

    href: str = ""
    strong: bool = False
    em: bool = False
    script: Literal["", "sub", "sup"] = ""


class Run(NamedTuple):
    """Text under marks, or one atom (a citation or a line break), which carries no marks."""

    text: str
    marks: Marks = Marks()
    atom: Element | None = None

    @property
    def is_break(self) -> bool:
        return self.atom is not None and self.atom.tag == "br"


PLAIN: Final = Marks()
BREAK: Final = Run("", PLAIN, Element("br"))
BLANKS: Final = " \xa0"

_SPACE = re.compile(r"[ \t\n\r\f\v\x85\xa0\u2028\u2029]+")
# Controls, zero-width space and joiner, soft hyphen, byte order mark, noncharacters. Also the
# characters that reorder text: with them a dose could be shown in another order than it is stored.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    r"\ufdd0-\ufdef\ufffe\uffff]"
)


def tidy_text(text: str) -> str:
    """Unseen characters out, every run of spaces one space; a lone no-break space stays one."""
    return _SPACE.sub(_one_space, _UNSEEN.sub("", text))


def _one_space(match: re.Match[str]) -> str:
    return "\xa0" if match[0] == "\xa0" else " "


def canonical_runs(runs: Iterable[Run]) -> list[Run]:
    """Tidied, without blanks at the ends and around line breaks, alike neighbours merged, NFC."""
    return [
        run._replace(text=unicodedata.normalize("NFC", run.text))
        for run in joined(_spaced(_tidied(runs)))
    ]


def _tidied(runs: Iterable[Run]) -> Iterator[Run]:
    for run in runs:
        if run.atom is not None:
            yield run
            continue
        text = tidy_text(run.text)
        if text.strip(BLANKS):
            yield Run(text, run.marks)
        elif text:
            yield Run(text)  # a space is neither bold nor a link


def _spaced(runs: Iterable[Run]) -> list[Run]:
    """One space at most between words, also where two runs meet; none at an edge."""
    out: list[Run] = []
    for run in runs:
        if run.is_break:
            _strip_end(out)
            out.append(run)
            continue
        text = run.text
        if run.atom is None:
            if not out or out[-1].is_break:
                text = text.lstrip(BLANKS)
            elif text[0] in BLANKS and out[-1].text.endswith(tuple(BLANKS)):
                text = text.lstrip(BLANKS)
                out[-1] = out[-1]._replace(text=out[-1].text.rstrip(BLANKS) + " ")
            if not text:
                continue
        out.append(run._replace(text=text))
    _strip_end(out)
    return out


def _strip_end(runs: list[Run]) -> None:
    while runs and runs[-1].atom is None:
        text = runs[-1].text.rstrip(BLANKS)
        if text:
            runs[-1] = runs[-1]._replace(text=text)
            return
        runs.pop()


def joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, with neighbours under the same marks as one."""
    for (atom, marks), group in groupby(runs, key=lambda run: (run.atom is not None, run.marks)):
        if atom:
            yield from group
        else:
            yield Run("".join(run.text for run in group), marks)


def paragraphs(runs: list[Run]) -> Iterator[list[Run]]:
    """Canonical runs, parted where two line breaks follow each other: that is a new paragraph."""
    part: list[Run] = []
    for index, run in enumerate(runs):
        follows_break = index > 0 and runs[index - 1].is_break
        if not run.is_break:
            part.append(run)
        elif follows_break:
            yield from _without_outer_breaks(part)
            part = []
        else:
            part.append(run)
    yield from _without_outer_breaks(part)


def _without_outer_breaks(part: list[Run]) -> Iterator[list[Run]]:
    start, end = 0, len(part)
    while start < end and part[start].is_break:
        start += 1
    while end > start and part[end - 1].is_break:
        end -= 1
    if start < end:
        yield part[start:end]


def nested(runs: Iterable[Run]) -> list[Node]:
    """Joined runs as nodes: a > strong > em > (sub | sup), as few elements as can be."""
    listed = list(runs)
    unmarked = all(run.marks == PLAIN for run in listed)
    return _nested(listed, len(_LAYERS) if unmarked else 0)


_LAYERS: Final = ("href", "strong", "em", "script")


def _nested(runs: list[Run], layer: int) -> list[Node]:
    if layer == len(_LAYERS):
        return [run.text if run.atom is None else replace(run.atom) for run in runs]
    nodes: list[Node] = []
    for value, group in groupby(runs, key=lambda run: run.marks[layer]):
        inner = _nested(list(group), layer + 1)
        if not value:
            nodes.extend(inner)
        elif layer == 0:
            nodes.append(Element("a", {"href": str(value), "rel": schema.LINK_REL}, inner))
        else:
            nodes.append(Element(_LAYERS[layer] if value is True else str(value), {}, inner))
    return nodes


def runs_of(nodes: Iterable[Node], marks: Marks = PLAIN) -> Iterator[Run]:
    """The runs of canonical inline nodes: the inverse of `nested`."""
    for node in nodes:
        if isinstance(node, str):
            yield Run(node, marks)
        elif node.tag in {"br", "cite"}:
            yield Run("", PLAIN, node)
        else:
            yield from runs_of(node.children, marked(marks, node))


def marked(marks: Marks, element: Element) -> Marks:
    """The marks inside an element of the schema."""
    match element.tag:
        case "a":
            return marks._replace(href=element.attributes.get("href", ""))
        case "strong":
            return marks._replace(strong=True)
        case "em":
            return marks._replace(em=True)
        case "sub":
            return marks._replace(script="sub")
        case "sup":
            return marks._replace(script="sup")
        case _:
            return marks
