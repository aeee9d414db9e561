"""A small tree over well-formed HTML.

Reads what nh3 or sanitise() wrote, in one linear pass, not what a browser would forgive. That is
why it is forty lines and not html.parser (which buffers and backtracks on odd input) or lxml (which
follows HTML 4 rules and would repair the text a second time, differently).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from articles.text import schema

DEEPEST: Final = 150
VOID: Final = frozenset({"br", "hr"})

_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9:-]*)"
    r"(?P<attributes>(?:\s+[a-zA-Z-]+(?:=\"[^\"]*\")?)*)\s*/?>"
    r"|<|[^<]+"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:=\"([^\"]*)\")?")


@dataclass(slots=True)
class Element:
    """One element; a tag of "" is a nameless holder that is written as its children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)


Node = Element | str


def parse(html: str, only: Mapping[str, frozenset[str]] | None = schema.ATTRIBUTES) -> list[Node]:
    """The nodes of `html`; tags and attributes that `only` does not name are left out.

    The text inside an unnamed tag stays. `only=None` keeps everything (for sanitising).
    """
    root = Element("")
    open_elements = [root]
    for token in _TOKEN.finditer(html):
        tag = token["tag"]
        if tag is None:
            open_elements[-1].children.append(unescape(token[0]))
        elif token["end"]:
            _close(open_elements, tag.lower())
        elif only is None or tag.lower() in only:
            _open(open_elements, _element(tag.lower(), token["attributes"], only))
    return root.children


def _element(tag: str, attributes: str, only: Mapping[str, frozenset[str]] | None) -> Element:
    values = {name.lower(): unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
    if only is not None:
        values = {name: value for name, value in values.items() if name in only[tag]}
        if not schema.is_permitted_link(values.get("href", "https://none.invalid/")):
            del values["href"]
    return Element(tag, values)


def _open(open_elements: list[Element], element: Element) -> None:
    """Nested deeper than DEEPEST, an element is left out but what it holds is kept."""
    too_deep = len(open_elements) > DEEPEST
    if not too_deep or element.tag in {"br", "cite"}:
        open_elements[-1].children.append(element)
    if not too_deep and element.tag not in VOID:
        open_elements.append(element)


def _close(open_elements: list[Element], tag: str) -> None:
    for index in range(len(open_elements) - 1, 0, -1):
        if open_elements[index].tag == tag:
            del open_elements[index:]
            return


def serialise(nodes: Iterable[Node]) -> str:
    """The one way a tree is written: lower-case tags, quoted attributes, no optional end tags."""
    return "".join(_pieces(nodes))


def _pieces(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node)
            continue
        if node.tag:
            pairs = "".join(f' {name}="{escape(v)}"' for name, v in node.attributes.items())
            yield f"<{node.tag}{pairs}>"
        yield from _pieces(node.children)
        if node.tag and node.tag not in VOID:
            yield f"</{node.tag}>"


def escape(text: str) -> str:
    """Safe both between tags and inside a double-quoted attribute, as a browser writes it."""
    for character, entity in _ENTITIES:
        text = text.replace(character, entity)
    return text


_ENTITIES: Final = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\xa0", "&nbsp;"),
)


def elements(nodes: Iterable[Node]) -> Iterator[Element]:
    """Every element, in the order of the text."""
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from elements(node.children)


def text(nodes: Iterable[Node]) -> str:
    """All the text, with nothing between blocks; a citation has none, a line break is a space."""
    return "".join(_texts(nodes))


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag == "br":
            yield " "
        elif node.tag != "cite":
            yield from _texts(node.children)
