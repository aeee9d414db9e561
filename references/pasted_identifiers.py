"""A pasted list of identifiers, and the works of the library that they name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from references import identifiers
from references.models import Reference
from references.recognition import find_many

#: More are not read: a list of this length is a file for the import.
MOST = 2_000
_BETWEEN = re.compile(r"[,;\t]+")


@dataclass(frozen=True, slots=True)
class Pasted:
    """One entry of the list as it was typed, and its work, if the library holds it."""

    text: str
    reference: Reference | None


def works_named(text: str) -> list[Pasted]:
    """Each entry once, in its order; a record that was merged answers with the one that was kept.

    One entry per line, or several with commas, semicolons, tabs or spaces between them. A bare
    number is PubMed's.
    """
    entries = list(dict.fromkeys(_entries(text)))[:MOST]
    items = [_item(entry) for entry in entries]
    readable = [item for item in items if item]
    found = iter(find_many(readable))
    return [
        Pasted(entry, next(found) if item else None)
        for entry, item in zip(entries, items, strict=True)
    ]


def work_named(text: str) -> Reference | None:
    """The work that a text names which is one identifier, if the library holds it."""
    item = _item(text)
    return find_many([item])[0] if item else None


def _entries(text: str) -> Iterator[str]:
    """What cannot be read as a whole is read piece by piece, for some DOIs hold a semicolon."""
    for line in filter(None, map(str.strip, text.splitlines())):
        if _item(line):
            yield line
            continue
        for piece in filter(None, map(str.strip, _BETWEEN.split(line))):
            words = piece.split()
            if not _item(piece) and any(_item(word) for word in words):
                yield from words
            else:
                yield piece


def _item(entry: str) -> dict[str, str]:
    """A normalised item with this identifier alone, or nothing."""
    named = identifiers.named(entry)
    return {named[0]: named[1], "type": "book"} if named else {}  # an ISBN names a book, no chapter
