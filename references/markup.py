"""Markup inside bibliographic text: emphasis, subscript and superscript, and nothing else.

Databases send titles with HTML, JATS and MathML, escaped once, twice or not at all. The library
keeps `<em>`, `<sub>` and `<sup>`, balanced; every other character stands for itself.
"""

import html
import re
from collections.abc import Iterator
from unicodedata import normalize

from django.utils.safestring import SafeString

KEPT = {"em": "em", "i": "em", "italic": "em", "sub": "sub", "sup": "sup", "inf": "sub"}
KEPT |= {"scp": "", "sc": ""}

_DROPPED = (
    "a|abbr|article-title|b|bold|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|font|"
    "form|h[1-6]|head|hr|html|iframe|img|input|ins|label|li|link|m[a-z]+|meta|nobr|object|ol|p|pre|"
    "q|roman|s|sans-serif|section|small|span|strike|strong|svg|table|tbody|td|th|thead|title|tr|tt|"
    "u|ul|underline|video|audio|embed|base|button|details|select|textarea|template|style|script"
)
_TAG = re.compile(
    rf"<(?P<end>/?)\s*(?:[a-z]+:)?(?P<name>{'|'.join(KEPT)}|{_DROPPED})(?P<rest>\s[^<>]*|/)?>",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"<(script|style)(?:\s[^<>]*)?>.*?</\1\s*>|<!--.*?-->|<!\[CDATA\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_CANONICAL = re.compile(r"(</?(?:em|sub|sup)>)")
#: Marks that turn round what follows, on the page and in the line of a list: a title that holds one
#: would not be read as it is written. Letters know their direction without them.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ESCAPED_AGAIN = re.compile(r"&(?:amp;)+(?=#|[a-zA-Z])")


def _decoded(text: str) -> str:
    """Entities resolved, tags that we do not keep removed."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), _ESCAPED_AGAIN.sub("&", text))
    return _TAG.sub(_canonical_tag, _UNSEEN.sub("", text))


def _canonical_tag(found: re.Match[str]) -> str:
    name = KEPT.get(found["name"].lower(), "")
    if not name:
        return " " if found["name"].lower() in {"br", "p", "div", "li"} else ""
    return f"<{found['end']}{name}>"


def _balanced(text: str) -> Iterator[str]:
    """The pieces of canonical text with stray ends dropped and open starts closed."""
    open_: list[str] = []
    for piece in _CANONICAL.split(text):
        if not _CANONICAL.fullmatch(piece):
            yield piece
        elif piece.startswith("</"):
            name = piece[2:-1]
            while name in open_:
                last = open_.pop()
                yield f"</{last}>"
                if last == name:
                    break
        else:
            open_.append(piece[1:-1])
            yield piece
    yield from (f"</{name}>" for name in reversed(open_))


def reduced(text: str) -> str:
    """The text with only `<em>`, `<sub>` and `<sup>`, on one line. Idempotent.

    What is removed may bring a tag or an entity together, so this goes on until nothing changes.
    """
    before, text = None, _DIRECTION.sub("", text)
    while before != text and ("<" in text or "&" in text):
        before = text
        text = "".join(_balanced(_DIRECTION.sub("", _decoded(text))))
        text = re.sub(r"<(em|sub|sup)>(\s*)</\1>", r"\2", text)
    return normalize("NFC", " ".join(text.split()))


def plain(text: str) -> str:
    """The words alone."""
    return " ".join(_CANONICAL.sub("", reduced(text)).split())


def as_html(text: str) -> SafeString:
    """The text for a page: everything escaped but the three balanced tags."""
    if "<" not in text:
        return SafeString(html.escape(text))
    pieces = [
        piece if _CANONICAL.fullmatch(piece) else html.escape(piece) for piece in _balanced(text)
    ]
    return SafeString("".join(pieces))
