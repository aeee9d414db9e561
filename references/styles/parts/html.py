"""HTML that is safe by construction: whatever makes `Html` escapes what it is given.

mypy refuses plain text where `Html` is asked for, and only this file turns text into `Html`
(tested), so a form can put parts together but cannot write a tag.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, NewType

from references import markup

if TYPE_CHECKING:
    Html = NewType("Html", str)
else:
    Html = str  # at run time the type costs nothing

EMPTY = Html("")
SPACE = Html(" ")
SEMICOLON = Html("; ")
#: What ends a sentence, in any script: no full stop follows it.
_ENDS = (".", "?", "!", "…", "。", "？", "！", "؟", "．")  # noqa: RUF001 -- they are what is meant
#: What may stand after the end of a sentence: a closed tag, a closing quotation mark.
_AFTER_END = ("</em>", "</sub>", "</sup>", "&quot;", "&#x27;", *"”’»」』")  # noqa: RUF001
_SPECIAL = re.compile("[&<>\"']")


def text(value: str) -> Html:
    """Any text, escaped."""
    return Html(escape(value) if _SPECIAL.search(value) else value)


def title(value: str) -> Html:
    """A title: `em`, `sub` and `sup` in balance stay, everything else is escaped."""
    return Html(markup.as_html(value) if "<" in value else text(value))


def as_it_is(part: Html) -> Html:
    return part


def emphasised(part: Html) -> Html:
    return Html(f"<em>{part}</em>") if part else EMPTY


def link(address: str, shown: str) -> Html:
    """A link that leaves the site; nothing when the address is not http(s)."""
    if not address.startswith(("https://", "http://")):
        return EMPTY
    return Html(f'<a href="{text(address)}" rel="noopener noreferrer">{text(shown)}</a>')


def joined(parts: Iterable[Html], separator: Html = SPACE) -> Html:
    """The parts that are not empty, set side by side."""
    return Html(separator.join(filter(None, parts)))


def labelled(label: Html, part: Html) -> Html:
    """`doi: 10.1000/182`; nothing where there is nothing to label."""
    return Html(f"{label} {part}") if part else EMPTY


def closed(part: Html) -> Html:
    """The part as a sentence: with a full stop, unless it ends one already."""
    words = str(part)
    while words.endswith(_AFTER_END):
        words = words[: -next(len(mark) for mark in _AFTER_END if words.endswith(mark))]
    return part if not words or words.endswith(_ENDS) else Html(f"{part}.")


def sentences(*parts: Html) -> Html:
    """The parts that are not empty, each closed."""
    return Html(" ".join([closed(part) for part in parts if part]))
