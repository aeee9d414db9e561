"""Prints what was set: pages of words and rules, as the bytes of a PDF."""

import datetime
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.fonts import TTFFont

from editorial.paper.faces import FACES, file_of
from editorial.paper.lines import face, scale
from editorial.paper.runs import Style

FAMILY: Final = "FiraGO"
INK: Final = (24, 35, 46)
ACCENT: Final = (10, 97, 87)
LINE: Final = (150, 162, 159)
RISE: Final = 0.36
FALL: Final = 0.16


@dataclass(frozen=True, slots=True)
class Words:
    """In points from the top left; `y` is the base line."""

    text: str
    x: float
    y: float
    size: float
    style: Style
    width: float


@dataclass(frozen=True, slots=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float


@dataclass(slots=True)
class Page:
    drawn: list[Words | Rule] = field(default_factory=list)
    #: Level, text and height of each heading.
    marks: list[tuple[int, str, float]] = field(default_factory=list)
    #: What stands on every page.
    running: list[Words | Rule] = field(default_factory=list)


def pressed(pages: Sequence[Page], *, title: str, made_at: datetime.datetime) -> bytes:
    """The PDF. Its dates are `made_at`, so that the same pages give the same bytes."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_creation_date(made_at)
    pdf.set_title(title)
    pdf.set_lang("en")
    # fpdf2 wants files. They are read until it has written, and are gone with the block.
    with tempfile.TemporaryDirectory() as folder:
        for style in FACES:
            file = Path(folder) / f"{FACES[style]}.ttf"
            file.write_bytes(file_of(style))
            pdf.add_font(FAMILY, style, file)
        level = -1
        for page in pages:
            pdf.add_page()
            for wanted, text, y in page.marks:
                # An outline may go down by one level at a time only.
                level = min(wanted - 1, level + 1)
                pdf.set_y(y)
                pdf.start_section(text, level)
            _draw(pdf, [*page.running, *page.drawn])
        made = bytes(pdf.output())
        for font in pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()
        return made


def _draw(pdf: FPDF, drawn: Iterable[Words | Rule]) -> None:
    for each in drawn:
        if isinstance(each, Rule):
            pdf.set_draw_color(*LINE)
            pdf.set_line_width(each.thickness)
            pdf.line(each.x1, each.y1, each.x2, each.y2)
        else:
            _write(pdf, each)


def _write(pdf: FPDF, words: Words) -> None:
    style, size = words.style, words.size
    y = words.y + size * (-RISE if style.raised > 0 else FALL if style.raised else 0)
    pdf.set_font(FAMILY, face(style), size * scale(style))
    pdf.set_text_color(*(ACCENT if style.href else INK))
    pdf.text(words.x, y, words.text)
    if style.href:
        pdf.link(words.x, y - size, words.width, size * 1.2, style.href)
