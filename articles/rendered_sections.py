"""The stored rendering of a version, taken apart at its sections, and what a section says there."""

import re
import unicodedata
from dataclasses import dataclass

from articles.models import Version
from articles.text import tree
from articles.text.tree import Element, Node
from articles.versions import AUDIENCES

#: No text can hold this: sanitised text has no <section>, and a "<" that was typed is escaped.
_END_OF_SECTION = re.compile(r"(?<=</section>)")


@dataclass(frozen=True)
class Pieces:
    """Put together again, the pieces are the rendering byte for byte.

    `sections` are those of the article, in order; `rest` is its references and its disclaimer.
    """

    sections: list[str]
    rest: str


def pieces_of(version: Version, audience: str) -> Pieces:
    """Of the rendering for `clinical` or `plain`."""
    count = len(version.content["sections"])
    parts = _END_OF_SECTION.split(version.html(audience))
    return Pieces(parts[:count], "".join(parts[count:]))


def says(version: Version, section: int, passage: str) -> bool:
    """Whether readers of any audience find this passage in the section (its place, from 0).

    Blanks and line breaks do not matter, nor whether the numbers of the sources were copied too.
    """
    wanted = _bare(passage)
    for audience in AUDIENCES:
        nodes = tree.parse(pieces_of(version, audience).sections[section], only=None)
        if wanted in _bare(tree.text(nodes)) or wanted in _bare(tree.text(_uncited(nodes))):
            return True
    return False


def _uncited(nodes: list[Node]) -> list[Node]:
    """Without the superscript numbers that lead to the sources."""
    return [
        Element(node.tag, node.attributes, _uncited(node.children))
        if isinstance(node, Element)
        else node
        for node in nodes
        if not (isinstance(node, Element) and node.attributes.get("class") == "citation")
    ]


def _bare(text: str) -> str:
    """Without blanks, and with one form for each character."""
    return "".join(unicodedata.normalize("NFKC", text).split())
