"""What a file looks like, before it is read."""

import re
from io import BytesIO

from django.utils.translation import gettext as _

from references.bibliography.records import Problem

#: Ten thousand records of PubMed's XML.
LARGEST_FILE = 100_000_000
LONGEST_LINE = 1_000_000
LINE_BY_LINE = (".bib", ".ris", ".nbib")
#: How compressed files begin: zip, gzip, 7z, xz, bzip2, zstd, rar, compress, lzip, lz4.
COMPRESSED = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\x00", b"BZh"),
    *(b"\x28\xb5\x2f\xfd", b"Rar!\x1a\x07", b"\x1f\x9d", b"LZIP", b"\x04\x22\x4d\x18"),
)
_SAMPLE = 10_000
_BEGINNINGS = (
    (".nbib", re.compile(rb"^(?:PMID|OWN |STAT)- ", re.MULTILINE)),
    (".ris", re.compile(rb"^TY {1,2}- ", re.MULTILINE)),
    (".xml", re.compile(rb"^\s*<")),
    (".json", re.compile(rb"^\s*[\[{]")),
    (".bib", re.compile(rb"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)),
)


def refusal(data: bytes) -> Problem | None:
    """Why these bytes are not looked into at all."""
    if len(data) > LARGEST_FILE:
        return Problem(1, _("The file is larger than 100 MB. Split it."))
    if data.startswith(COMPRESSED):
        return Problem(1, _("This is a compressed file. Unpack it first."))
    if data.startswith(b"%PDF-"):
        return Problem(1, _("This is a PDF, not a bibliography."))
    return None


def too_long_line(text: bytes) -> Problem | None:
    for number, line in enumerate(BytesIO(text), start=1):
        if len(line) > LONGEST_LINE:
            return Problem(number, _("This line is too long for a bibliography."))
    return None


def suffix_of(text: bytes) -> str:
    """The suffix of the format that a file begins like; empty for none."""
    sample = text[:_SAMPLE]
    return next((suffix for suffix, begins in _BEGINNINGS if begins.search(sample)), "")
