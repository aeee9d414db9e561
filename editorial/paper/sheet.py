"""Sets headings, texts and tables on pages, from top to bottom, and prints them as a PDF."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from editorial.paper.faces import printable
from editorial.paper.grid import INDENT, Row, placed
from editorial.paper.lines import Line, broken
from editorial.paper.press import Page, Rule, Words, pressed
from editorial.paper.runs import BOLD, PLAIN, Block, Cell, Paragraph, Reader, Run, Style, Table

__all__ = ["Paper"]

WIDTH: Final = 595.28
HEIGHT: Final = 841.89
LEFT: Final = 62.0
RIGHT: Final = WIDTH - 62.0
TOP: Final = 78.0
BOTTOM: Final = HEIGHT - 70.0
HEAD: Final = TOP - 34
FOOT: Final = BOTTOM + 30
SIZE: Final = 10.0
SMALL: Final = 8.5
HEADINGS: Final = {1: 19.0, 2: 14.0, 3: 11.5}
LEADING: Final = 1.45
#: A table's head is set again on each page, unless it is taller than this many points.
TALLEST_HEAD: Final = 120.0


class Paper:
    """One document on A4. What is given first stands first.

    The same calls with the same `made_at` give the same bytes. Text is text: nothing in it is read
    as markup, except by `html`, which knows the schema of articles and nothing else.
    """

    def __init__(
        self, title: str, *, made_at: datetime.datetime, header: str = "", footer: str = ""
    ) -> None:
        """`header` and `footer` stand on every page; the page's number is added to the footer."""
        self.title = printable(title)
        self.made_at = made_at
        self.header = printable(header)
        self.footer = printable(footer)
        self._pages: list[Page] = [Page()]
        self._y = TOP

    def heading(self, text: str, level: int = 1) -> None:
        """Level 1 to 3; kept with what follows, and listed in the reader's outline."""
        size = HEADINGS[level]
        if self._y > TOP:
            self._y += size * 0.8
        self._keep_room(size * LEADING + 3 * SIZE * LEADING)
        self._pages[-1].marks.append((level, printable(text), self._y))
        self._lines(broken([(printable(text), BOLD)], RIGHT - LEFT, size), size)
        self._y += size * 0.25

    def paragraph(self, text: str, *, is_strong: bool = False) -> None:
        """Plain text; its line breaks are kept."""
        self._plain(text, SIZE, BOLD if is_strong else PLAIN)

    def note(self, text: str) -> None:
        """The same in small type: what explains rather than says."""
        self._plain(text, SMALL, PLAIN)

    def html(self, html: str, numbers: Mapping[int, int] | None = None) -> None:
        """A text of an article, or anything in its schema; `numbers` is reference id → number."""
        self._blocks(Reader(numbers or {}).blocks(html))

    def items(self, items: Iterable[tuple[str, str]]) -> None:
        """A list with given markers and one line of HTML each: ("1.", "Doe J. <em>Title</em>…")."""
        reader = Reader()
        self._blocks(Paragraph(reader.runs(html), 2, printable(marker)) for marker, html in items)

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Names and values beside each other."""
        rows = [[_cell(name, BOLD), _cell(value, PLAIN)] for name, value in facts]
        self._table(Table(rows))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Plain text in columns."""
        cells = [[_cell(text, PLAIN) for text in row] for row in rows]
        self._table(Table([[_cell(text, BOLD) for text in head], *cells], head=1))

    def new_page(self) -> None:
        """What follows begins on a page of its own."""
        if self._y > TOP:
            self._pages.append(Page())
            self._y = TOP

    def to_bytes(self) -> bytes:
        """The PDF."""
        total = len(self._pages)
        for number, page in enumerate(self._pages, start=1):
            page.running = [
                *_running(self.header, HEAD),
                *_running(self.footer, FOOT, room=RIGHT - LEFT - 80),
                *_page_number(number, total),
            ]
        return pressed(self._pages, title=self.title, made_at=self.made_at)

    def _plain(self, text: str, size: float, style: Style) -> None:
        runs = _with_breaks(text, style)
        self._lines(broken(runs, RIGHT - LEFT, size), size)
        self._y += size * 0.5

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
                continue
            indent = INDENT * block.depth
            lines = broken(block.runs, RIGHT - LEFT - indent, SIZE)
            if block.marker:
                marker = broken([(block.marker, PLAIN)], RIGHT, SIZE)
                self._keep_room(SIZE * LEADING)
                self._words(marker[0], INDENT * (block.depth - 1), SIZE)
            self._lines(lines, SIZE, indent, has_bar=block.is_called_out)
            self._y += SIZE * (0.25 if block.depth else 0.55)

    def _lines(
        self, lines: Iterable[Line], size: float, indent: float = 0, *, has_bar: bool = False
    ) -> None:
        for line in lines:
            self._keep_room(size * LEADING)
            self._words(line, indent, size)
            if has_bar:
                x = LEFT + indent - 8
                self._draw(Rule(x, self._y, x, self._y + size * LEADING, 2.0))
            self._y += size * LEADING

    def _table(self, table: Table) -> None:
        indent = INDENT * table.depth
        rows = placed(table, RIGHT - LEFT - indent, SMALL)
        head = rows[: table.head]
        if sum(map(_height, head)) > TALLEST_HEAD:
            head = []
        for position, row in enumerate(rows):
            repeated = head if position >= table.head else []
            self._row(row, indent, repeated)
        self._y += SIZE * 0.8

    def _row(self, row: Row, indent: float, head: Sequence[Row]) -> None:
        """Line by line, so that a row longer than a page goes on upon the next."""
        height = _height(row)
        if height < (BOTTOM - TOP) / 2 and self._y + height > BOTTOM:
            self._next_page_of_a_table(indent, head)
        self._y += 3
        for level in range(max((len(cell.lines) for cell in row), default=0)):
            if self._y + SMALL * LEADING > BOTTOM:
                self._next_page_of_a_table(indent, head)
            for cell in row:
                if level < len(cell.lines):
                    x, line = cell.lines[level]
                    self._words(line, indent + x, SMALL)
            self._y += SMALL * LEADING
        self._y += 3
        self._draw(Rule(LEFT + indent, self._y, RIGHT, self._y, 0.5))

    def _next_page_of_a_table(self, indent: float, head: Sequence[Row]) -> None:
        self._pages.append(Page())
        self._y = TOP
        for row in head:
            self._row(row, indent, ())

    def _words(self, line: Line, indent: float, size: float) -> None:
        self._pages[-1].drawn += _placed(line, LEFT + indent, self._y + size * 1.1, size)

    def _draw(self, rule: Rule) -> None:
        self._pages[-1].drawn.append(rule)

    def _keep_room(self, height: float) -> None:
        if self._y + height > BOTTOM and self._y > TOP:
            self._pages.append(Page())
            self._y = TOP


def _height(row: Row) -> float:
    return 6 + max((len(cell.lines) for cell in row), default=0) * SMALL * LEADING


def _with_breaks(text: str, style: Style) -> list[Run]:
    runs: list[Run] = []
    for line in text.splitlines() or [""]:
        if runs:
            runs.append(("\n", style))
        runs.append((printable(line), style))
    return runs


def _cell(text: str, style: Style) -> Cell:
    return Cell([Paragraph(_with_breaks(text, style))])


def _running(text: str, y: float, *, room: float = RIGHT - LEFT) -> list[Words | Rule]:
    """A line that stands on every page; of a text too long, as much as fits."""
    return _placed(broken([(text, PLAIN)], room, SMALL)[0], LEFT, y)


def _page_number(number: int, total: int) -> list[Words | Rule]:
    line = broken([(f"Page {number} of {total}", PLAIN)], RIGHT - LEFT, SMALL)[0]
    return _placed(line, RIGHT - line.width, FOOT)


def _placed(line: Line, x: float, y: float, size: float = SMALL) -> list[Words | Rule]:
    drawn: list[Words | Rule] = []
    for piece in line.pieces:
        drawn.append(Words(piece.text, x, y, size, piece.style, piece.width))
        x += piece.width
    return drawn
