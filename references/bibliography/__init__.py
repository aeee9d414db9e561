"""Bibliography files: RIS, BibTeX and BibLaTeX, PubMed's `.nbib`, CSL-JSON.

`read` never raises. What can be read goes in; what cannot is a problem with its line.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from references.bibliography import bibtex, csljson, nbib, ris
from references.bibliography.encoding import decoded
from references.bibliography.records import (
    Bibliography,
    KeyedItem,
    Problem,
    RawRecord,
    assembled,
)

__all__ = ["SUFFIXES", "Bibliography", "KeyedItem", "Problem", "read"]

LARGEST_FILE = 64_000_000
LONGEST_LINE = 1_000_000
_Reader = Callable[[str], list[RawRecord | Problem]]
READERS: dict[str, _Reader] = {
    ".bib": bibtex.records,
    ".ris": ris.records,
    ".nbib": nbib.records,
    ".json": csljson.records,
}
SUFFIXES = tuple(READERS)


def read(data: bytes, suffix: str) -> Bibliography:
    """Every reference of a file, in its order, and everything in it that is none.

    `suffix` is the end of the file's name, with its dot, in any case.
    """
    reader = READERS.get(suffix.lower())
    if reader is None:
        known = ", ".join(SUFFIXES)
        return _unreadable(
            _("“%(suffix)s” files cannot be read. These can: %(known)s.")
            % {"suffix": suffix[:20], "known": known}
        )
    if len(data) > LARGEST_FILE:
        return _unreadable(_("The file is larger than 64 MB. Split it."))
    text = decoded(data)
    if not text.strip():
        return _unreadable(_("The file is empty."))
    if suffix.lower() != ".json":
        for number, line in enumerate(text.split("\n"), start=1):
            if len(line) > LONGEST_LINE:
                return _unreadable(_("This line is too long for a bibliography."), number)
    return assembled(reader(text))


def _unreadable(message: str, line: int = 1) -> Bibliography:
    return Bibliography(items=[], problems=[Problem(line, message)])
