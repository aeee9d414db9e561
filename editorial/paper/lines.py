"""Breaks styled text into lines: greedily, at spaces, in one pass; a word too long anywhere."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from editorial.paper.faces import widths
from editorial.paper.runs import Run, Style

SCRIPT_SIZE: Final = 0.7
#: Between words; a no-break space is no place to break.
_PIECE = re.compile(r"\n| +|[^ \n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    style: Style
    width: float


@dataclass(slots=True)
class Line:
    pieces: list[Piece] = field(default_factory=list)
    width: float = 0.0

    def add(self, piece: Piece) -> None:
        """Beside a piece of its own style, it becomes one with it."""
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.style == piece.style:
            width = last.width + piece.width
            self.pieces[-1] = Piece(last.text + piece.text, last.style, width)
        else:
            self.pieces.append(piece)
        self.width += piece.width


def face(style: Style) -> str:
    return ("B" if style.bold else "") + ("I" if style.italic else "")


def scale(style: Style) -> float:
    return SCRIPT_SIZE if style.raised else 1.0


def measure(text: str, style: Style, size: float) -> float:
    """In points; the text is printable (see faces)."""
    known = widths(face(style))
    return sum(map(known.__getitem__, text)) * size * scale(style)


def broken(runs: Iterable[Run], width: float, size: float) -> list[Line]:
    """The lines, none wider than `width` unless one character is."""
    lines = [Line()]
    space: Piece | None = None
    for word in _words(runs, size):
        if isinstance(word, Piece):
            if word.text == "\n":
                lines.append(Line())
                space = None
            else:
                space = word
            continue
        length = sum(piece.width for piece in word)
        line = lines[-1]
        if line.pieces and line.width + (space.width if space else 0) + length > width:
            lines.append(Line())
        elif line.pieces and space is not None:
            line.add(space)
        space = None
        if length <= width:
            for piece in word:
                lines[-1].add(piece)
        else:
            _split(word, lines, width, size)
    return lines


def _words(runs: Iterable[Run], size: float) -> Iterator[Piece | list[Piece]]:
    """Each blank or line break as a piece; what stands together as a list, across styles."""
    word: list[Piece] = []
    for text, style in runs:
        for text_piece in _PIECE.findall(text):
            if text_piece == "\n" or text_piece[0] == " ":
                if word:
                    yield word
                    word = []
                blank = "\n" if text_piece == "\n" else " "
                yield Piece(blank, style, 0 if blank == "\n" else measure(" ", style, size))
            else:
                word.append(Piece(text_piece, style, measure(text_piece, style, size)))
    if word:
        yield word


def _split(word: list[Piece], lines: list[Line], width: float, size: float) -> None:
    for piece in word:
        start, length = 0, 0.0
        for position, character in enumerate(piece.text):
            step = measure(character, piece.style, size)
            if lines[-1].width + length + step > width and (lines[-1].pieces or length):
                if length:
                    lines[-1].add(Piece(piece.text[start:position], piece.style, length))
                lines.append(Line())
                start, length = position, 0.0
            length += step
        lines[-1].add(Piece(piece.text[start:], piece.style, length))
