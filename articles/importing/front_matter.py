"""The YAML block at the top of a file, with the line of everything in it.

Every value is text, as it is written: `no` is a word here, not false, and 2025-11-01 a string that
its field reads. Aliases are refused: a few of them can stand for gigabytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

import yaml
from django.utils.translation import gettext as _

from articles.importing.exceptions import FrontMatterRefused

Path = tuple[str | int, ...]

DEEPEST: Final = 12
_LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`lines` knows the line of each value by its path: `("references", 0, "DOI")`."""

    values: dict[str, Any]
    lines: dict[Path, int]

    def line(self, *path: str | int) -> int:
        """The line of this value, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class Parts(NamedTuple):
    """A file taken apart."""

    front_matter: str
    body: str
    body_line: int


def split(text: str) -> Parts:
    """The text between the two lines of dashes, and what follows them."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise FrontMatterRefused(
            _("The file must begin with front matter: a line of three dashes, then “title: …”."), 1
        )
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in {"---", "..."}:
            return Parts("\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1)
    raise FrontMatterRefused(_("The front matter has no end: a second line of three dashes."), 1)


def read(text: str, *, first_line: int = 2) -> FrontMatter:
    """The values of the block. Raises `FrontMatterRefused` with the line."""
    reader = _Reader(first_line)
    try:
        values = reader.document(iter(yaml.parse(text, Loader=_LOADER)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = ", ".join(str(part) for part in (error.context, error.problem) if part)
        raise _malformed(said, first_line + (mark.line if mark else 0)) from error
    except yaml.reader.ReaderError as error:
        line = first_line + text.encode()[: error.position].count(b"\n")
        raise _malformed(str(error.reason), line) from error
    except yaml.YAMLError as error:
        raise _malformed(str(error), first_line) from error
    return FrontMatter(values, reader.lines)


def _malformed(reason: str, line: int) -> FrontMatterRefused:
    return FrontMatterRefused(_("The YAML cannot be read: %(reason)s.") % {"reason": reason}, line)


class _Reader:
    """Builds plain values from the parser's events, so that nothing is built that is refused."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.lines: dict[Path, int] = {}

    def document(self, events: Iterator[yaml.Event]) -> dict[str, Any]:
        values: object = {}
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _malformed(_("there is a second document"), self._line(event))
                values = self._value(next(events), events, ())
        if not isinstance(values, dict) and values != "":
            raise FrontMatterRefused(_("The front matter must be lines of “name: value”."), 2)
        return cast(dict[str, Any], values or {})

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self.first_line + (mark.line if mark else 0)

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> object:
        self.lines[path] = self._line(event)
        if len(path) > DEEPEST:
            raise _malformed(_("it is nested too deeply"), self._line(event))
        if isinstance(event, yaml.AliasEvent):
            raise _malformed(
                _("“*%(name)s” repeats another value; write it out") % {"name": event.anchor},
                self._line(event),
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._scalar(cast(yaml.ScalarEvent, event))

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        """The text as it is written; an unquoted null is nothing."""
        written = str(event.value)
        return "" if written in _NOTHING and event.implicit[0] else written

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[object]:
        values: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, events, (*path, len(values))))
        return values

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = self._line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _malformed(_("a name must be one word, such as “title”"), line)
            if event.value in values:
                raise FrontMatterRefused(
                    _("“%(name)s” is given twice.") % {"name": event.value[:80]}, line
                )
            values[event.value] = self._value(next(events), events, (*path, event.value))
            self.lines[(*path, event.value)] = line
        return values
