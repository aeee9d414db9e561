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
_READERS = (
    ("DOI", identifiers.normalise_doi),
    ("PMID", identifiers.normalise_pmid),
    ("PMCID", identifiers.normalise_pmcid),
    ("NCT", identifiers.normalise_nct),
    ("setid", identifiers.normalise_set_id),
    ("ISBN", identifiers.normalise_isbn),
    ("URL", identifiers.normalise_url),
)


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
    for key, read in _READERS:
        try:
            return {key: read(entry), "type": "book"}  # an ISBN names a book, and no chapter
        except identifiers.InvalidIdentifier:
            continue
    return {}
