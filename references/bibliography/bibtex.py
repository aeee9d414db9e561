"""BibTeX and BibLaTeX. bibtexparser finds the entries; strings, names and LaTeX are resolved here.

Known of bibtexparser 2: it leaves `a # b` as it is, and sets entries aside whose key or field
occurs twice. The first are joined here. The second are read, unless a field says two things.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from django.utils.translation import gettext as _

from references.bibliography import bibtex_names
from references.bibliography.bibtex_types import as_csl
from references.bibliography.latex import decoded
from references.bibliography.records import Problem, RawRecord

# What it cannot parse it logs; here that becomes a problem with its line.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
STRINGS = {month: str(number) for number, month in enumerate(MONTHS, start=1)}
NOT_WORKS = ("set", "xdata")
VERBATIM = frozenset({"doi", "url", "eprint", "pmid", "pmcid", "file", "urldate", "date", "isbn"})
_ENTRY_LIKE = re.compile(r"@\s*\w+\s*[{(]")
_ESCAPED = re.compile(r"\\([_%&#$~])")


def _parts(value: str) -> list[str]:
    """The pieces of `a # "b" # {c}`, split where no brace and no quote is open."""
    parts, depth, quoted, begin = [], 0, False, 0
    for at, character in enumerate(value):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == '"' and not depth:
            quoted = not quoted
        elif character == "#" and not depth and not quoted:
            parts.append(value[begin:at])
            begin = at + 1
    return [part.strip() for part in (*parts, value[begin:])]


def _value(written: object, strings: Mapping[str, str]) -> str:
    """The value without its enclosing, strings put in."""
    return "".join(_piece(part, strings) for part in _parts(str(written)))


def _piece(part: str, strings: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    return strings.get(part.lower(), part)


def _strings(blocks: list[Block]) -> dict[str, str]:
    strings = dict(STRINGS)
    for block in blocks:
        if isinstance(block, String):
            strings[block.key.lower()] = _value(block.value, strings)
    return strings


def _fields(entry: Entry, strings: Mapping[str, str]) -> dict[str, str]:
    """Field names in lower case. Raises `ValueError` when a field says two things."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        name, value = field.key.lower().strip(), _value(field.value, strings).strip()
        if fields.setdefault(name, value) != value and name != "keywords":
            raise ValueError(
                _("%(key)s: “%(field)s” occurs twice and says two things.")
                % {"key": entry.key, "field": name}
            )
    return fields


def _inherit(fields: dict[str, str], parents: Mapping[str, dict[str, str]]) -> None:
    """What `crossref` takes from the book that a chapter is in."""
    parent = parents.get(fields.get("crossref", "").strip().lower())
    for name, value in (parent or {}).items():
        inherited = "booktitle" if name == "title" else name
        if inherited not in ("crossref", "author", "doi", "pages", "subtitle"):
            fields.setdefault(inherited, value)


def _plain(name: str, value: str) -> str:
    return _ESCAPED.sub(r"\1", value.strip("{} ")) if name in VERBATIM else decoded(value)


def _record(entry: Entry, fields: dict[str, str], line: int) -> RawRecord:
    values = {
        name: value if name in bibtex_names.ROLES else _plain(name, value)
        for name, value in fields.items()
    }
    item: dict[str, Any] = as_csl(entry.entry_type.lower(), values)
    for role in bibtex_names.ROLES:
        if value := fields.get(role):
            item[role] = bibtex_names.people(value)
    return RawRecord(entry.key.strip(), item, line)


def _entry_of(block: Block) -> Entry | None:
    """The entry, also of a block that was set aside for a repeated key or field."""
    if isinstance(block, ParsingFailedBlock) and not isinstance(block, Entry):
        block = block.ignore_error_block or block
    return block if isinstance(block, Entry) else None


def _problem(block: Block) -> Problem | None:
    line = (block.start_line or 0) + 1
    if isinstance(block, ParsingFailedBlock) and not isinstance(block, DuplicateBlockKeyBlock):
        return Problem(line, _("This entry cannot be read: a brace or a comma is missing."))
    if isinstance(block, ImplicitComment) and _ENTRY_LIKE.search(block.comment):
        return Problem(line, _("This looks like an entry but cannot be read as one."))
    return None


def records(text: str) -> list[RawRecord | Problem]:
    blocks = parse_string(text, parse_stack=[]).blocks
    strings = _strings(blocks)
    read: list[tuple[Entry, dict[str, str], int]] = []
    problems: list[RawRecord | Problem] = []
    for block in blocks:
        line = (block.start_line or 0) + 1
        entry = _entry_of(block)
        if entry is None:
            problems += filter(None, [_problem(block)])
        elif entry.entry_type.lower() not in NOT_WORKS:
            try:
                read.append((entry, _fields(entry, strings), line))
            except ValueError as ambiguous:
                problems.append(Problem(line, str(ambiguous)))
    parents = {entry.key.strip().lower(): dict(fields) for entry, fields, _line in read}
    for _entry, fields, _line in read:
        _inherit(fields, parents)
    return [*(_record(*entry) for entry in read), *problems]
