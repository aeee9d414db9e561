"""Places a table's cells in columns, and gives each column its share of the width."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from editorial.paper.lines import Line, broken, measure
from editorial.paper.runs import PLAIN, Cell, Paragraph, Table

GAP: Final = 8.0
INDENT: Final = 14.0
NARROWEST: Final = 34.0
#: A wider table is set with the cells of a row below each other: nothing is ever cut off.
MOST_COLUMNS: Final = 10
#: Share of the width that one column may ask for, before the width is divided.
WIDEST_WISH: Final = 0.7
#: How much wider than its text a column may become.
STRETCH: Final = 1.4


@dataclass(slots=True)
class Placed:
    """A cell's lines with the distance of each from the table's left edge."""

    lines: list[tuple[float, Line]]


Row = list[Placed]


def placed(table: Table, width: float, size: float) -> list[Row]:
    """The rows from top to bottom; a cell over several rows stands in the first of them."""
    grid = list(_columns(table.rows))
    count = max((column + cell.columns for row in grid for column, cell in row), default=0)
    if count > MOST_COLUMNS:
        return [[_set((cell for _, cell in row), 0, width, size)] for row in grid]
    edges = _edges(grid, count, width, size)
    return [
        [
            _set(
                [cell],
                edges[column],
                max(edges[column + cell.columns] - edges[column] - GAP, GAP),
                size,
            )
            for column, cell in row
        ]
        for row in grid
    ]


def _columns(rows: Sequence[Sequence[Cell]]) -> Iterator[list[tuple[int, Cell]]]:
    """Each cell with the column it begins in, beside the cells from above that still stand."""
    widest = max((sum(cell.columns for cell in row) for row in rows if len(row) > 1), default=1)
    below: dict[int, int] = {}
    for row in rows:
        column = 0
        found: list[tuple[int, Cell]] = []
        for cell in row:
            while below.get(column):
                column += 1
            found.append(
                (column, replace(cell, columns=max(1, min(cell.columns, widest - column))))
            )
            column += found[-1][1].columns
        below = {at: left - 1 for at, left in below.items() if left > 1}
        for at, cell in found:
            below.update(dict.fromkeys(range(at, at + cell.columns), cell.rows - 1))
        yield found


def _edges(
    grid: Iterable[Sequence[tuple[int, Cell]]], count: int, width: float, size: float
) -> list[float]:
    """Where each column begins, and the right edge: by the longest paragraph, within reason."""
    wanted = [NARROWEST] * count
    by_span = sorted((pair for row in grid for pair in row), key=lambda pair: pair[1].columns)
    for column, cell in by_span:
        longest = max(map(_natural(size), cell.paragraphs), default=0.0) + GAP
        spanned = wanted[column : column + cell.columns]
        missing = min(longest, width * WIDEST_WISH) - sum(spanned)
        if missing > 0:
            wanted[column : column + cell.columns] = [
                each + missing / cell.columns for each in spanned
            ]
    spare = width - NARROWEST * count
    above = [wish - NARROWEST for wish in wanted]
    share = 1.0 if sum(above) == 0 else spare / sum(above)
    return [0.0, *accumulate(NARROWEST + min(share, STRETCH) * each for each in above)]


def _natural(size: float) -> Callable[[Paragraph], float]:
    def natural(paragraph: Paragraph) -> float:
        wide = sum(measure(text.replace("\n", " "), style, size) for text, style in paragraph.runs)
        return wide + INDENT * paragraph.depth

    return natural


def _set(cells: Iterable[Cell], left: float, width: float, size: float) -> Placed:
    lines: list[tuple[float, Line]] = []
    for paragraph in (each for cell in cells for each in cell.paragraphs):
        indent = min(INDENT * paragraph.depth, width / 2)
        hanging = [(f"{paragraph.marker} ", PLAIN), *paragraph.runs]
        runs = hanging if paragraph.marker else paragraph.runs
        lines.extend((left + indent, line) for line in broken(runs, width - indent, size))
    return Placed(lines)
