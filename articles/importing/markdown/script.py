"""`H~2~O` and `10^3^`. No space inside, unless it belongs to a group of citations."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_TAGS: Final = {"~": "sub", "^": "sup"}
_CONTENT: Final = {
    mark: re.compile(
        rf"{re.escape(mark)}((?:\\.|\[[^\[\]]*\]|[^\s\\\[\]{re.escape(mark)}])+){re.escape(mark)}"
    )
    for mark in _TAGS
}


def add_to(parser: MarkdownIt) -> None:
    parser.inline.ruler.after("strikethrough", "script", _script)


def _script(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    tag = _TAGS.get(state.src[state.pos])
    if tag is None:
        return False
    found = _CONTENT[state.src[state.pos]].match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        end = state.posMax
        state.push(f"{tag}_open", tag, 1)
        state.pos, state.posMax = found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push(f"{tag}_close", tag, -1)
    state.pos = found.end()
    return True
