"""Values in BibTeX: `{a}`, `"a"`, `a`, and any of them joined by `#`."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from references.bibliography.records import LARGEST_RECORD

LONGEST_STRING = 10_000
_SIGN = re.compile(r"\\.|[{}\"#]", re.DOTALL)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: str(number) for number, name in enumerate(_NAMES, start=1)}


def value(written: object, strings: Mapping[str, str]) -> str:
    """The value without its enclosing, strings put in. Raises `ValueError` for a missing comma,
    and for strings of strings of strings."""
    pieces, size = [], 0
    for part in _parts(str(written)):
        pieces.append(_piece(part, strings))
        size += len(pieces[-1])
        if size > LARGEST_RECORD:
            raise ValueError(_("The record is larger than any real one."))
    return "".join(pieces).strip()


def _parts(written: str) -> list[str]:
    """The pieces of `a # "b" # {c}`, split where no brace and no quote is open."""
    if "#" not in written:
        return [written.strip()]
    parts, begin, depth, quoted = [], 0, 0, False
    for sign in _SIGN.finditer(written):
        depth += (sign[0] == "{") - (sign[0] == "}")
        quoted ^= sign[0] == '"' and not depth
        if sign[0] == "#" and not depth and not quoted:
            parts.append(written[begin : sign.start()])
            begin = sign.end()
    return [part.strip() for part in (*parts, written[begin:])]


def _piece(part: str, strings: Mapping[str, str]) -> str:
    if part.startswith("{"):
        if not _is_one_group(part):
            raise ValueError(_("This entry cannot be read: a brace or a comma is missing."))
        return part[1:-1]
    if len(part) > 1 and part[0] == part[-1] == '"':
        return part[1:-1]
    return strings.get(part.lower(), part)


def _is_one_group(part: str) -> bool:
    """Whether one pair of braces holds all of it."""
    depth = 0
    for sign in _SIGN.finditer(part):
        depth += (sign[0] == "{") - (sign[0] == "}")
        if not depth and sign[0] == "}":
            return sign.end() == len(part)
    return False
