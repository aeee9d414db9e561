"""What changed between two texts, block by block: paragraphs, list items, table rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from articles.text import schema, tree, word_difference
from articles.text.alignment import align
from articles.text.plain import leaves
from articles.text.tree import Element, Node
from articles.text.word_difference import Change, Numbers

# A block counts as reworded, not replaced, if this share of its words stayed.
REWORDED: Final = 0.4
# How far ahead a reworded block is looked for; keeps long texts linear.
LOOK_AHEAD: Final = 8
CLASSES: Final = {"del": "deleted", "ins": "inserted"}


def changed_blocks(old: Iterable[Node], new: Iterable[Node], numbers: Numbers) -> list[Node]:
    """The blocks of both texts in one order, changes marked."""
    old_blocks, new_blocks = as_blocks(old), as_blocks(new)
    out: list[Node] = []
    for span in align([_key(b) for b in old_blocks], [_key(b) for b in new_blocks]):
        came = new_blocks[span.c : span.d]
        if span.equal:
            out.extend(marked(block, None, numbers) for block in came)
            continue
        for before, after in pairs(old_blocks[span.a : span.b], came):
            out.extend(_changed(before, after, numbers))
    return out


def as_blocks(nodes: Iterable[Node]) -> list[Element]:
    """The nodes as elements; the bare text of a list item or cell as a nameless one."""
    blocks: list[Element] = []
    for node in nodes:
        if isinstance(node, Element) and node.tag not in schema.INLINE:
            blocks.append(node)
        elif blocks and not blocks[-1].tag:
            blocks[-1].children.append(node)
        else:
            blocks.append(Element("", {}, [node]))
    return blocks


def _key(block: Element) -> str:
    return tree.serialise([block])


def pairs(
    old: Sequence[Element], new: Sequence[Element]
) -> Iterator[tuple[Element | None, Element | None]]:
    """Old and new blocks side by side, in order; None where one has no counterpart."""
    words_of = {id(block): _words(block) for block in [*old, *new]}
    start = 0
    for block in old:
        ahead = new[start : start + LOOK_AHEAD]
        likeness = [_likeness(block, other, words_of) for other in ahead]
        best = max(likeness, default=0.0)
        if best < REWORDED:
            yield block, None
            continue
        found = start + likeness.index(best)
        yield from ((None, other) for other in new[start:found])
        yield block, new[found]
        start = found + 1
    yield from ((None, other) for other in new[start:])


def _words(block: Element) -> Counter[str]:
    return Counter(word for line in leaves([block]) for word in tree.text(line).split())


def _likeness(old: Element, new: Element, words_of: dict[int, Counter[str]]) -> float:
    """The share of words in common, from 0 to 1; blocks of different kinds have nothing."""
    if (old.tag or "p", old.attributes) != (new.tag or "p", new.attributes):
        return 0.0
    old_words, new_words = words_of[id(old)], words_of[id(new)]
    total = old_words.total() + new_words.total()
    return 2 * (old_words & new_words).total() / total if total else 1.0


def _changed(old: Element | None, new: Element | None, numbers: Numbers) -> list[Node]:
    if new is None:
        return [] if old is None else [marked(old, "del", numbers)]
    if old is None:
        return [marked(new, "ins", numbers)]
    if new.tag in {"ul", "ol", "li", "aside", "th", "td"}:
        inner = changed_blocks(old.children, new.children, numbers)
    elif new.tag == "table":
        inner = _changed_table(old, new, numbers)
    elif new.tag == "tr":
        if [cell.tag for cell in as_blocks(old.children)] != [
            cell.tag for cell in as_blocks(new.children)
        ]:
            return [marked(old, "del", numbers), marked(new, "ins", numbers)]
        inner = _changed_cells(old, new, numbers)
    else:
        inner = word_difference.changed_inline(old.children, new.children, numbers)
    return [Element(new.tag, _attributes(new), inner)]


def _changed_table(old: Element, new: Element, numbers: Numbers) -> list[Node]:
    """Captions by words, rows as rows; a head stays a head."""
    inner: list[Node] = []
    for tag in ("caption", "thead", "tbody"):
        before, after = _part(old, tag), _part(new, tag)
        if tag == "caption" and before is not None and after is not None:
            inner.extend(_changed(before, after, numbers))
        elif before is not None and after is not None:
            rows = changed_blocks(before.children, after.children, numbers)
            inner.append(Element(tag, {}, rows))
        else:
            inner.extend(_changed(before, after, numbers))
    return inner


def _part(table: Element, tag: str) -> Element | None:
    return next((part for part in as_blocks(table.children) if part.tag == tag), None)


def _changed_cells(old: Element, new: Element, numbers: Numbers) -> list[Node]:
    cells = zip(as_blocks(old.children), as_blocks(new.children), strict=True)
    return [node for before, after in cells for node in _changed(before, after, numbers)]


def marked(block: Element, change: Change | None, numbers: Numbers) -> Element:
    """A block as readers know it; all of it deleted or inserted if `change` says so."""
    element = _marked_inside(block, change, numbers)
    if change and element.tag:
        names = f"{element.attributes.get('class', '')} {CLASSES[change]}"
        element.attributes["class"] = names.strip()
    return element


def _marked_inside(block: Element, change: Change | None, numbers: Numbers) -> Element:
    inner: list[Node] = []
    for part in as_blocks(block.children):
        if part.tag:
            inner.append(_marked_inside(part, change, numbers))
        else:
            inner.extend(_marked_inline(part.children, change, numbers))
    return Element(block.tag, _attributes(block), inner)


def _marked_inline(nodes: list[Node], change: Change | None, numbers: Numbers) -> list[Node]:
    if change is None:
        return word_difference.shown(nodes, numbers)
    return word_difference.around(change, word_difference.tokens(nodes), numbers)


def _attributes(block: Element) -> dict[str, str]:
    """A callout gets the classes that the reader's page gives it."""
    if block.tag != "aside":
        return dict(block.attributes)
    return {"class": f"callout callout-{block.attributes.get('data-callout', 'note')}"}
