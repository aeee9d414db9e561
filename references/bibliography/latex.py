r"""LaTeX in BibTeX values, as text with `<em>`, `<sub>` and `<sup>`.

Ours, for pylatexenc takes the rest of a value after a bare `%` for a comment and stumbles over
`\href`; its table of symbols is used.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
EMPHASIS = {
    **dict.fromkeys(("emph", "textit", "textsl", "mathit", "em", "it", "itshape", "sl"), "em"),
    **dict.fromkeys(("textsubscript", "_"), "sub"),
    **dict.fromkeys(("textsuperscript", "^"), "sup"),
}
#: Commands that change what follows until the group ends.
SWITCHES = frozenset({"em", "it", "itshape", "sl"})
SYMBOLS = {"i": "\u0131", "j": "\u0237", "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{"}
SYMBOLS |= {"}": "}", " ": " ", "\\": " ", "-": "", "/": "", ",": " ", "textbackslash": "\\"}
SYMBOLS |= {"textasciitilde": "~", "textasciicircum": "^"}
SYMBOLS |= {"textbraceleft": "{", "textbraceright": "}"}
#: What pylatexenc's table of symbols does not have.
SYMBOLS |= {"textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_"}
SYMBOLS |= {"copyright": "\u00a9", "S": "\u00a7", "P": "\u00b6", "pounds": "\u00a3"}
SYMBOLS |= {"euro": "\u20ac", "degree": "\u00b0", "textprime": "\u2032", "slash": "/"}
SYMBOLS |= {"lq": "\u2018", "rq": "\u2019", "nobreakspace": " ", "thinspace": " "}
#: Commands about the look of what follows, which say nothing.
SILENT = frozenset(
    (
        *("relax", "protect", "newblock", "noindent", "par", "small", "normalfont", "sffamily"),
        *("bf", "rm", "sc", "tt", "sf", "md", "up", "bfseries", "scshape", "upshape", "mdseries"),
        *("ttfamily", "rmfamily", "limits", "displaystyle", "left", "right", "big", "Big"),
    )
)
LIGATURES = (("---", "\u2014"), ("--", "\u2013"), ("``", "\u201c"), ("''", "\u201d"))
DEEPEST = 40
_ALONE = {"~": "~", "^": "^"}
_TOKEN = re.compile(r"\\(?:[a-zA-Z]+\*?\s*|.)|[{}$~_^]|[^\\{}$~_^]+", re.DOTALL)
_TILDE = re.compile(r"\\(?:textasciitilde|~)(?:\{\})?|\$\\sim\$")
_COMMAND = re.compile(r"\\(?:url|href|path|nolinkurl)\b")
_ESCAPED = re.compile(r"\\([_%&#$~^{}\\/-])")
_BRACES = re.compile(r"(?<!\\)[{}]")
#: `^\\circ`
_DEGREE = "<sup>\u2218</sup>"
_DOTLESS = {"\u0131": "i", "\u0237": "j"}


@cache
def _symbol(command: str) -> str | None:
    if command in SYMBOLS:
        return SYMBOLS[command]
    known = get_default_latex_context_db().get_macro_spec(command)
    text = getattr(known, "simplify_repl", None)
    return text if isinstance(text, str) and "%" not in text else None


class _Decoder:
    """One pass over the tokens; a group is decoded by calling itself."""

    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text)
        self.at = 0
        self.in_math = False
        self.dollars = self.tokens.count("$")

    def group(self, depth: int = 0) -> str:
        """The text up to the closing brace, or to the end."""
        pieces: list[str] = []
        switched = ""
        while self.at < len(self.tokens):
            piece = self.tokens[self.at]
            self.at += 1
            if piece == "}" and depth:
                break
            command = piece[1:].strip().rstrip("*")
            if piece.startswith("\\") and command in SWITCHES:
                switched = EMPHASIS[command]
                pieces.append(f"<{switched}>")
                continue
            pieces.append(self.one(piece, depth))
        return "".join(pieces) + (f"</{switched}>" if switched else "")

    def one(self, piece: str, depth: int) -> str:
        if piece.startswith("\\") and len(piece) > 1:
            return self.command(piece[1:].strip().rstrip("*"), depth)
        if piece in "{}" or depth > DEEPEST:
            return self.group(depth + 1) if piece == "{" and depth <= DEEPEST else ""
        if piece == "$":
            return self.dollar()
        if piece in "_^":
            return self.wrapped(EMPHASIS[piece], depth) if self.in_math else piece
        return "\u00a0" if piece == "~" else _with_ligatures(piece)

    def dollar(self) -> str:
        """Mathematics, unless no other dollar follows: then it is money."""
        self.dollars -= 1
        if self.in_math or self.dollars:
            self.in_math = not self.in_math
            return ""
        return "$"

    def command(self, name: str, depth: int) -> str:
        if name in ACCENTS and (not name.isalpha() or self.comes_argument()):
            return _accented(self.argument(depth), ACCENTS[name]) or _ALONE.get(name, "")
        if name in EMPHASIS and name.isalpha():
            return self.wrapped(EMPHASIS[name], depth)
        if name == "href":
            self.argument(depth)
            return self.argument(depth)
        symbol = _symbol(name)
        if symbol is not None:
            return symbol
        if self.comes_argument():
            return self.argument(depth)
        return "" if name in SILENT or not name.isalpha() else f"\\{name}"

    def wrapped(self, tag: str, depth: int) -> str:
        return f"<{tag}>{self.argument(depth)}</{tag}>"

    def comes_argument(self) -> bool:
        following = self.tokens[self.at][0] if self.at < len(self.tokens) else ""
        return following in ("{", "\\") or following.isalpha()

    def argument(self, depth: int) -> str:
        """A group, a command, or the next character."""
        if self.at >= len(self.tokens) or depth > DEEPEST:
            return ""
        piece = self.tokens[self.at].lstrip() if self.tokens[self.at].strip() else " "
        if piece[0] in "{\\":
            self.at += 1
            return self.one(piece, depth + 1)
        rest = piece[1:]
        if rest:
            self.tokens[self.at] = rest
        else:
            self.at += 1
        return piece[0]


def _with_ligatures(text: str) -> str:
    for written, shown in LIGATURES:
        text = text.replace(written, shown)
    return text


def _accented(text: str, accent: str) -> str:
    """The accent on the first letter, in one code point where there is one."""
    if not text:
        return ""
    first = _DOTLESS.get(text[0], text[0])
    return unicodedata.normalize("NFC", first + accent) + text[1:]


def decoded(text: str) -> str:
    """The text behind the LaTeX; braces that only guard capitals are gone."""
    if not any(sign in text for sign in "\\{}$~`'-"):
        return text
    return " ".join("".join(_pieces(text)).split()).replace(_DEGREE, "\u00b0")


def _pieces(text: str) -> Iterator[str]:
    decoder = _Decoder(text)
    while decoder.at < len(decoder.tokens):
        yield decoder.group()


def verbatim(text: str) -> str:
    """An address or a number: only what had to be escaped is not, and a tilde is a tilde."""
    if not any(sign in text for sign in "\\{}$"):
        return text.strip()
    text = _TILDE.sub("~", _COMMAND.sub("", text))
    return _BRACES.sub("", _ESCAPED.sub(r"\1", text)).strip()
