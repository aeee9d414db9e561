"""Where the entries of a `.bib` file begin and end.

bibtexparser reads each by itself: an entry that is not closed then costs no other one, and a file
of ten thousand needs no more memory than its text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from references.bibliography.records import LARGEST_RECORD, MOST_RECORDS

_BEGIN = re.compile(r"(?<![\w.])@[ \t]*([A-Za-z]+)\s{0,100}([{(])")
_STRAY = re.compile(r"^[ \t]{0,40}@[ \t]*[A-Za-z]+", re.MULTILINE)
LONGEST_HEAD = 1000
#: Braces; and a line that begins like an entry, inside of one that has not ended.
_SIGN = re.compile(
    r"\\.|[{})]|\n[ \t]{0,40}@[ \t]*(?:(?:string|preamble|comment)[ \t]*[{(]"
    r"|[A-Za-z]+[ \t]*[{(][ \t]{0,40}[^\s{}(),=\"]*[ \t]{0,40},)",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """From the `@` to the closing brace, or as far as it goes. `type` is in lower case, and empty
    for a line that only begins like an entry."""

    file: str
    type: str
    begin: int
    end: int
    line: int
    is_closed: bool

    @property
    def text(self) -> str:
        return self.file[self.begin : self.end]

    @property
    def key(self) -> str:
        head = self.file[self.begin : min(self.end, self.begin + LONGEST_HEAD)]
        inside = _BEGIN.sub("", head, count=1)
        return inside.partition(",")[0].strip("}) \t\n").lower()

    @property
    def is_huge(self) -> bool:
        return self.end - self.begin > LARGEST_RECORD


def blocks(text: str) -> Iterator[Block]:
    """The entries, strings, preambles and comments, up to one more than will be read."""
    place, line, counted = 0, 1, 0
    begin = _BEGIN.search(text)
    for _number in range(MOST_RECORDS + 1):
        at = begin.start() if begin else len(text)
        stray = _STRAY.search(text, place, at)
        at = stray.start() if stray else at
        line += text.count("\n", counted, at)
        counted = at
        if stray:
            place = stray.end()
            yield Block(text, "", at, place, line, is_closed=False)
        elif begin:
            place, is_closed = _end(text, begin)
            yield Block(text, begin[1].lower(), at, place, line, is_closed)
            begin = _BEGIN.search(text, place)
        else:
            return


def _end(text: str, begin: re.Match[str]) -> tuple[int, bool]:
    """Where the entry ends, and whether that is its own brace."""
    depth = 1 if begin[2] == "{" else 0
    for sign in _SIGN.finditer(text, begin.end()):
        found = sign[0]
        if found == "{":
            depth += 1
        elif found == "}":
            depth -= 1
            if depth <= 0 and begin[2] == "{":
                return sign.end(), True
        elif found == ")" and depth <= 0:
            return sign.end(), True
        elif found.startswith("\n"):
            return sign.start(), False
    return len(text), False
