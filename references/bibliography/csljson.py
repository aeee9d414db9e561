"""CSL-JSON: a list of items, one item, or an object that holds the list."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from references.bibliography.records import Problem, RawRecord

LISTS = ("items", "references")
_DECODER = json.JSONDecoder()
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_BETWEEN = re.compile(r"[\s,]*")


class _Lines:
    """The line of a place in the text, for places that only go forward."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def of(self, place: int) -> int:
        if place > self.at:
            self.line += self.text.count("\n", self.at, place)
            self.at = place
        return self.line


def _end_of_broken(text: str, start: int) -> int | None:
    """Where the object that begins at `start` is closed, by its brackets alone."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token[0] in "{[":
            depth += 1
        elif token[0] in "}]":
            depth -= 1
            if depth <= 0:
                return token.end()
    return None


def _parsed(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start`. Raises `ValueError` with a text for people."""
    try:
        return _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as wrong:
        raise ValueError(_("This is not JSON: %(why)s.") % {"why": wrong.msg}) from wrong
    except RecursionError as wrong:
        raise ValueError(_("This is nested too deeply.")) from wrong
    except ValueError as wrong:
        raise ValueError(_("This holds a number that is too long.")) from wrong


def _elements(text: str, start: int) -> Iterator[tuple[Any, int] | Problem]:
    """The elements of a list one by one, so that a broken one costs only itself."""
    lines = _Lines(text)
    at = _BETWEEN.match(text, start).end()  # type: ignore[union-attr]
    while at < len(text) and text[at] != "]":
        line = lines.of(at)
        try:
            element, end = _parsed(text, at)
            yield element, line
        except ValueError as wrong:
            yield Problem(line, str(wrong))
            broken_until = _end_of_broken(text, at) if text[at] in "{[" else None
            if broken_until is None:
                return
            end = broken_until
        at = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]
    if at >= len(text):
        yield Problem(lines.of(at), _("The file ends before its list does."))
    elif text[at + 1 :].strip():
        yield Problem(lines.of(at), _("What follows the end of the list was not read."))


def _list_in(text: str) -> Iterator[tuple[Any, int] | Problem]:
    """A single item, or the list inside an object such as `{"items": […]}`."""
    try:
        whole, end = _parsed(text, 0)
    except ValueError as wrong:
        yield Problem(1, str(wrong))
        return
    if isinstance(whole, Mapping):
        inner = next((whole[name] for name in LISTS if isinstance(whole.get(name), list)), None)
        yield from ((element, 1) for element in (inner if inner is not None else [whole]))
    else:
        yield Problem(1, _("The file must hold a list of references."))
    if text[end:].strip():
        line = 1 + text.count("\n", 0, end)
        yield Problem(line, _("What follows was not read: several references need a list."))


def records(text: str) -> list[RawRecord | Problem]:
    text = text.strip("\ufeff")
    stripped = text.lstrip()
    before = len(text) - len(stripped)
    found = _elements(text, before + 1) if stripped.startswith("[") else _list_in(stripped)
    result: list[RawRecord | Problem] = []
    for one in found:
        if isinstance(one, Problem):
            result.append(one)
        elif isinstance(one[0], Mapping):
            result.append(RawRecord(_key(one[0]), one[0], one[1]))
        else:
            result.append(Problem(one[1], _("This is not a reference: it must be an object.")))
    return result


def _key(item: Mapping[str, Any]) -> str:
    """Keys are text; Zotero's numbers are read as such."""
    key = item.get("id") or item.get("citation-key") or ""
    return str(key) if isinstance(key, str | int) else ""
