"""The words of a text without its markup, for search, plain e-mail and reading by machine."""

from collections.abc import Iterable

from articles.text import schema, tree
from articles.text.tree import Element, Node


def text_of(html: str) -> str:
    """The words of a sanitised text, one block a line. Citations are left out."""
    return "\n".join(blocks(html))


def blocks(html: str) -> list[str]:
    """The text of each paragraph, list item and table row (cells apart by a tab), in order."""
    found = [tree.text(run).strip(" ") for run in leaves(tree.parse(html))]
    return [text for text in found if text.strip()]


def leaves(nodes: Iterable[Node]) -> list[list[Node]]:
    """The stretches of inline content that stand on a line of their own."""
    lines: list[list[Node]] = [[]]
    _gather(nodes, lines)
    return [line for line in lines if line]


def _gather(nodes: Iterable[Node], lines: list[list[Node]]) -> None:
    for node in nodes:
        if isinstance(node, str) or node.tag in schema.INLINE:
            lines[-1].append(node)
            continue
        lines.append([])
        if node.tag == "tr":
            lines[-1].extend(_row(node))
        else:
            _gather(node.children, lines)
        lines.append([])


def _row(row: Element) -> list[Node]:
    """A row's cells on one line; the paragraphs inside a cell apart by a space."""
    line: list[Node] = []
    for position, cell in enumerate(row.children):
        if position:
            line.append("\t")
        inner = leaves([cell])
        for place, stretch in enumerate(inner):
            if place:
                line.append(" ")
            line.extend(stretch)
    return line
