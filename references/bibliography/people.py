"""People as RIS, EndNote and MEDLINE write them: one to a line, or several."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from references.bibliography import medline

LONGEST = 2000
_OTHERS = re.compile(r"[\s,;]*(?:\band\s+others\b|\bet\s+al\b)\.?$|^(?:others|et\s+al)\.?$", re.I)
_AND = re.compile(r"\s+(?:and|&)\s+")
#: "Ministry of Health, Labour and Welfare, Japan" is not two people.
_PERSON = re.compile(r"^(?!.*\b(?:of|for|the)\b)\S+(?: \S+){0,2}, \S+(?: \S+){0,2}$")
_INITIALS = r"[A-Z]\.(?:[ -]?[A-Z]\.){0,6}"
_LAST = re.compile(rf"^(?P<family>[^,]+?) (?P<given>{_INITIALS})$")
_FIRST = re.compile(rf"^(?P<given>{_INITIALS}) (?P<family>[^,.]+)$")
Name = str | dict[str, str]


def people(written: Iterable[str], *, short: bool = False) -> list[Any]:
    """Names for `references.names`; "et al" is nobody. `short`: `Xie Y` is a person."""
    return [
        _name(name, short=short)
        for line in written
        for name in _separated(line)
        if name and not _OTHERS.match(name)
    ]


def _separated(line: str) -> Iterator[str]:
    """`Xie, Y.; Szeto, G.`, `Xie, Y. and Szeto, G.`: the names apart."""
    if len(line) > LONGEST:
        yield line
        return
    line = _OTHERS.sub("", line)
    parts = [part.strip() for part in line.split(";")] if not line.startswith("{") else [line]
    for part in parts:
        names = _AND.split(part)
        yield from names if all(_PERSON.match(name) for name in names) else [part]


def _name(written: str, *, short: bool) -> Name:
    """EndNote ends an organisation with a comma, and doubles the first comma inside of one."""
    written = " ".join(written.split())
    if written.startswith("{"):
        return written
    if written.endswith(",") or ",," in written:
        return {"literal": written.removesuffix(",").replace(",,", ",", 1).strip()}
    if found := _LAST.match(written) or _FIRST.match(written):
        return found.groupdict()
    return medline.name(written) if short else written
