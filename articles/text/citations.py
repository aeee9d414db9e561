"""Citations: what a text cites, in what order, and under which number.

Numbers are derived from the order of first appearance, never stored in a text, and never given to
a citation without a reference.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles.text import schema, tree


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference's id, or else the key that nobody could find a reference for."""

    reference_id: int | None
    key: str = ""

    @property
    def is_resolved(self) -> bool:
        return self.reference_id is not None


def of_element(element: tree.Element) -> Citation:
    """What a <cite> cites. One that says both, or neither properly, is unresolved."""
    unresolved = element.attributes.get("data-unresolved")
    reference = element.attributes.get("data-reference")
    known = schema.reference_id(reference)
    if unresolved is None and known is not None:
        return Citation(known)
    return Citation(None, unresolved or reference or "?")


def element_of(citation: Citation) -> tree.Element:
    """The canonical <cite> of a citation."""
    if citation.reference_id is None:
        return tree.Element("cite", {"data-unresolved": citation.key})
    return tree.Element("cite", {"data-reference": str(citation.reference_id)})


def cited(html: str) -> list[Citation]:
    """Every citation of a sanitised text, in order, repeated ones too."""
    return [of_element(e) for e in tree.elements(tree.parse(html)) if e.tag == "cite"]


def number(citations: Iterable[Citation]) -> dict[int, int]:
    """Reference id → number, 1, 2, 3 … by first appearance. Unresolved citations get none."""
    numbers: dict[int, int] = {}
    for citation in citations:
        if citation.reference_id is not None:
            numbers.setdefault(citation.reference_id, len(numbers) + 1)
    return numbers


def cited_in(sections: Sequence[Mapping[str, Any]]) -> list[Citation]:
    """Every citation of an article in the order that numbers follow.

    The clinical text of all sections first, then their plain-language texts, so that a number
    means the same source to every audience.
    """
    return [
        citation
        for part in ("body", "plain_language")
        for section in sections
        for citation in cited(section[part])
    ]


def keep_known(html: str, known: Container[int]) -> str:
    """A sanitised text in which citations of references outside `known` are unresolved.

    Their old id becomes their key, so that nothing is lost and nothing gets a wrong number.
    """
    nodes = tree.parse(html)
    for element in tree.elements(nodes):
        if element.tag == "cite":
            citation = of_element(element)
            if citation.reference_id is not None and citation.reference_id not in known:
                citation = Citation(None, str(citation.reference_id))
            element.attributes = element_of(citation).attributes
    return tree.serialise(nodes)


def redirected(html: str, moved: Mapping[int, int]) -> str:
    """A sanitised text whose citations of the works in `moved` are citations of their values.

    Where neighbours then cite the same work, the first of them stays. The rest of the text stays
    as it is; white space may be left between what is no longer there, until it is sanitised again.
    """
    nodes = tree.parse(html)
    for element in tree.elements(nodes):
        if element.tag == "cite":
            cited_id = of_element(element).reference_id
            if cited_id is not None and cited_id in moved:
                element.attributes = element_of(Citation(moved[cited_id])).attributes
    return tree.serialise(_without_repetition(nodes, frozenset(moved.values())))


def _without_repetition(nodes: list[tree.Node], of: Container[int]) -> list[tree.Node]:
    kept: list[tree.Node] = []
    beside: set[int | None] = set()
    for node in nodes:
        if isinstance(node, tree.Element) and node.tag == "cite":
            cited_id = of_element(node).reference_id
            if cited_id in beside and cited_id in of:
                continue
            beside.add(cited_id)
        elif isinstance(node, tree.Element):
            node.children = _without_repetition(node.children, of)
            beside.clear()
        elif node.strip():
            beside.clear()
        kept.append(node)
    return kept
