"""What word processors and web pages paste, in terms of the schema.

Word, Google Docs and Pages say bold and raised by style rather than by tag, and Word writes a list
as paragraphs with a drawn bullet.
"""

import re
from collections.abc import Iterable
from typing import Final

from articles.text import tree
from articles.text.inline import Marks, marked
from articles.text.tree import Element, Node

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt"})
# Elements that end the line before them and after them.
BLOCKS: Final = HEADINGS | frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "figure",
        "figcaption",
        "address",
        "center",
        "blockquote",
        "pre",
        "details",
        "summary",
        "form",
        "fieldset",
        "legend",
        "dl",
        "dd",
        "hr",
        "aside",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
    }
)
INLINE: Final = frozenset(
    {"a", "b", "strong", "i", "em", "var", "dfn", "sub", "sup", "br", "cite", "span", "font"}
)
# Read so that they can be understood or left out; what nh3 does not read it unwraps.
READ: Final = BLOCKS | INLINE | {"del", "s", "strike"}
# Left out with everything in them. Text that was struck out must not come back as a statement.
LEFT_OUT: Final = frozenset({"del", "s", "strike"})
# Never text for a reader; nh3 leaves these out with everything in them.
NEVER_READ: Final = frozenset(
    {
        "script",
        "style",
        "svg",
        "template",
        "iframe",
        "object",
        "embed",
        "noscript",
        "noembed",
        "noframes",
        "xmp",
        "textarea",
        "select",
        "title",
        "head",
        "annotation",
        "annotation-xml",
        "audio",
        "video",
        "canvas",
    }
)

_BOLD = re.compile(r"(?<![-\w])font-weight\s*:\s*(?:bold(?:er)?|[6-9]00)\b", re.I)
_NOT_BOLD = re.compile(r"(?<![-\w])font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b", re.I)
_ITALIC = re.compile(r"(?<![-\w])font-style\s*:\s*(?:italic|oblique)\b", re.I)
_NOT_ITALIC = re.compile(r"(?<![-\w])font-style\s*:\s*normal\b", re.I)
_SCRIPT = re.compile(r"(?<![-\w])vertical-align\s*:\s*(sub|super)\b", re.I)
_WORD_LIST = re.compile(r"mso-list\s*:(?!\s*(?:none|ignore)\b)", re.I)
_WORD_BULLET = re.compile(r"mso-list\s*:\s*ignore\b", re.I)
_COUNTED = re.compile(r"\s*\(?(?:\d+|[a-z]|[ivx]+)[.)]", re.I)


def marks_inside(marks: Marks, element: Element) -> Marks:
    """The marks for what stands inside `element`, by its tag and then by its style."""
    marks = marked(marks, element)
    if element.tag in {"b"} | HEADINGS:
        marks = marks._replace(strong=True)
    elif element.tag in {"i", "var", "dfn"}:
        marks = marks._replace(em=True)
    style = element.attributes.get("style", "")
    return _styled(marks, style) if style else marks


def _styled(marks: Marks, style: str) -> Marks:
    if _BOLD.search(style):
        marks = marks._replace(strong=True)
    elif _NOT_BOLD.search(style):
        marks = marks._replace(strong=False)
    if _ITALIC.search(style):
        marks = marks._replace(em=True)
    elif _NOT_ITALIC.search(style):
        marks = marks._replace(em=False)
    if raised := _SCRIPT.search(style):
        marks = marks._replace(script="sub" if raised[1].lower() == "sub" else "sup")
    return marks


def with_word_lists(nodes: Iterable[Node]) -> list[Node]:
    """Runs of Word's list paragraphs as lists; everything else as it was."""
    out: list[Node] = []
    current: Element | None = None
    for node in nodes:
        if isinstance(node, str) and not node.strip():
            out.append(node)
        elif isinstance(node, Element) and _is_word_item(node):
            bullet = _take_bullet(node)
            tag = "ol" if _COUNTED.match(bullet) else "ul"
            if current is None or current.tag != tag:
                current = Element(tag)
                out.append(current)
            current.children.append(Element("li", {}, node.children))
        else:
            current = None
            out.append(node)
    return out


def _is_word_item(node: Element) -> bool:
    return node.tag == "p" and bool(_WORD_LIST.search(node.attributes.get("style", "")))


def _take_bullet(item: Element) -> str:
    """Take the drawn bullet or number out of a Word list paragraph and return its text."""
    for element in [item, *tree.elements(item.children)]:
        for index, child in enumerate(element.children):
            style = child.attributes.get("style", "") if isinstance(child, Element) else ""
            if _WORD_BULLET.search(style):
                del element.children[index]
                return tree.text([child])
    return ""
