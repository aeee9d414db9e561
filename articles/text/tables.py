"""Tables: which cells are headers, and of what."""

from collections.abc import Callable
from dataclasses import dataclass, field

from articles.text import schema
from articles.text.tree import Element, Node

Row = list[Element]


@dataclass(slots=True)
class Parts:
    """A table taken apart; `strays` stood in it outside of its caption and cells."""

    caption: list[Node] = field(default_factory=list)
    head: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    strays: list[Node] = field(default_factory=list)


def read(table: Element) -> Parts:
    """The parts of a table as it was written; a foot becomes the last rows of the body."""
    parts = Parts()
    foot: list[Row] = []
    for node in table.children:
        tag = node.tag if isinstance(node, Element) else ""
        if isinstance(node, str) or tag not in {"caption", "thead", "tbody", "tfoot", "tr"}:
            parts.strays.append(node)
        elif tag == "caption":
            parts.caption.extend(node.children)
        elif tag == "tr":
            _read_rows([node], parts.body, parts.strays)
        else:
            rows = {"thead": parts.head, "tbody": parts.body, "tfoot": foot}[tag]
            _read_rows(node.children, rows, parts.strays)
    parts.body.extend(foot)
    return parts


def _read_rows(nodes: list[Node], rows: list[Row], strays: list[Node]) -> None:
    for node in nodes:
        if isinstance(node, str) or node.tag != "tr":
            strays.append(node)
            continue
        row: Row = []
        for cell in node.children:
            if isinstance(cell, Element) and cell.tag in {"th", "td"}:
                row.append(cell)
            else:
                strays.append(cell)
        if row:
            rows.append(row)


def write(
    parts: Parts, caption: list[Node], content: Callable[[Element], list[Node]]
) -> list[Node]:
    """The canonical table: its leading header rows in a head, each header with its scope.

    Editors keep no <thead>, only rows of <th>: those at the top are the head.
    A table without rows is no table: what is left is its caption, as a paragraph.
    """
    head, body = (
        [[_cell(cell, content(cell)) for cell in row] for row in rows]
        for rows in (parts.head, parts.body)
    )
    while body and _heads_columns(body[0]):
        head.append(body.pop(0))
    if not head and not body:
        return [Element("p", {}, caption)] if caption else []
    children: list[Node] = [Element("caption", {}, caption)] if caption else []
    if head:
        children.append(_rows("thead", [[_column_header(c) for c in row] for row in head]))
    if body:
        children.append(_rows("tbody", [_body_row(row) for row in body]))
    return [Element("table", {}, children)]


def _rows(tag: str, rows: list[Row]) -> Element:
    return Element(tag, {}, [Element("tr", {}, list[Node](row)) for row in rows])


def _cell(cell: Element, content: list[Node]) -> Element:
    scope = cell.attributes.get("scope", "").lower()
    attributes = {"scope": scope} if cell.tag == "th" and scope in schema.SCOPES else {}
    for name in ("colspan", "rowspan"):
        if (span := schema.span(cell.attributes.get(name))) > 1:
            attributes[name] = str(span)
    return Element(cell.tag, attributes, content)


def _heads_columns(row: Row) -> bool:
    """Every cell a filled header, but for an empty corner; none of them said to head its row."""
    first, *others = row
    if not others and not first.children:
        return False
    return (first.tag == "th" or not first.children) and all(
        ((cell.tag == "th" and cell.children) or cell is first)
        and cell.attributes.get("scope") not in {"row", "rowgroup"}
        for cell in row
    )


def _column_header(cell: Element) -> Element:
    return _header(cell, "col") if cell.children else _plain(cell)


def _body_row(row: Row) -> Row:
    has_data = any(cell.tag == "td" for cell in row)
    return [
        _plain(cell)
        if cell.tag == "td" or not cell.children
        else _header(cell, "row" if has_data and cell is row[0] else "col")
        for cell in row
    ]


def _header(cell: Element, scope: str) -> Element:
    return Element("th", {"scope": scope} | cell.attributes, cell.children)


def _plain(cell: Element) -> Element:
    spans = {name: value for name, value in cell.attributes.items() if name != "scope"}
    return Element("td", spans, cell.children)
