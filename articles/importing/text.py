"""From Markdown to sections in the canonical HTML of `articles.text`, citations by their keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _
from markdown_it.token import Token
from markdown_it.utils import EnvType

from articles.importing.exceptions import TextRefused
from articles.importing.inspection import PLAIN_LANGUAGE, Findings, inspect
from articles.importing.markdown import PARSER
from articles.text.exceptions import TextError
from articles.text.sanitise import sanitise
from articles.text.schema import MOST_SECTIONS

LONGEST_HEADING: Final = 200
LONGEST_LINE: Final = 200_000
_SECTION_HEADINGS: Final = frozenset({"h1", "h2"})


@dataclass(frozen=True, slots=True)
class ParsedSection:
    """One section, both audiences; citations are unresolved, under the keys of the file."""

    heading: str
    body: str
    plain_language: str
    line: int


@dataclass(slots=True)
class _Draft:
    line: int
    heading: str = ""
    body: list[Token] = field(default_factory=list)
    plain: list[Token] = field(default_factory=list)


def parse(
    markdown: str, *, title: str, first_line: int = 1
) -> tuple[list[ParsedSection], Findings]:
    """The sections of a text that begins at `first_line` of its file. Raises `TextRefused`.

    A first heading that repeats the title is left out.
    """
    lines = markdown.split("\n")
    for number, line in enumerate(lines, start=first_line):
        if len(line) > LONGEST_LINE:
            raise TextRefused(_("This line is too long. Break it into paragraphs."), number)
    env: EnvType = {"first_line": first_line}
    tokens = PARSER.parse(markdown, env)
    findings = inspect(tokens, lines, first_line)
    drafts = list(_drafts(list(_blocks(tokens)), title, first_line))
    if len(drafts) > MOST_SECTIONS:
        message = _("An article has at most %(count)d sections. Split it.")
        raise TextRefused(message % {"count": MOST_SECTIONS}, drafts[MOST_SECTIONS].line)
    return [_finished(draft, env) for draft in drafts], findings


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens of one block after the other."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []


def _drafts(blocks: list[list[Token]], title: str, first_line: int) -> Iterator[_Draft]:
    draft = _Draft(first_line)
    is_first = True
    for index, block in enumerate(blocks):
        opening = block[0]
        line = first_line + (opening.map[0] if opening.map else 0)
        if opening.type == "heading_open" and opening.tag in _SECTION_HEADINGS:
            heading = _words(block[1])
            if not (index == 0 and heading.casefold() == title.casefold()):
                if not is_first or draft.body or draft.plain:
                    yield draft
                draft, is_first = _Draft(line, _fitting(heading, line)), False
            draft.body.extend(_citations_of_heading(block[1]))
        elif opening.type == "div_open" and opening.meta["name"] == PLAIN_LANGUAGE:
            draft.plain.extend(block)
        else:
            draft.body.extend(_captioned(draft.body, block))
    if not is_first or draft.body or draft.plain:
        yield draft


def _fitting(heading: str, line: int) -> str:
    if len(heading) > LONGEST_HEADING:
        raise TextRefused(
            _("A heading has at most %(limit)d characters.") % {"limit": LONGEST_HEADING}, line
        )
    return heading


def _words(inline: Token) -> str:
    """The text of a heading, without its marks."""
    written = (
        " " if token.type in {"softbreak", "hardbreak"} else token.content
        for token in inline.children or []
    )
    return " ".join("".join(written).split())


def _citations_of_heading(inline: Token) -> list[Token]:
    """A heading is plain text, so what it cites opens its section."""
    citations = [token for token in inline.children or [] if token.type == "citation"]
    if not citations:
        return []
    paragraph = Token("inline", "", 0, children=citations)
    return [Token("paragraph_open", "p", 1), paragraph, Token("paragraph_close", "p", -1)]


def _captioned(before: list[Token], block: list[Token]) -> list[Token]:
    """A paragraph “Table: …” right after a table is its caption, and goes into the table."""
    if not before or before[-1].type != "table_close" or block[0].type != "paragraph_open":
        return block
    text = (block[1].children or [Token("", "", 0)])[0]
    mark = next((m for m in ("Table: ", ": ") if text.content.startswith(m)), None)
    if text.type != "text" or mark is None:
        return block
    text.content = text.content.removeprefix(mark)
    opening = max(at for at, token in enumerate(before) if token.type == "table_open")
    before[opening + 1 : opening + 1] = [
        Token("caption_open", "caption", 1),
        block[1],
        Token("caption_close", "caption", -1),
    ]
    return []


def _finished(draft: _Draft, env: EnvType) -> ParsedSection:
    try:
        return ParsedSection(
            heading=draft.heading,
            body=_html(draft.body, env),
            plain_language=_html(draft.plain, env),
            line=draft.line,
        )
    except TextError as error:
        raise TextRefused(str(error), draft.line) from error


def _html(tokens: list[Token], env: EnvType) -> str:
    return sanitise(PARSER.renderer.render(_tightened(tokens), PARSER.options, env))


def _tightened(tokens: list[Token]) -> list[Token]:
    """No line break before a superscript number that closes a line."""
    for token in tokens:
        children = token.children or []
        for before, after in pairwise(children):
            if before.type == "softbreak" and after.type == "citation" and after.meta["close"]:
                before.type, before.tag = "text", ""
    return tokens
