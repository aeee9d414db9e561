"""What changed inside one paragraph, word by word."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from articles.text import citations, inline
from articles.text.alignment import align
from articles.text.citations import Citation
from articles.text.inline import PLAIN, Marks, Run
from articles.text.tree import Element, Node

Change = Literal["del", "ins"]

# A number is one word with its point or comma: 0.5 and 0.25 differ as a whole.
_WORD: Final = re.compile(r"\w+(?:[.,'\u2019\xb7]\w+)*|.", re.DOTALL)


class Token(NamedTuple):
    """A word, a space or a sign with its marks; or a citation; or (no text) a line break."""

    text: str
    marks: Marks = PLAIN
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Reference id → number in the old text and in the new one, for the labels of citations."""

    old: Mapping[int, int]
    new: Mapping[int, int]

    def chip(self, citation: Citation, change: Change | None = None) -> Element:
        """A citation as a small label that an insertion or deletion can surround."""
        if citation.reference_id is None:
            attributes = {"class": "cite-chip", "data-unresolved": citation.key}
            return Element("span", attributes, [f"[{citation.key}?]"])
        numbers = self.old if change == "del" else self.new
        attributes = {"class": "cite-chip", "data-reference": str(citation.reference_id)}
        number = numbers.get(citation.reference_id)
        return Element("span", attributes, [str(number or f"id {citation.reference_id}")])


def tokens(nodes: Iterable[Node]) -> list[Token]:
    """The words of inline nodes, in order."""
    return [*_tokens(inline.runs_of(nodes))]


def _tokens(runs: Iterable[Run]) -> Iterator[Token]:
    for run in runs:
        if run.is_break:
            yield Token("")
        elif run.atom is not None:
            yield Token("", PLAIN, citations.of_element(run.atom))
        else:
            for word in _WORD.findall(run.text):
                yield Token(word, run.marks)


def changed_inline(old: Iterable[Node], new: Iterable[Node], numbers: Numbers) -> list[Node]:
    """Inline nodes with <del> and <ins> around what went and what came."""
    nodes: list[Node] = []
    for gone, come, same in _changes(tokens(old), tokens(new)):
        nodes.extend(around("del", gone, numbers))
        nodes.extend(around("ins", come, numbers))
        nodes.extend(_nodes(same, numbers))
    return nodes


Step = tuple[list[Token], list[Token], list[Token]]


def _changes(old: list[Token], new: list[Token]) -> list[Step]:
    """What went, what came, and what then stayed. A lone space between two changes joins them:
    two words replaced by two words read as one change, not as two.
    """
    steps: list[Step] = [([], [], [])]
    for span in align(old, new):
        if span.equal:
            steps[-1][2].extend(new[span.c : span.d])
            continue
        gone, come, same = steps[-1]
        if (gone or come) and len(same) == 1 and same[0].text.isspace():
            gone.extend(same)
            come.extend(same)
            same.clear()
        elif same:
            steps.append(([], [], []))
        steps[-1][0].extend(old[span.a : span.b])
        steps[-1][1].extend(new[span.c : span.d])
    return steps


def shown(nodes: Iterable[Node], numbers: Numbers) -> list[Node]:
    """Unchanged inline nodes, their citations as chips."""
    return [
        node
        if isinstance(node, str)
        else numbers.chip(citations.of_element(node))
        if node.tag == "cite"
        else Element(node.tag, node.attributes, shown(node.children, numbers))
        for node in nodes
    ]


def around(change: Change, words: list[Token], numbers: Numbers) -> list[Node]:
    """The words inside one <del> or <ins>; nothing for no words."""
    return [Element(change, {}, _nodes(words, numbers, change))] if words else []


def _nodes(words: list[Token], numbers: Numbers, change: Change | None = None) -> list[Node]:
    return inline.nested(inline.joined(_run(word, numbers, change) for word in words))


def _run(word: Token, numbers: Numbers, change: Change | None) -> Run:
    if word.citation is not None:
        return Run("", PLAIN, numbers.chip(word.citation, change))
    return Run(word.text, word.marks) if word.text else inline.BREAK
