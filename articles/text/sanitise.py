"""From whatever was typed, pasted or imported to the canonical HTML of the schema."""

import re
from typing import Final

import nh3

from articles.text import pasted, schema, structure, tree
from articles.text.exceptions import UnreadableText

__all__ = ["UnreadableText", "sanitise"]

# A browser's parser, and nh3 has one, takes time and memory that grow with the square of the depth,
# and copies each formatting element that is open into each new paragraph.
DEEPEST: Final = 100
MOST_OPEN_FORMATS: Final = 32

_SELF_CLOSED_CITATION = re.compile(r"<cite\b([^<>]*)/>", re.I)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_FORMATS: Final = frozenset(
    {
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    }
)
# Need no end tag, or have none.
_MAY_STAY_OPEN: Final = frozenset(
    {
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "br",
        "hr",
        "img",
        "col",
        "input",
        "meta",
        "link",
        "wbr",
        "area",
        "base",
    }
)
_ATTRIBUTES: Final = {
    "*": {"style"},
    "a": {"href"},
    "cite": {"data-reference", "data-unresolved"},
    "aside": {"data-callout"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}


def sanitise(html: str) -> str:
    """The canonical form of `html`: only what articles.text.schema names, NFC, tidy spaces.

    Idempotent. Text in tags outside of the schema stays, except in scripts, styles, drawings and
    deleted text. No citation is lost: one that says no proper id becomes an unresolved one.
    Raises UnreadableText for NUL, half a character (a lone surrogate) and absurdly deep nesting.
    """
    refuse_unreadable(html)
    _refuse_too_deep(html)
    clean = nh3.clean(
        _SELF_CLOSED_CITATION.sub(r"<cite\1></cite>", html),
        tags=set(pasted.READ),
        clean_content_tags=set(pasted.NEVER_READ),
        attributes=_ATTRIBUTES,
        url_schemes=set(schema.LINK_SCHEMES),
        url_relative="deny",
        link_rel=None,
    )
    return tree.serialise(structure.canonical_blocks(tree.parse(clean, only=None)))


def refuse_unreadable(text: str) -> None:
    """Raise UnreadableText if `text` holds what neither the database nor UTF-8 can hold."""
    if "\0" in text:
        raise UnreadableText("The text contains a NUL character. Remove it, or paste it again.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableText(
            f"The text contains half a character at position {error.start + 1} "
            "(a lone surrogate). Remove it, or paste it again."
        ) from error


def _refuse_too_deep(html: str) -> None:
    open_now: dict[str, int] = {}
    depth = formats = 0
    for end, name in _TAG.findall(html):
        tag = name.lower()
        if tag in _MAY_STAY_OPEN:
            continue
        if end and not open_now.get(tag):
            continue
        step = -1 if end else 1
        open_now[tag] = open_now.get(tag, 0) + step
        depth += step
        formats += step * (tag in _FORMATS)
        if depth > DEEPEST or formats > MOST_OPEN_FORMATS:
            raise UnreadableText(
                "The text is nested too deeply to be read. Paste it as plain text, "
                "then format it again."
            )
