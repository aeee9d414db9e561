"""From a file on disk to text, or a clear refusal."""

import codecs
from pathlib import Path

from django.utils.translation import gettext as _

from articles.importing.exceptions import FileRefused

SUFFIXES = (".md", ".markdown")
LARGEST_FILE = 5_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path) -> str:
    """The text of a Markdown file with `\\n` line ends. Raises `FileRefused`."""
    if path.suffix.lower() not in SUFFIXES:
        raise FileRefused(
            _("This is not a Markdown file. Its name must end in %(suffixes)s.")
            % {"suffixes": _(" or ").join(SUFFIXES)}
        )
    text = _decoded(read_bytes(path))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileRefused(
            _("The file holds a NUL character, so it is not text. Save it again as UTF-8."), line
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path) -> bytes:
    """The bytes of an ordinary file that is not too large. Raises `FileRefused`."""
    try:
        if not path.exists():
            raise FileRefused(_("There is no such file."))
        if not path.is_file():
            raise FileRefused(_("This is not a file. Name each file; folders are not read."))
        if path.stat().st_size > LARGEST_FILE:
            raise FileRefused(_("The file is larger than 5 MB. Split the article."))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileRefused(_("The file cannot be read: %(reason)s.") % {"reason": reason}) from error


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1 if encoding == "utf-8" else None
        raise FileRefused(
            _("Byte %(place)d (0x%(byte)02X) is not %(encoding)s. Save the file as UTF-8.")
            % {
                "place": error.start + 1,
                "byte": data[min(error.start, len(data) - 1)],
                "encoding": encoding.upper(),
            },
            line,
        ) from error
