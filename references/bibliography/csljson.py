"""CSL-JSON: a list of items, one item, or an object that holds the list.

Each item is read by itself, so that a broken one costs no other one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from references.bibliography import csljson_dialects
from references.bibliography.records import LARGEST_RECORD, Problem, RawRecord

LISTS = ("items", "references")
DEEPEST = 40
#: After so many broken items the rest is not looked for any more.
MOST_BROKEN = 200
#: Texts whole, brackets one by one. A text that does not end is one token up to the end.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_BARE = re.compile(r'"(?:[^"\\]++|\\.)*+"|[^,\[\]{}"]+|.', re.DOTALL)
_LIST = re.compile(r"\s*\[")
_WRAPPER = re.compile(r'\s*\{\s*"(?:items|references)"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
#: What the next item begins with. Inside of a text its quotation marks would be escaped.
_ITEM = re.compile(r'\{\s{0,40}"(?:id|type|title|citation-key|author)"\s{0,40}:')
_Read = tuple[Any, int]


class _BrokenError(ValueError):
    """`go_on` is where the next item may begin; None where nothing can."""

    def __init__(self, message: str, go_on: int | None) -> None:
        super().__init__(message)
        self.go_on = go_on


class _Lines:
    """The line of a place in the text, for places that only go forward."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def of(self, place: int) -> int:
        if place > self.at:
            self.line += self.text.count("\n", self.at, place)
            self.at = place
        return self.line


def records(data: bytes) -> Iterator[RawRecord | Problem]:
    text = data.decode().lstrip("\ufeff")
    begins = _LIST.match(text)
    for one in _elements(text, begins.end()) if begins else _single(text):
        if isinstance(one, Problem):
            yield one
        elif isinstance(one[0], Mapping):
            yield RawRecord(_key(one[0]), csljson_dialects.as_csl(one[0]), one[1])
        else:
            yield Problem(one[1], _("This is not a reference: it must be an object."))


def _elements(text: str, start: int, *, is_wrapped: bool = False) -> Iterator[_Read | Problem]:
    """The elements of a list with their lines."""
    lines, broken, at = _Lines(text), 0, _after(text, start)
    while at < len(text) and text[at] != "]":
        line = lines.of(at)
        try:
            element, end = _parsed(text, at)
            yield element, line
        except _BrokenError as wrong:
            yield Problem(line, str(wrong))
            broken += 1
            if broken >= MOST_BROKEN:
                yield Problem(lines.of(at), _("Too much is broken. What follows was not read."))
            if wrong.go_on is None or broken >= MOST_BROKEN:
                return
            end = wrong.go_on
        at = _after(text, end)
    if at >= len(text):
        yield Problem(lines.of(at), _("The file ends before its list does."))
    elif not is_wrapped and text[at + 1 :].strip():
        yield Problem(lines.of(at), _("What follows the end of the list was not read."))


def _single(text: str) -> Iterator[_Read | Problem]:
    """A single item, or the list inside an object such as `{"items": […]}`."""
    if found := _WRAPPER.match(text):
        yield from _elements(text, found.end(), is_wrapped=True)
        return
    begin = _after(text, 0)
    if begin == len(text):
        yield Problem(1, _("The file must hold a list of references."))
        return
    try:
        whole, end = _parsed(text, begin)
    except _BrokenError as wrong:
        yield Problem(1, str(wrong))
        return
    if isinstance(whole, Mapping):
        inner = next((whole[name] for name in LISTS if isinstance(whole.get(name), list)), None)
        line = 1 + text.count("\n", 0, begin)
        yield from ((element, line) for element in (inner if inner is not None else [whole]))
    else:
        yield Problem(1, _("The file must hold a list of references."))
    if text[end:].strip():
        line = 1 + text.count("\n", 0, end)
        yield Problem(line, _("What follows was not read: several references need a list."))


def _after(text: str, place: int) -> int:
    """Past white space and commas."""
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _parsed(text: str, at: int) -> _Read:
    """The value that begins at `at`, and where it ends. Raises `_BrokenError`."""
    end = _closed(text, at) if text[at] in "{[" else _bare_end(text, at)
    try:
        return json.loads(text[at:end]), end
    except json.JSONDecodeError as wrong:
        message = _("This is not JSON: %(why)s.") % {"why": wrong.msg}
        raise _BrokenError(message, _next_item(text, at + max(wrong.pos, 1), end)) from wrong
    except ValueError as wrong:
        raise _BrokenError(_("This holds a number that is too long."), end) from wrong


def _bare_end(text: str, at: int) -> int:
    found = _BARE.match(text, at)
    return found.end() if found else at + 1


def _closed(text: str, at: int) -> int:
    """Where the object or list that begins at `at` is closed. Raises `_BrokenError`."""
    depth = 0
    for token in _TOKEN.finditer(text, at, at + LARGEST_RECORD):
        if token[0] in "{[":
            depth += 1
        elif token[0] in "}]":
            depth -= 1
            if not depth:
                return token.end()
        if depth > DEEPEST:
            raise _BrokenError(_("This is nested too deeply."), _next_item(text, token.end()))
    if at + LARGEST_RECORD < len(text):
        message = _("The record is larger than any real one.")
        raise _BrokenError(message, _next_item(text, at + LARGEST_RECORD))
    message = _("This is not JSON: it does not end.")
    raise _BrokenError(message, _next_item(text, at + 1))


def _next_item(text: str, place: int, end: int | None = None) -> int | None:
    """Where the next item begins: past the brackets of this one, unless it looks to be before."""
    found = _ITEM.search(text, place, end if end is not None else len(text))
    return found.start() if found else end


def _key(item: Mapping[str, Any]) -> str:
    """Keys are text; Zotero's numbers are read as such."""
    key = item.get("id") or item.get("citation-key") or ""
    return str(key) if isinstance(key, str | int) else ""
