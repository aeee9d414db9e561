"""Pandoc's fenced divs: `::: plain-language` up to the `:::` that closes it. They may nest."""

import re
from typing import Final

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from articles.importing.exceptions import TextRefused

_FENCE: Final = re.compile(r":{3,}[ \t]*(?P<name>\{[^{}]*\}|[\w.-]+)?[ \t]*:*[ \t]*")
_CLASS: Final = re.compile(r"\.([\w-]+)")


INTERRUPTED: Final = ["paragraph", "reference", "blockquote", "list"]


def add_to(parser: MarkdownIt) -> None:
    parser.block.ruler.before("fence", "div", _div, {"alt": INTERRUPTED})


def _div(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    fence = _fence_at(state, start)
    if fence is None:
        return False
    if silent:
        return True
    if fence["name"] is None:
        raise TextRefused(_("“:::” ends a block here that never began."), _line(state, start))
    close = _close_of(state, start, end)
    token = state.push("div_open", "div", 1)
    token.map = [start, close + 1]
    token.meta = {"name": _name(fence["name"])}
    parent, last = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    state.md.block.tokenize(state, start + 1, close)
    state.parentType, state.lineMax = parent, last
    state.push("div_close", "div", -1).meta = token.meta
    state.line = close + 1
    return True


def _fence_at(state: StateBlock, line: int) -> re.Match[str] | None:
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith(":::", begin) or state.is_code_block(line):
        return None
    return _FENCE.fullmatch(state.src, begin, state.eMarks[line])


def _close_of(state: StateBlock, start: int, end: int) -> int:
    depth = 1
    for line in range(start + 1, end):
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            break
        if fence := _fence_at(state, line):
            depth += 1 if fence["name"] else -1
            if depth == 0:
                return line
    raise TextRefused(
        _("The block that begins here has no end. Close it with a line “:::”."),
        _line(state, start),
    )


def _line(state: StateBlock, line: int) -> int:
    return int(state.env.get("first_line", 1)) + line


def _name(written: str) -> str:
    """`note`, `{.note}` and `{#id .note title="x"}` are a note."""
    if not written.startswith("{"):
        return written.lstrip(".").lower()
    classes = _CLASS.findall(written)
    return classes[0].lower() if classes else ""
