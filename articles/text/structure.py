"""Paragraphs, lists, callouts: any tree of blocks in the one canonical form of the schema."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from articles.text import citations, inline, pasted, plain, schema, tables
from articles.text.inline import PLAIN, Marks, Run
from articles.text.tree import Element, Node

DEEPEST_LIST: Final = 6


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand where blocks are being gathered."""

    tables: bool = True
    callouts: bool = True
    list_depth: int = 0


@dataclass(slots=True)
class Gathering:
    """Blocks gathered so far, and the runs of the paragraph that is still open."""

    place: Place
    blocks: list[Node] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def end_paragraph(self) -> None:
        if self.runs:
            for part in inline.paragraphs(inline.canonical_runs(self.runs)):
                self.blocks.append(Element("p", {}, inline.nested(part)))
            self.runs.clear()


def canonical_blocks(
    nodes: Iterable[Node], place: Place | None = None, marks: Marks = PLAIN
) -> list[Node]:
    """The blocks that `nodes` come to at a place."""
    gathering = Gathering(place or Place())
    _gather(nodes, gathering, marks)
    gathering.end_paragraph()
    return gathering.blocks


def _gather(nodes: Iterable[Node], gathering: Gathering, marks: Marks) -> None:
    for node in pasted.with_word_lists(nodes):
        if isinstance(node, str):
            gathering.runs.append(Run(node, marks))
        elif node.tag == "br":
            gathering.runs.append(inline.BREAK)
        elif node.tag == "cite":
            _gather_citation(node, gathering, marks)
        elif node.tag in pasted.BLOCKS:
            gathering.end_paragraph()
            _gather_block(node, gathering, marks)
            gathering.end_paragraph()
        elif node.tag not in pasted.LEFT_OUT:
            _gather(node.children, gathering, _marks_inside(marks, node))


def _marks_inside(marks: Marks, element: Element) -> Marks:
    inside = pasted.marks_inside(marks, element)
    if element.tag == "a":
        href = inside.href.strip()
        inside = inside._replace(href=href if schema.is_permitted_link(href) else "")
    return inside


def _gather_citation(element: Element, gathering: Gathering, marks: Marks) -> None:
    """A citation is always empty: its label is dropped, whatever an editor made of it.

    Other citations and blocks inside it are there by a missing end tag: they are kept, after it.
    A <cite> that cites nothing is the title of a work, as HTML means it.
    """
    if not element.attributes.keys() & {"data-reference", "data-unresolved"}:
        _gather(element.children, gathering, marks)
        return
    citation = citations.of_element(element)
    if citation.reference_id is None:
        citation = citations.Citation(None, _tidy_key(citation.key))
    gathering.runs.append(Run("", PLAIN, citations.element_of(citation)))
    _gather(_misplaced(element.children), gathering, marks)


def _tidy_key(key: str) -> str:
    key = unicodedata.normalize("NFC", inline.tidy_text(key).strip(inline.BLANKS))
    return key[: schema.LONGEST_KEY].rstrip(inline.BLANKS) or "?"


def _misplaced(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Element):
            if node.tag == "cite" or node.tag in pasted.BLOCKS:
                yield node
            else:
                yield from _misplaced(node.children)


def _gather_block(node: Element, gathering: Gathering, marks: Marks) -> None:
    place = gathering.place
    if node.tag in {"ul", "ol"} and place.list_depth < DEEPEST_LIST:
        gathering.blocks.extend(_list(node, place, marks))
    elif node.tag == "table" and place.tables:
        gathering.blocks.extend(_table(node, place, marks))
    elif node.tag == "aside" and place.callouts and _is_callout(node):
        inner = canonical_blocks(node.children, replace(place, callouts=False), marks)
        if inner:
            gathering.blocks.append(
                Element("aside", {"data-callout": node.attributes["data-callout"]}, inner)
            )
    else:
        _gather(node.children, gathering, _marks_inside(marks, node))


def _is_callout(node: Element) -> bool:
    return node.attributes.get("data-callout") in schema.CALLOUTS


def _list(node: Element, place: Place, marks: Marks) -> list[Node]:
    """A list, or nothing. What stands between its items becomes an item.

    Except a list directly inside a list, as Word and Google Docs write it: it belongs to the item
    before it.
    """
    inside = replace(place, callouts=False, list_depth=place.list_depth + 1)
    items: list[list[Node]] = []
    for child in pasted.with_word_lists(node.children):
        if isinstance(child, str) and not child.strip():
            continue
        if isinstance(child, Element) and child.tag == "li":
            content = canonical_blocks(child.children, inside, _marks_inside(marks, child))
        else:
            content = canonical_blocks([child], inside, marks)
        if items and _is(child, {"ul", "ol"}):
            items[-1].extend(content)
        elif content:
            items.append(content)
    if not items:
        return []
    return [Element(node.tag, {}, [Element("li", {}, tight(item)) for item in items])]


def tight(blocks: list[Node]) -> list[Node]:
    """An item's or a cell's blocks; a single paragraph, alone or before lists, without its <p>."""
    if not blocks or not _is(blocks[0], {"p"}) or any(not _is(b, {"ul", "ol"}) for b in blocks[1:]):
        return blocks
    first = blocks[0]
    return [*(first.children if isinstance(first, Element) else []), *blocks[1:]]


def _is(node: Node, tags: set[str]) -> bool:
    return isinstance(node, Element) and node.tag in tags


def _table(node: Element, place: Place, marks: Marks) -> list[Node]:
    """A table, preceded by whatever stood in it outside of its cells."""
    parts = tables.read(node)
    blocks = canonical_blocks(parts.strays, replace(place, tables=False), marks)
    caption = inline.canonical_runs(_caption_runs(parts.caption, marks))
    in_cell = Place(tables=False, callouts=False, list_depth=place.list_depth)

    def content(cell: Element) -> list[Node]:
        return tight(canonical_blocks(cell.children, in_cell, _marks_inside(marks, cell)))

    table = tables.write(parts, inline.nested(caption), content)
    return [*blocks, *table]


def _caption_runs(nodes: list[Node], marks: Marks) -> Iterator[Run]:
    """A caption is one line: paragraphs and line breaks in it are spaces."""
    for line in plain.leaves(canonical_blocks(nodes, Place(tables=False, callouts=False), marks)):
        for run in inline.runs_of(line):
            yield Run(" ") if run.is_break else run
        yield Run(" ")
