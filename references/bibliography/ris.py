"""RIS, as EndNote, Zotero, Mendeley, Ovid, Scopus and publishers write it.

Read here and not by rispy: see docs/adr/0040-our-own-readers-of-ris-and-nbib.md.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from references.bibliography.encoding import lines
from references.bibliography.records import LARGEST_RECORD, Problem, RawRecord
from references.bibliography.tagged import TaggedRecord
from references.bibliography.tagged_csl import as_csl

_TAG = re.compile(r"^\s{0,3}([A-Z][A-Z0-9])(?:  ?-(?: (.*)|)|  -(\S.*))$")
#: What a wrapped line may begin with by chance: "US - based" is no tag.
_TAGS = re.compile(
    "A[1-4BDNUV]|BT|C[1-8ANPRTY]|D[ABIOP]|E[DPRT]|I[DS]|J[12AFO]|KW|L[1-4ABK]|M[1-3]|N[12V]|OP"
    "|P[BPY]|R[INP]|S[ENPTV]|T[1-3AITY]|U[1-5RS]|V[LO]|Y[12]"
)
#: What Ovid and Cochrane write between records to number them.
_NUMBERING = re.compile(r"^(?:Record #\d+ of \d+|<?\d{1,6}[.>]?\s*>?)$")


def _tag(line: str) -> tuple[str, str]:
    """The line's tag and value; the tag is empty where the line has none."""
    line = line.replace("\ufeff", "").rstrip()
    found = _TAG.match(line)
    if not found or (not _TAGS.fullmatch(found[1]) and line.lstrip()[2:5] != "  -"):
        return "", line.strip()
    return found[1], (found[2] or found[3] or "").strip()


def _split(data: bytes) -> Iterator[TaggedRecord | Problem]:
    """A record runs from `TY` to `ER`, or to the next `TY`, or to the end of the file."""
    record: TaggedRecord | None = None
    reported = False
    for number, line in enumerate(lines(data), start=1):
        tag, value = _tag(line)
        if record is not None and tag in ("TY", "ER"):
            yield record
            record = None
        if tag == "TY":
            record, reported = TaggedRecord(number), False
        if record is not None:
            record.add(tag, value)
        elif value and tag != "ER" and not reported and not _NUMBERING.match(value):
            reported = True
            yield Problem(number, _("This line belongs to no record: each begins with “TY  - ”."))
    if record is not None:
        yield record


def records(data: bytes) -> Iterator[RawRecord | Problem]:
    for record in _split(data):
        if isinstance(record, Problem):
            yield record
        elif record.size > LARGEST_RECORD:
            yield Problem(record.line, _("The record is larger than any real one."))
        else:
            yield RawRecord(record.first("ID"), as_csl(record), record.line)
