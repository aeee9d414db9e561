"""The HTML an article may contain: one small fixed schema, and nothing else.

    body     = block*
    block    = p | ul | ol | table | aside[data-callout]
    p        = inline+
    ul, ol   = li+
    li       = inline* (ul|ol)*  |  (p|ul|ol|table)+       one paragraph stands without its <p>,
                                                           alone or before lists
    table    = caption? thead? tbody?      thead, tbody = tr+      tr = (th|td)+
    th, td   = inline* (ul|ol)*  |  (p|ul|ol)+             the same
    aside    = (p|ul|ol|table)+
    inline   = text | br | cite | a > strong > em > (sub | sup)       marks nest in this order
    cite     = data-reference="12" (a Reference's id) | data-unresolved="smith2020"; always empty

Headings are not part of a text: the headings of an article are its sections' headings.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

CALLOUTS: Final = ("note", "caution", "danger")
LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
LINK_REL: Final = "noopener noreferrer"
SCOPES: Final = frozenset({"row", "col", "rowgroup", "colgroup"})

ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "p": frozenset(),
    "ul": frozenset(),
    "ol": frozenset(),
    "li": frozenset(),
    "table": frozenset(),
    "caption": frozenset(),
    "thead": frozenset(),
    "tbody": frozenset(),
    "tr": frozenset(),
    "th": frozenset({"scope", "colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
    "aside": frozenset({"data-callout"}),
    "strong": frozenset(),
    "em": frozenset(),
    "sub": frozenset(),
    "sup": frozenset(),
    "br": frozenset(),
    "a": frozenset({"href", "rel"}),
    "cite": frozenset({"data-reference", "data-unresolved"}),
}
TAGS: Final = frozenset(ATTRIBUTES)
INLINE: Final = frozenset({"strong", "em", "sub", "sup", "br", "a", "cite"})

LONGEST_KEY: Final = 200
MOST_SECTIONS: Final = 300
WIDEST_SPAN: Final = 100

_REFERENCE_ID = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_SPAN = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_LARGEST_ID = 2**63 - 1
_NOT_IN_A_LINK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\\<>\"`]")


def reference_id(value: str | None) -> int | None:
    """The id in a citation's data-reference, or None if it could not be one of a Reference."""
    if value is None or not _REFERENCE_ID.fullmatch(value):
        return None
    number = int(value)
    return number if number <= _LARGEST_ID else None


def span(value: str | None) -> int:
    """How many columns or rows a cell spans: 1 to WIDEST_SPAN, 1 for anything unclear."""
    if value is None or not _SPAN.fullmatch(value):
        return 1
    return min(int(value), WIDEST_SPAN)


def is_permitted_link(href: str) -> bool:
    """True for a complete http, https or mailto address without spaces or control characters."""
    if _NOT_IN_A_LINK.search(href):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    if parts.scheme not in LINK_SCHEMES:
        return False
    return bool(parts.path if parts.scheme == "mailto" else parts.netloc)
