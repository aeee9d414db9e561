"""The records of an XML file, one at a time, whatever else is wrong with the file.

expat reads; entities may neither be declared nor fetched, so that nothing grows. Where the file is
not well-formed the record is lost, the place is reported, and reading goes on at the next record.
"""

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from references.bibliography.records import LARGEST_RECORD, Problem

STEP = 64_000
DEEPEST = 60


@dataclass(frozen=True)
class Found:
    """A record, the name of the file's root element, and the line on which the record begins."""

    element: Element
    root: str
    line: int


class _RefusedError(Exception):
    """Nothing in this file is read any further."""


class _BrokenError(Exception):
    """This record is lost. The next may be whole."""

    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.index = index


def records_in(
    data: bytes, names: Collection[str], *, without: Collection[str] = ()
) -> Iterator[Found | Problem]:
    """The elements of these names, in UTF-8 (`encoding.as_utf8`), and what is wrong between them.

    `without` names elements inside of records that nobody needs; they are left out.
    """
    starts = re.compile(rb"<(?:%s)[\s/>]" % b"|".join(name.encode() for name in names))
    place, line, around = 0, 1, list[str]()
    while True:
        walk = _Walk(names, without, line, around)
        yield from walk.records(data, place)
        following = None if walk.broke_at is None else starts.search(data, walk.broke_at)
        if following is None:
            return
        line += data.count(b"\n", place, following.start())
        place, around = following.start(), walk.around or [walk.root or "records"]


class _Walk:
    """One pass of expat, from the beginning of the file or of a record up to what it cannot read.

    `around` are the elements that are open where it begins.
    """

    def __init__(
        self, names: Collection[str], without: Collection[str], line: int, around: list[str]
    ) -> None:
        self.names, self.without = frozenset(names), frozenset(without)
        self.line, self.began = line, line
        self.around: list[str] = []
        self.root = ""
        self.broke_at: int | None = None
        self.found: list[Found] = []
        self.builder: TreeBuilder | None = None
        self.depth = self.size = self.unneeded = 0
        self.parser = self._parser()
        self.ahead = "".join(f"<{name}>" for name in around).encode()
        self.parser.Parse(self.ahead)

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # noqa: FBT003 - an undeclared `&nbsp;` is then no error
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.SkippedEntityHandler = self._entity
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._refuse
        parser.UnparsedEntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        return parser

    def records(self, data: bytes, begin: int) -> Iterator[Found | Problem]:
        """Once: the parser goes then, for it and this walk would keep each other in memory."""
        try:
            for place in range(begin, len(data) + STEP, STEP):
                problem = self._read(data[place : place + STEP], begin, place)
                yield from self.found
                self.found.clear()
                if problem is not None:
                    yield problem
                    return
        finally:
            del self.parser

    def _read(self, piece: bytes, begin: int, place: int) -> Problem | None:
        """One more piece of the file, the empty one being its end; what is wrong with it."""
        try:
            self.parser.Parse(piece, not piece)
            given = len(self.ahead) + place + len(piece) - begin
            if given - self.parser.CurrentByteIndex > LARGEST_RECORD:
                raise _RefusedError(_("One element is larger than any real record."))
        except expat.ExpatError as broken:
            self._go_on_after(begin, self.parser.ErrorByteIndex)
            return Problem(self._here(), self._not_well_formed(broken, is_end=not piece))
        except _BrokenError as broken:
            self._go_on_after(begin, broken.index)
            return Problem(self.began, str(broken))
        except _RefusedError as refused:
            return Problem(self._here(), str(refused))
        return None

    def _go_on_after(self, begin: int, index: int) -> None:
        """Past the start of what is lost, and not past the start of the next record."""
        self.broke_at = begin + max(index - len(self.ahead), 1)

    def _here(self) -> int:
        return self.line + self.parser.CurrentLineNumber - 1

    def _not_well_formed(self, broken: expat.ExpatError, *, is_end: bool) -> str:
        if is_end:
            return _("The file breaks off here. A record that it breaks off in is lost.")
        reason = expat.ErrorString(broken.code)
        if self.builder is None:
            return _("This is not well-formed XML (%(reason)s).") % {"reason": reason}
        return _("This is not well-formed XML (%(reason)s). The record around it is lost.") % {
            "reason": reason
        }

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.builder is not None:
            self._start_inside(self.builder, name, attributes)
        elif name in self.names:
            self.builder = TreeBuilder()
            self.builder.start(name, attributes)
            self.began, self.depth, self.size = self._here(), 1, 0
            self.root = self.root or name
        else:
            self.root = self.root or name
            self.around.append(name)
            self.began = self._here()
            if len(self.around) > DEEPEST:
                raise _RefusedError(_("This is nested too deeply."))

    def _start_inside(self, builder: TreeBuilder, name: str, attributes: dict[str, str]) -> None:
        if name in self.names:
            raise self._broken(_("This record does not end before the next one begins."))
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._broken(_("This is nested too deeply."))
        if self.unneeded or name in self.without:
            self.unneeded += 1
        else:
            builder.start(name, attributes)
            self._grown_by(len(name) + sum(map(len, attributes.values())))

    def _end(self, name: str) -> None:
        if self.builder is None:
            self.around.pop()
            return
        self.depth -= 1
        if self.unneeded:
            self.unneeded -= 1
        else:
            self.builder.end(name)
        if not self.depth:
            self.found.append(Found(self.builder.close(), self.root, self.began))
            self.builder = None

    def _text(self, text: str) -> None:
        if self.builder is not None and not self.unneeded:
            self.builder.data(text)
            self._grown_by(len(text))

    def _entity(self, name: str, _is_parameter: bool) -> None:  # noqa: FBT001 - expat's signature
        """HTML's names are known without a declaration; any other is kept as it is written."""
        self._text(html.unescape(f"&{name};"))

    def _grown_by(self, characters: int) -> None:
        self.size += characters
        if self.size > LARGEST_RECORD:
            raise self._broken(_("The record is larger than any real one."))

    def _broken(self, message: str) -> _BrokenError:
        """Raised from inside of expat, which knows the place no more when it has let go."""
        return _BrokenError(message, self.parser.CurrentByteIndex)

    def _doctype(  # expat's signature
        self,
        _name: str,
        _system: str | None,
        _public: str | None,
        has_subset: bool,  # noqa: FBT001
    ) -> None:
        if has_subset:
            self._refuse()

    def _refuse(self, *_declaration: object) -> NoReturn:
        raise _RefusedError(
            _("The file declares entities or elements of its own. Such files are not read.")
        )
