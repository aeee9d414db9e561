"""`[@a]`, `[@a; @b]`, `[see @a, p. 4]` and `@a`.

Pandoc prints what stands around a key inside the brackets. So do we, in parentheses: nothing that
an author wrote is lost, and the number itself stays a number.
"""

import re
from collections.abc import Callable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline

from articles.importing.keys import CITATION, tidied

_KEY: Final = rf"(?<![\w\\])-?{CITATION.pattern}".replace("?P<braced>", "").replace("?P<bare>", "")
_ONLY_KEYS: Final = re.compile(rf"\[\s*{_KEY}(?:\s*;\s*{_KEY})*\s*\]")
_WITH_WORDS: Final = re.compile(rf"\[(?=[^\[\]]*{_KEY})(?P<words>[^\[\]]*)\](?!\()")
_STARTS_WITH_KEY: Final = re.compile(r"\[\s*-?@")


def add_to(parser: MarkdownIt) -> None:
    parser.inline.ruler.before("link", "citations", _citations)
    parser.inline.ruler.before("link", "citation", _citation)
    parser.block.ruler.at("reference", _definition)


def _citations(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A group in square brackets."""
    if state.src[state.pos] != "[":
        return False
    if found := _ONLY_KEYS.match(state.src, state.pos, state.posMax):
        if not silent:
            # A superscript follows its word or its full stop directly.
            state.pending = state.pending.rstrip(" ")
            for key in CITATION.finditer(found[0]):
                _push(state, key, is_close=True)
    elif found := _WITH_WORDS.match(state.src, state.pos, state.posMax):
        if not silent:
            state.pending += "("
            _tokenize(state, found.start("words"), found.end("words"))
            state.pending += ")"
    else:
        return False
    state.pos = found.end()
    return True


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """A key in the running text; `-@a` is Pandoc's way to leave out the author."""
    start = state.pos
    if state.src[start] == "-" and state.src[start + 1 : start + 2] == "@":
        start += 1
    if state.src[start] != "@" or (state.pos and _is_word(state.src[state.pos - 1])):
        return False
    found = CITATION.match(state.src, start, state.posMax)
    if found is None or not tidied(found["braced"] or found["bare"]):
        return False
    if not silent:
        _push(state, found, is_close=False)
    state.pos = found.end()
    return True


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _push(state: StateInline, found: re.Match[str], *, is_close: bool) -> None:
    token = state.push("citation", "cite", 0)
    token.meta = {"key": tidied(found["braced"] or found["bare"]) or "?", "close": is_close}


def _tokenize(state: StateInline, start: int, end: int) -> None:
    """Read a part of the paragraph as the rules read the whole."""
    pos, end_before = state.pos, state.posMax
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.pos, state.posMax = pos, end_before


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A link's address (`[name]: https://…`), unless the name is a key: that is a sentence."""
    rule: Callable[[StateBlock, int, int, bool], bool] = reference
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return not _STARTS_WITH_KEY.match(line) and rule(state, start, end, silent)
