"""Bibliography files: RIS, BibTeX and BibLaTeX, PubMed's `.nbib` and XML, EndNote XML, CSL-JSON.

Nothing here raises. What can be read goes in; what cannot is a problem with its line.
"""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from references.bibliography import bibtex, content, csljson, nbib, ris, xml_files
from references.bibliography.encoding import as_utf8
from references.bibliography.records import (
    Bibliography,
    KeyedItem,
    Problem,
    RawRecord,
    checked,
)

__all__ = ["SUFFIXES", "Bibliography", "KeyedItem", "Problem", "entries", "read"]

_Reader = Callable[[bytes], Iterator[RawRecord | Problem]]
READERS: dict[str, _Reader] = {
    ".bib": bibtex.records,
    ".ris": ris.records,
    ".nbib": nbib.records,
    ".json": csljson.records,
    ".xml": xml_files.records,
}
#: `.txt` is what PubMed and EndNote call their files; which format it is, its beginning tells.
SUFFIXES = (*READERS, ".txt")


def read(data: bytes, suffix: str) -> Bibliography:
    """Every reference of a file, in its order, and everything in it that is none, by line.

    `suffix` is the end of the file's name, with its dot, in any case.
    """
    items: list[KeyedItem] = []
    problems: list[Problem] = []
    for entry in entries(data, suffix):
        if isinstance(entry, Problem):
            problems.append(entry)
        else:
            items.append(entry)
    return Bibliography(items, sorted(problems, key=lambda problem: problem.line))


def entries(data: bytes, suffix: str) -> Iterator[KeyedItem | Problem]:
    """The same one at a time, as they are found, for files that are too large to keep."""
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        message = _("“%(suffix)s” files cannot be read. These can: %(known)s.")
        yield Problem(1, message % {"suffix": suffix[:20], "known": ", ".join(SUFFIXES)})
        return
    refusal = content.refusal(data)
    if refusal is not None:
        yield refusal
        return
    text = as_utf8(data)
    suffix = content.suffix_of(text) if suffix == ".txt" else suffix
    too_long = content.too_long_line(text) if suffix in content.LINE_BY_LINE else None
    if too_long is not None:
        yield too_long
    elif not text or text.isspace():
        yield Problem(1, _("The file is empty."))
    elif suffix not in READERS:
        message = _("This does not look like any of the formats that can be read: %(known)s.")
        yield Problem(1, message % {"known": ", ".join(READERS)})
    else:
        yield from checked(READERS[suffix](text))
