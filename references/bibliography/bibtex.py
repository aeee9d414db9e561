"""BibTeX and BibLaTeX. bibtexparser splits an entry; the rest is resolved here.

Known of bibtexparser 2: it leaves `a # b` as it is, sets entries aside whose field occurs twice,
and takes a field whose comma is missing for part of the one before it. The first are joined here.
The second are read, unless the field says two things. The third are reported.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block as ParsedBlock
from bibtexparser.model import Entry, ParsingFailedBlock, String
from django.utils.translation import gettext as _

from references.bibliography.bibtex_blocks import Block, blocks
from references.bibliography.bibtex_fields import as_csl
from references.bibliography.bibtex_values import LONGEST_STRING, MONTHS, value
from references.bibliography.records import Problem, RawRecord

# What it cannot parse it logs; here that becomes a problem with its line.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

NOT_WORKS = ("set", "xdata")
NO_ENTRIES = ("comment", "preamble")
#: Chapters of a book of a series: no real inheritance is deeper.
DEEPEST = 3
MOST_IN_STRINGS = 5_000_000
#: Characters read once more for those that take something, and the trouble of each time.
MOST_INHERITED = 20_000_000
EACH_INHERITED = 300
NOT_INHERITED = frozenset(
    {"crossref", "xref", "xdata", "author", "doi", "pages", "subtitle", "ids", "shorttitle"}
    | {
        "sorttitle",
        "origtitle",
        "origdate",
        "eprint",
        "pmid",
        "pmcid",
        "url",
        "urldate",
        "abstract",
        "keywords",
        "csl",
    }
)
_Fields = dict[str, str]


def records(data: bytes) -> Iterator[RawRecord | Problem]:
    file = _File(list(blocks(data.decode())))
    for block in file.blocks:
        if block.type in NO_ENTRIES:
            continue
        try:
            record = file.record(block)
        except ValueError as broken:
            yield Problem(block.line, str(broken))
        else:
            if record is not None:
                yield record


class _File:
    """Entries of one file, which may lean on each other."""

    def __init__(self, found: list[Block]) -> None:
        self.blocks = found
        self.strings = _strings(found)
        self.inherited = 0
        self.by_key: dict[str, Block] = {}
        for block in found:
            self.by_key.setdefault(block.key, block)

    def record(self, block: Block) -> RawRecord | None:
        """None for what is no work. Raises `ValueError` with a text for people."""
        if block.type == "string":
            _abbreviation(block)
            return None
        entry = _entry(block)
        if block.type in NOT_WORKS:
            return None
        fields = self._whole(entry, self._fields(entry), DEEPEST)
        return RawRecord(entry.key.strip(), as_csl(block.type, fields), block.line)

    def _fields(self, entry: Entry) -> _Fields:
        """Field names in lower case. Raises `ValueError` when a field says two things."""
        fields: _Fields = {}
        keywords: list[str] = []
        for field in entry.fields:
            name, written = field.key.lower().strip(), value(field.value, self.strings)
            if name == "keywords":
                keywords.append(written)
            elif fields.setdefault(name, written) != written:
                raise ValueError(
                    _("%(key)s: “%(field)s” occurs twice and says two things.")
                    % {"key": entry.key, "field": name}
                )
        return {**fields, "keywords": ", ".join(dict.fromkeys(keywords))}

    def _whole(self, entry: Entry, fields: _Fields, deepest: int) -> _Fields:
        """The fields with what `xdata` and `crossref` take from other entries."""
        for name in ("xdata", "crossref"):
            for key in filter(None, fields.get(name, "").split(",") if deepest else ()):
                parent = self.by_key.get(key.strip().lower())
                if parent is not None:
                    given = self._inherited(parent, deepest - 1)
                    fields = _with(fields, given, is_whole=name == "crossref")
        return fields

    def _inherited(self, parent: Block, deepest: int) -> _Fields:
        """Raises `ValueError` when a file lives on what its entries take from each other."""
        self.inherited += parent.end - parent.begin + EACH_INHERITED
        if self.inherited > MOST_INHERITED:
            raise ValueError(_("The entries of this file take too much from each other."))
        try:
            entry = _entry(parent)
            return self._whole(entry, self._fields(entry), deepest)
        except ValueError:  # it is reported where it stands
            return {}


def _with(fields: _Fields, given: Mapping[str, str], *, is_whole: bool) -> _Fields:
    """`crossref` names the whole that a chapter is in; `xdata` only lends its fields."""
    whole = dict(fields)
    for name, written in given.items():
        if is_whole and name in NOT_INHERITED:
            continue
        inherited = f"book{name}" if is_whole and name in ("title", "subtitle") else name
        whole.setdefault(inherited, written)
    return whole


def _strings(found: list[Block]) -> dict[str, str]:
    strings, size = dict(MONTHS), 0
    for block in found:
        if block.type == "string" and size < MOST_IN_STRINGS:
            try:
                abbreviation = _abbreviation(block)
                words = value(abbreviation.value, strings)
                strings[abbreviation.key.lower()] = words[:LONGEST_STRING]
                size += len(words)
            except ValueError:  # it is reported where it stands
                continue
    return strings


def _abbreviation(block: Block) -> String:
    """Raises `ValueError` with the reason when the block is no `@string{name = "words"}`."""
    found = _parsed(block) if block.is_closed and not block.is_huge else []
    if len(found) == 1 and isinstance(found[0], String):
        return found[0]
    raise ValueError(_("This abbreviation cannot be read: a brace or a quotation mark is missing."))


def _parsed(block: Block) -> list[ParsedBlock]:
    return list(parse_string(block.text, parse_stack=[]).blocks)


def _entry(block: Block) -> Entry:
    """Raises `ValueError`, with the reason, when the block cannot be read as an entry."""
    if block.is_huge:
        raise ValueError(_("The record is larger than any real one."))
    found = _parsed(block) if block.is_closed else []
    one: Any = found[0] if found else None
    if isinstance(one, ParsingFailedBlock) and not isinstance(one, Entry):
        one = one.ignore_error_block or one
    if not isinstance(one, Entry) or len(found) > 1:
        raise ValueError(_("This entry cannot be read: a brace or a comma is missing."))
    return one
