"""What a parsed text cites, and what in it will not come through as it was written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from articles.importing.exceptions import Note, TextRefused
from articles.importing.markdown import DEEPEST
from articles.text.schema import CALLOUTS, LONGEST_KEY, is_permitted_link

PLAIN_LANGUAGE: Final = "plain-language"

_BLOCK_NOTES: Final = {
    "fence": gettext_lazy("Code is imported as plain text."),
    "code_block": gettext_lazy("Indented text is code in Markdown; imported as plain text."),
}
_INLINE_NOTES: Final = {
    "image": gettext_lazy("Images are not imported; its description is, as text."),
    "s_open": gettext_lazy("Struck-out text is left out."),
}


@dataclass(frozen=True, slots=True)
class CitedKey:
    """One use of a key."""

    key: str
    line: int


@dataclass(slots=True)
class Findings:
    """In the order of the text."""

    citations: list[CitedKey] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def inspect(tokens: Sequence[Token], lines: Sequence[str], first_line: int) -> Findings:
    """Walk through the text, of which `lines` are the lines. Raises `TextRefused`."""
    found = Findings()
    line = first_line
    for token in tokens:
        if token.map:
            line = first_line + token.map[0]
        _refuse_too_deep(token, line)
        match token.type:
            case "inline":
                _inline(token, line, found)
            case "div_open":
                _div(token, line, found)
            case kind if kind in _BLOCK_NOTES:
                found.notes.append(Note(line, str(_BLOCK_NOTES[kind])))
    _refuse_long_rows(tokens, lines, first_line)
    return found


def _refuse_too_deep(token: Token, line: int) -> None:
    if token.level >= DEEPEST - 1:
        raise TextRefused(_("The text is nested too deeply here. Use fewer levels."), line)


def _refuse_long_rows(tokens: Sequence[Token], lines: Sequence[str], first_line: int) -> None:
    """What stands in a row beyond the columns of its table's head would be lost."""
    columns = 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map and _cells(lines[token.map[0]]) > columns > 0:
            raise TextRefused(
                _("This row has more cells than the head of its table. Add columns to it."),
                first_line + token.map[0],
            )


def _cells(line: str) -> int:
    """How many cells a row has; it may stand in a quotation."""
    cells = escapedSplit(line.strip("> \t"))
    return len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")


def _div(token: Token, line: int, found: Findings) -> None:
    name = token.meta["name"]
    if name == PLAIN_LANGUAGE and token.level:
        raise TextRefused(
            _("A plain-language block must stand on its own, not inside a list or another block."),
            line,
        )
    if name != PLAIN_LANGUAGE and name not in CALLOUTS:
        found.notes.append(
            Note(
                line,
                _("“::: %(name)s” means nothing here; its text is kept. Known: %(known)s.")
                % {"name": name, "known": ", ".join((PLAIN_LANGUAGE, *CALLOUTS))},
            )
        )


def _inline(token: Token, line: int, found: Findings) -> None:
    struck_out = 0
    for inner in _every(token.children or []):
        struck_out += {"s_open": 1, "s_close": -1}.get(inner.type, 0)
        match inner.type:
            case "softbreak" | "hardbreak":
                line += 1
            case "citation" if not struck_out:
                if len(inner.meta["key"]) > LONGEST_KEY:
                    raise TextRefused(_("This citation key is too long."), line)
                found.citations.append(CitedKey(inner.meta["key"], line))
            case "link_open" if not is_permitted_link(str(inner.attrGet("href") or "")):
                found.notes.append(
                    Note(line, _("A link must be a complete web or mail address; kept as text."))
                )
            case kind if kind in _INLINE_NOTES:
                found.notes.append(Note(line, str(_INLINE_NOTES[kind])))


def _every(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.type == "image":
            yield from _every(token.children or [])
