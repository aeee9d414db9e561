"""Our small HTML as blocks of styled text: what a PDF is set from.

The HTML is read with the schema of articles alone: an element that the schema does not know is
its text, and nothing is ever fetched. A link is an address, followed by nobody but a reader.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from articles.text import citation_groups, schema, tree
from articles.text.citations import Citation
from articles.text.rendering import CALLOUT_LABELS
from articles.text.tree import Element, Node
from editorial.paper.faces import printable

BULLET: Final = "•"
DEEPEST_LIST: Final = 6


@dataclass(frozen=True, slots=True)
class Style:
    bold: bool = False
    italic: bool = False
    #: 1 is raised (superscript), -1 lowered.
    raised: int = 0
    href: str = ""


PLAIN: Final = Style()
BOLD: Final = Style(bold=True)
Run = tuple[str, Style]


@dataclass(slots=True)
class Paragraph:
    runs: list[Run]
    #: Steps to the right; `marker` hangs in the step before.
    depth: int = 0
    marker: str = ""
    #: Beside a callout's bar.
    is_called_out: bool = False


@dataclass(slots=True)
class Cell:
    paragraphs: list[Paragraph]
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class Table:
    rows: list[list[Cell]]
    #: How many of the first rows are its head.
    head: int = 0
    depth: int = 0
    is_called_out: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one text; `numbers` is reference id → number, as the version gives it."""

    numbers: Mapping[int, int] = field(default_factory=dict)

    def blocks(self, html: str) -> list[Block]:
        return list(self._blocks(tree.parse(html), depth=0, is_called_out=False))

    def runs(self, html: str) -> list[Run]:
        """One line of HTML, such as a formatted reference."""
        return list(self._runs(tree.parse(html), PLAIN))

    def _blocks(self, nodes: Iterable[Node], *, depth: int, is_called_out: bool) -> Iterator[Block]:
        inline: list[Node] = []
        for node in nodes:
            if isinstance(node, str) or node.tag in schema.INLINE:
                inline.append(node)
                continue
            yield from self._paragraph(inline, depth=depth, is_called_out=is_called_out)
            inline = []
            yield from self._block(node, depth=depth, is_called_out=is_called_out)
        yield from self._paragraph(inline, depth=depth, is_called_out=is_called_out)

    def _block(self, node: Element, *, depth: int, is_called_out: bool) -> Iterator[Block]:
        match node.tag:
            case "ul" | "ol":
                yield from self._list(node, depth=depth, is_called_out=is_called_out)
            case "table":
                yield self._table(node, depth=depth, is_called_out=is_called_out)
            case "aside":
                label = CALLOUT_LABELS.get(node.attributes.get("data-callout", ""), "Note")
                yield Paragraph([(label, BOLD)], depth, is_called_out=True)
                yield from self._blocks(node.children, depth=depth, is_called_out=True)
            case _:
                yield from self._blocks(node.children, depth=depth, is_called_out=is_called_out)

    def _paragraph(self, inline: list[Node], *, depth: int, is_called_out: bool) -> Iterator[Block]:
        runs = list(self._runs(inline, PLAIN))
        if any(text.strip() for text, _ in runs):
            yield Paragraph(runs, depth, is_called_out=is_called_out)

    def _list(self, node: Element, *, depth: int, is_called_out: bool) -> Iterator[Block]:
        inner = min(depth + 1, DEEPEST_LIST)
        items = [item for item in node.children if isinstance(item, Element)]
        for position, item in enumerate(items, start=1):
            marker = f"{position}." if node.tag == "ol" else BULLET
            for block in self._blocks(item.children, depth=inner, is_called_out=is_called_out):
                if isinstance(block, Paragraph) and block.depth == inner and not block.marker:
                    block.marker, marker = marker, ""
                yield block

    def _table(self, node: Element, *, depth: int, is_called_out: bool) -> Table:
        rows: list[list[Cell]] = []
        head = 0
        for part in node.children:
            if not isinstance(part, Element):
                continue
            if part.tag == "caption":
                rows.append([self._cell(part, is_head=True, columns=schema.WIDEST_SPAN)])
                continue
            rows.extend(
                self._row(row, is_head=part.tag == "thead")
                for row in ([part] if part.tag == "tr" else part.children)
                if isinstance(row, Element)
            )
            if part.tag == "thead":
                head = len(rows)
        return Table([row for row in rows if row], head, depth, is_called_out)

    def _row(self, row: Element, *, is_head: bool) -> list[Cell]:
        return [
            self._cell(
                cell,
                is_head=is_head or cell.tag == "th",
                columns=schema.span(cell.attributes.get("colspan")),
                rows=schema.span(cell.attributes.get("rowspan")),
            )
            for cell in row.children
            if isinstance(cell, Element)
        ]

    def _cell(self, cell: Element, *, is_head: bool, columns: int = 1, rows: int = 1) -> Cell:
        paragraphs = [
            block
            for block in self._blocks(cell.children, depth=0, is_called_out=False)
            if isinstance(block, Paragraph)
        ]
        if is_head:
            for paragraph in paragraphs:
                paragraph.runs = [
                    (text, replace(style, bold=True)) for text, style in paragraph.runs
                ]
        return Cell(paragraphs, columns, rows)

    def _runs(self, nodes: Iterable[Node], style: Style) -> Iterator[Run]:
        for node in citation_groups.with_groups(nodes):
            match node:
                case str():
                    yield printable(node), style
                case tuple():
                    yield self._numbers(node), replace(style, raised=1)
                case Citation():
                    yield f"[{printable(node.key)}?]", replace(style, bold=True)
                case Element(tag="br"):
                    yield "\n", style
                case _:
                    yield from self._runs(node.children, _inside(node, style))

    def _numbers(self, group: tuple[int, ...]) -> str:
        """What the group cites; a source without a number is named by its id, never guessed."""
        known = sorted({self.numbers[each] for each in group if each in self.numbers})
        unknown = [f"[{each}?]" for each in group if each not in self.numbers]
        return ",".join([*map(str, known), *unknown])


def _inside(element: Element, style: Style) -> Style:
    match element.tag:
        case "strong":
            return replace(style, bold=True)
        case "em":
            return replace(style, italic=True)
        case "sup":
            return replace(style, raised=1)
        case "sub":
            return replace(style, raised=-1)
        case "a":
            return replace(style, href=element.attributes.get("href", ""))
        case _:
            return style
