"""The four faces our PDFs are set in, and which characters they can show.

FiraGO (SIL Open Font License 1.1) comes with the `pymupdf-fonts` wheel, as bytes inside Python
modules: no file of the machine is read, so that a PDF looks the same on every machine.
"""

import io
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import pymupdf_fonts
from fontTools.ttLib import TTFont

#: Style as fpdf2 calls it → name in the wheel.
FACES: Final[Mapping[str, str]] = {"": "figo", "B": "figbo", "I": "figit", "BI": "figbi"}
SPACES: Final = frozenset(
    "\t\n\r\x0b\x0c\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"
)
FIXED_SPACES: Final = frozenset("\u2007\u202f\u2060\ufeff")
SOFT_HYPHEN: Final = "\xad"
#: Scripts that are written from the right or whose letters change beside each other. Set letter by
#: letter they would say something else, so that their characters are named instead.
NEEDS_SHAPING: Final = frozenset({"R", "AL", "AN"})
INDIC_TO_THAI: Final = range(0x0900, 0x1000)


def file_of(style: str) -> bytes:
    """The TrueType file of a style: "", "B", "I" or "BI"."""
    font: bytes = pymupdf_fonts.myfont(FACES[style])
    return font


@cache
def widths(style: str) -> Mapping[str, float]:
    """The width of each character it can show, in units of the type size."""
    with TTFont(io.BytesIO(file_of(style)), lazy=True) as font:
        advances = font["hmtx"].metrics
        units = font["head"].unitsPerEm
        return {chr(code): advances[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def printable(text: str) -> str:
    """The text in characters that every face has; any other is named: [U+1F9E0].

    What cannot be seen (a change of direction, a space of no width) is named too: whoever reads
    what they sign must see it. Line breaks and tabs become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(unicodedata.normalize("NFC", text)))


def _shown(text: str) -> Iterator[str]:
    for character in text:
        if character in SPACES:
            yield " "
        elif character in FIXED_SPACES:
            yield "\xa0"
        elif character in _every_face_has():
            yield character
        elif character != SOFT_HYPHEN:
            yield f"[U+{ord(character):04X}]"


@cache
def _every_face_has() -> frozenset[str]:
    shared = set.intersection(*(set(widths(style)) for style in FACES))
    return frozenset(
        character
        for character in shared
        if unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
        and unicodedata.bidirectional(character) not in NEEDS_SHAPING
        and ord(character) not in INDIC_TO_THAI
    )
