"""Citations as a reader sees them: superscript numbers, neighbours drawn together (1-3,5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from articles.text import citations, inline
from articles.text.citations import Citation
from articles.text.exceptions import DanglingCitation
from articles.text.tree import Element, Node

SHORTEST_RANGE: Final = 3
DASH: Final = "\N{EN DASH}"
Group = tuple[int, ...]


@dataclass(slots=True)
class Numbering:
    """Reference id → number, and how often each number has been placed in the text so far."""

    numbers: Mapping[int, int]
    placed: dict[int, int] = field(default_factory=dict)

    def number(self, reference_id: int) -> int:
        try:
            return self.numbers[reference_id]
        except KeyError:
            raise DanglingCitation(reference_id) from None

    def place(self, number: int) -> str:
        """The id of the next place that cites `number`, where its backlink leads."""
        self.placed[number] = self.placed.get(number, 0) + 1
        return f"cite-{number}-{self.placed[number]}"

    def places(self, number: int) -> int:
        return self.placed.get(number, 0)


def with_groups(nodes: Iterable[Node]) -> Iterator[Node | Citation | Group]:
    """The same nodes; citations with nothing or a blank between them as one group of ids.

    The blank before a group goes too: the superscript stands on its word. An unresolved citation
    stays by itself.
    """
    pending = list(nodes)
    group: list[int] = []
    blank: list[Node] = []
    for position, node in enumerate(pending):
        citation = _citation(node)
        if citation is not None and citation.reference_id is not None:
            group.append(citation.reference_id)
            blank.clear()
            continue
        if group and isinstance(node, str) and not node.strip():
            blank.append(node)
            continue
        if group:
            yield tuple(group)
        yield from blank
        group.clear()
        blank.clear()
        if isinstance(node, str) and _is_cited(pending[position + 1 : position + 2]):
            yield node.rstrip(inline.BLANKS)
        else:
            yield node if citation is None else citation
    if group:
        yield tuple(group)
    yield from blank


def _citation(node: Node) -> Citation | None:
    if isinstance(node, Element) and node.tag == "cite":
        return citations.of_element(node)
    return None


def _is_cited(following: list[Node]) -> bool:
    citation = _citation(following[0]) if following else None
    return citation is not None and citation.is_resolved


def superscript(group: Group, numbering: Numbering) -> Element:
    """<sup>1-3,5</sup>: ascending, each once, three or more in a row as a range.

    Both ends of a range are links; the sources between them have their places (for the links back)
    on the dash, and `data-references` names every number for scripts that show the sources.
    """
    numbers = sorted({numbering.number(reference_id) for reference_id in group})
    children: list[Node] = []
    for run in _consecutive(numbers):
        if children:
            children.append(",")
        if len(run) < SHORTEST_RANGE:
            children.extend(_listed(run, numbering))
        else:
            children.extend(_range(run, numbering))
    attributes = {"class": "citation", "data-references": " ".join(map(str, numbers))}
    return Element("sup", attributes, children)


def _consecutive(numbers: list[int]) -> Iterator[list[int]]:
    by_offset = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return ([number for _, number in run] for _, run in by_offset)


def _listed(run: list[int], numbering: Numbering) -> Iterator[Node]:
    for position, number in enumerate(run):
        if position:
            yield ","
        yield _link(number, numbering)


def _range(run: list[int], numbering: Numbering) -> Iterator[Node]:
    first, *between, last = run
    yield _link(first, numbering)
    for number in between:
        dash: list[Node] = [DASH] if number == between[-1] else []
        yield Element("span", {"id": numbering.place(number)}, dash)
    yield _link(last, numbering)


def _link(number: int, numbering: Numbering) -> Element:
    attributes = {
        "href": f"#reference-{number}",
        "id": numbering.place(number),
        "aria-label": f"Reference {number}",
    }
    return Element("a", attributes, [str(number)])


def unresolved(citation: Citation) -> Element:
    """[smith2020?]: a claim whose source nobody has named yet."""
    return Element("mark", {"class": "unresolved"}, [f"[{citation.key}?]"])
