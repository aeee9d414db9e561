"""Sentences that a reader could act on, and that name no source.

A hint for the editor, not proof: it looks for doses, durations, indications and contraindications
by their wording, in English.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from articles.text import plain, tree
from articles.text.tree import Node


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence without a citation; `block` counts the text's paragraphs, items, rows from 0."""

    sentence: str
    block: int
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return self.sentence


def uncited_claims(html: str) -> list[Claim]:
    """The sentences of a sanitised text that state a dose, duration, indication or
    contraindication and carry no citation, neither inside nor right after their full stop.
    """
    return [
        Claim(sentence.replace(CITATION, "").strip(), block, kinds)
        for block, line in enumerate(plain.leaves(tree.parse(html)))
        for sentence in sentences(_with_places_of_citations(line))
        if CITATION not in sentence and (kinds := kinds_of(sentence))
    ]


CITATION: Final = "\x00"  # sanitised text never holds it


def _with_places_of_citations(nodes: Iterable[Node]) -> str:
    return "".join(_pieces(nodes))


def _pieces(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag == "cite":
            yield CITATION
        elif node.tag == "br":
            yield "\n"
        else:
            yield from _pieces(node.children)


# A full stop with the quotes and brackets that close after it, and the citations that follow.
_STOP: Final = re.compile(
    r"[.!?\u2026]{1,9}[\"'\u2019\u201d)\]]{0,9}(?:[ \xa0]?\x00)*(?=\s|$|(?<=\x00))|\n"
)
_LAST_WORD: Final = re.compile(r"[\w.]{1,20}$")
_NEXT: Final = re.compile(r"[\s\"'\u2018\u201c(\[]{0,9}(\w?)")

# Followed by a name or a number, whatever its case.
_NEVER_LAST: Final = frozenset(
    {"e.g", "i.e", "eg", "ie", "dr", "prof", "mr", "mrs", "ms", "st", "vs", "cf", "approx", "ca"}
    | {"fig", "figs", "eq", "ref", "refs", "viz", "incl", "resp"}
)


def sentences(text: str) -> list[str]:
    """The sentences of one block, each with the citations directly after its full stop."""
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop[0] == "\n" or _ends_sentence(text, start, stop):
            found.append(text[start : stop.end()])
            start = stop.end()
    found.append(text[start:])
    return [sentence.strip() for sentence in found if sentence.strip()]


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Not after an abbreviation, and not if the text goes on in lower case.

    "5 mg. Then" ends one, "5 mg. daily" does not; nor does "No. 5".
    """
    if not stop[0].startswith("."):
        return True
    before = _LAST_WORD.search(text, max(start, stop.start() - 20), stop.start())
    word = before[0] if before else ""
    if word.lower() in _NEVER_LAST:
        return False
    following = _NEXT.match(text, stop.end())
    first = following[1] if following else ""
    if first.isdigit():
        return word not in {"No", "no", "nos"}
    return not first.islower()


# Every repetition is bounded, so that no text takes more than linear time.
_NUMBER = r"\d{1,9}(?:[.,\xb7]\d{1,9}){0,3}"
_NUMBERS = rf"(?:{_NUMBER}(?: ?(?:[-\u2010-\u2014]|to|or) ?{_NUMBER})?)"
_COUNT = (
    rf"(?:{_NUMBERS}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several"
    r"|a few|a couple of)"
)
_UNIT = (
    r"(?:mg|g|mcg|[\xb5\u03bc]g|ug|ng|ml|\xb5l|\u03bcl|cc|mmol|meq|miu|iu|i\.u\.|u|units?|gy"
    r"|tablets?|capsules?|drops?|puffs?|sprays?|sachets?|patches|ampoules?|teaspoons?)"
)
_PERIOD = r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?)"

# A concentration ("10 mg/L") or a clearance ("60 mL/min") is a finding, not a dose; an age is not
# a duration.
_NOT_A_DOSE = r"(?! ?(?:/ ?(?:[dm\xb5]?l|min)\b|per (?:deci|milli)?lit(?:re|er)))"
_NOT_AN_AGE = r"(?![ -]?(?:old|of age)\b)"

PATTERNS: Final = {
    "dose": re.compile(
        rf"\b{_NUMBERS}[ -]?{_UNIT}\b{_NOT_A_DOSE}"
        r"|\b(?:once|twice|thrice|(?:two|three|four|\d) times) "
        r"(?:daily|weekly|monthly|(?:a|per|each) (?:day|week|month))\b"
        rf"|\bevery {_COUNT} ?{_PERIOD}\b"
        r"|\b(?:maximum|starting|initial|loading|maintenance|daily) dose (?:is|of)\b"
        r"|\b(?:b\.?i\.?d|t\.?i\.?d|q\.?i\.?d)\b",
        re.I,
    ),
    "duration": re.compile(
        rf"(?<!aged )(?<!age )\b{_COUNT}[ -]?{_PERIOD}\b{_NOT_AN_AGE}",
        re.I,
    ),
    "contraindication": re.compile(
        r"\bcontra-?indicat"
        r"|\b(?:should|must|can) ?(?:not|never) be (?:\w{1,40}ly )?"
        r"(?:used|given|taken|prescribed|administered|combined|started|offered|injected)\b"
        r"|\bnot (?:be )?(?:recommended|indicated|approved|licen[sc]ed|suitable)\b"
        r"|\b(?:should|must) be avoided\b|\bdo not (?:use|give|take|prescribe)\b"
        r"|\bavoid (?:\w{1,40} ){0,3}(?:in|during|with)\b",
        re.I,
    ),
    "indication": re.compile(
        r"(?<!contra)(?<!contra-)(?<!not )\bindicated (?:for|in|as|when|if|to)\b"
        r"|\b(?:is|are) (?:only |also )?indicated\b|\bindications? (?:is|are|include)\b"
        r"|\b(?:is|are) (?:(?!not )\w{1,40} )?(?:approved|licen[sc]ed|recommended) (?:for|in|as)\b"
        r"|\bfirst[- ]line\b",
        re.I,
    ),
}


def kinds_of(sentence: str) -> tuple[str, ...]:
    """Which of dose, duration, contraindication, indication a sentence states."""
    spaced = sentence.replace("\xa0", " ")
    return tuple(kind for kind, pattern in PATTERNS.items() if pattern.search(spaced))
