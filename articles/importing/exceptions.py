"""Why a file was not imported, in words for the person who wrote it, with its line."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _


class ImportFailed(Exception):
    """Nothing of this file was imported. `line` counts from 1; None concerns the whole file."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.path: Path | None = None

    def __str__(self) -> str:
        """`file.md:12: what is wrong`, as editors and terminals understand it."""
        places = [printable(self.path)] if self.path else []
        places += [str(self.line)] if self.line else []
        return f"{':'.join(places)}: {self.message}" if places else self.message


class FileRefused(ImportFailed):
    """It is not a file of text that can be read: its type, size or encoding."""


class FrontMatterRefused(ImportFailed):
    """The block between the two lines of dashes is missing or says something impossible."""


class SourcesRefused(ImportFailed):
    """A reference or a bibliography file cannot be used."""


class TextRefused(ImportFailed):
    """The text under the front matter cannot be used."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was imported in another way than it was written, or not at all."""

    line: int
    message: str

    def __str__(self) -> str:
        return _("line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


def printable(path: Path) -> str:
    """A file's name for a message, also where its bytes are not UTF-8."""
    return str(path).encode(errors="backslashreplace").decode()
