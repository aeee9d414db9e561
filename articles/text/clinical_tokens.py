"""A text as the sequence of what it says: words, numbers, units, signs, citations and links.

Punctuation, emphasis and spaces are left out where they say nothing; where they do (a decimal
comma, a range, a superscript, the letter of “K1”) they are tokens. Every expression is linear.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from articles.text import citations, inline, schema, tree
from articles.text.lexicon import Meaning, is_exact, meaning_of
from articles.text.tree import Element, Node


class Token(NamedTuple):
    """What it says (`key`: equal where it says the same), and how it is written.

    `before` is the punctuation between it and the token before: "", or of "," ";" "." "?" those
    that there are. `hyphened` is whether only a hyphen stands there.
    """

    key: str
    text: str
    meaning: Meaning | None = None
    before: str = ""
    hyphened: bool = False

    @property
    def has_capital(self) -> bool:
        """Of words that may be names; a lone letter is none."""
        return len(self.key) > 1 and self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Layout:
    """A text's blocks: `shape` names every block and where it holds words, `texts` are the words.

    Within a text, what is no character is written between two NUL, which no text holds.
    """

    shape: tuple[str, ...]
    texts: tuple[str, ...]


def layout(html: str) -> Layout:
    """Paragraphs, items and cells of a sanitised text, each with its words."""
    shape: list[str] = []
    texts: list[str] = []
    _lay_out(tree.parse(html), shape, texts)
    return Layout(tuple(shape), tuple(texts))


def _lay_out(nodes: Iterable[Node], shape: list[str], texts: list[str]) -> None:
    line: list[str] = []

    def end_line() -> None:
        if words := "".join(line).strip():
            shape.append("words")
            texts.append(words)
        line.clear()

    for node in nodes:
        if isinstance(node, str) or node.tag in schema.INLINE:
            line.extend(_written([node]))
            continue
        end_line()
        said = " ".join(f"{name}={value}" for name, value in sorted(node.attributes.items()))
        shape.append(f"<{node.tag} {said}>")
        _lay_out(node.children, shape, texts)
        shape.append(f"</{node.tag}>")
    end_line()


def _written(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag in {"br", "cite"}:
            yield _mark(node)
        elif node.tag in {"sub", "sup", "a"}:
            yield _mark(node)
            yield from _written(node.children)
            yield f"\0/{node.tag}\0"
        else:
            yield from _written(node.children)


def _mark(element: Element) -> str:
    if element.tag == "cite":
        cited = citations.of_element(element)
        return f"\0cite {cited.reference_id or cited.key}\0"
    return f"\0{element.tag} {element.attributes.get('href', '')}\0"


def plain(text: str) -> str:
    """A title, summary or heading, as `tokens` reads it."""
    return unicodedata.normalize("NFC", inline.tidy_text(text)).strip()


# Digits of every script; superscript, subscript, circled digits; fractions; Roman numerals.
_DIGIT: Final = (
    r"[\d\xb2\xb3\xb9\xbc-\xbe\u0bf0-\u0bf2\u2070-\u2079\u2080-\u2089\u2150-\u2189\u2460-\u249b"
    r"\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3248-\u324f\u3280-\u3289]"
)
_LETTER: Final = rf"(?!{_DIGIT})[^\W_]"
_APOSTROPHE: Final = r"['\u2019\u02bc]"
_DASH: Final = r"[-\u2010-\u2015\u2e3a\u2e3b]"
_WITHIN_NUMBERS: Final = r"[.,:/\xb7'\u2019\u066b\u066c\u2044\u2215\u2009\u202f^-]|[\u2010-\u2015]"
_TOKEN: Final = re.compile(
    r"(?P<mark>\x00[^\x00]*\x00)"
    rf"|(?P<number>(?:(?<![^\W_])[.,\xb7](?={_DIGIT}))?{_DIGIT}+(?:(?:{_WITHIN_NUMBERS}){_DIGIT}+)*)"
    rf"|(?P<word>(?:{_LETTER})+(?:{_APOSTROPHE}(?:{_LETTER})+)*)"
    r"|(?P<space>\s+)"
    rf"|(?P<dash>{_DASH})"
    r"|(?P<stop>[.,;:!?\u2026])"
    r"|(?P<around>['\"\u2018-\u201f\xab\xbb\xb4`()\[\]{}])"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_MARKS: Final = {"cite": Meaning.CITATION, "a": Meaning.LINK, "/a": Meaning.LINK}
_SHOWN: Final = {"cite": "[…]", "a": "[link]", "/a": "[end of link]", "br": "[new line]"}
_RANGE: Final = re.compile(r"[-\u2010-\u2014]")
#: How a stop parts what stands before it from what follows.
_STOPS: Final = {",": ",", ";": ";", ":": ";", "?": "?"}
GLUED: Final = "\u2040"


def tokens(text: str) -> list[Token]:
    """What a text of a layout, or a plain one, says. A line of any length, in linear time."""
    found: list[Token] = []
    stops = ""
    hyphened = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        if kind in {"dash", "stop", "around"}:
            if _counts(match, text):
                found.append(_sign(match[0], stops))
                stops, hyphened = "", False
            else:
                hyphened = kind == "dash"
                stops += _stop(match, text)
            continue
        if _is_glued(match, text, found):
            found.append(Token(GLUED, "", Meaning.SIGN))
        found.append(_token(match, "".join(sorted(set(stops))), hyphened=hyphened))
        stops, hyphened = "", False
    return found


def ends_as_a_question(text: str) -> bool:
    return text.rstrip("\"'\u201d\u2019)] ").endswith("?")


def _token(match: re.Match[str], before: str, *, hyphened: bool) -> Token:
    text = match[0]
    if match["mark"]:
        name = text.strip("\0").split(" ")[0]
        return Token(text, _SHOWN.get(name, ""), _MARKS.get(name, Meaning.SIGN), before)
    if match["number"]:
        return Token(_RANGE.sub("-", text), text, Meaning.NUMBER, before, hyphened)
    if match["sign"]:
        return _sign(text, before)
    word = re.sub(_APOSTROPHE, "", text).replace("\xb5", "\u03bc")
    key = word if is_exact(word) else word.casefold()
    return Token(key, text, meaning_of(word), before, hyphened)


def _sign(text: str, before: str) -> Token:
    return Token(_RANGE.sub("-", text), text, Meaning.SIGN, before)


def _counts(match: re.Match[str], text: str) -> bool:
    """Whether this piece of punctuation belongs to a number beside it.

    Not the stop after “5 mg in 10.” nor the hyphen of “5-day”; but the minus of “-5”, a dash
    between two numbers, the dots of “5 ... 10”, the mark after a number of feet, and the comma
    of “5,mg”.
    """
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if match["dash"]:
        if (before.isalpha() and after.isalnum()) or (before.isnumeric() and after.isalpha()):
            return False
        near = text[max(start - 2, 0) : start].rstrip()[-1:], text[end : end + 2].lstrip()[:1]
        return any(character.isnumeric() for character in near)
    if match["stop"]:
        is_range = match[0] == "\u2026" or after == "."
        ends_a_number = text[max(start - 2, 0) : start].rstrip()[-1:].isnumeric()
        return (
            after.isnumeric()
            or (before.isnumeric() and after.isalpha())
            or (is_range and ends_a_number)
        )
    return match[0] not in "()[]{}" and (before.isnumeric() or after.isnumeric())


def _stop(match: re.Match[str], text: str) -> str:
    """Full stops count where a sentence begins after them: “5 mg. daily” is one sentence."""
    if match["dash"]:
        apart = text[match.start() - 1 : match.start()].isspace()
        return "," if apart else ""
    if match["around"]:
        return ""
    if known := _STOPS.get(match[0]):
        return known
    following = _AFTER.match(text, match.end())
    return "" if following and (following[1].islower() or following[1].isnumeric()) else "."


_AFTER: Final = re.compile(r"[^\w\x00]{0,9}(\w)")


def _is_glued(match: re.Match[str], text: str, found: list[Token]) -> bool:
    """Whether a number follows a letter without a space, or a letter that is no unit a number."""
    start = match.start()
    before = text[start - 1 : start] if start else ""
    if match["number"]:
        return before.isalpha()
    if match["word"]:
        is_unit = meaning_of(match[0].replace("\xb5", "\u03bc")) is Meaning.UNIT
        return before.isnumeric() and not is_unit and bool(found)
    return False
