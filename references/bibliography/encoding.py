"""The text of a file, whatever its program wrote.

UTF-8 and UTF-16 with or without a mark, what an XML declaration names, else the Western encoding
of Windows, line by line: a file that two programs wrote may hold two encodings.
"""

import codecs
import re
from collections.abc import Iterator
from io import BytesIO

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE, _PIECE = 4096, 1_000_000
_MOSTLY, _HARDLY = 0.3, 0.02
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
#: Python knows codecs that are no encodings of text; these are what bibliographies are written in.
_WRITTEN = re.compile(
    r"(?:iso-?8859-\d{1,2}|windows-125\d|koi8-[ru]|macintosh|big5|euc-(?:jp|kr)|gb(?:k|2312|18030)"
    r"|shift_jis)",
    re.IGNORECASE,
)


def _unmarked_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every other place, and next to none in the others."""
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    first, second = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if second > _MOSTLY and first < _HARDLY:
        return "utf-16-le"
    return "utf-16-be" if first > _MOSTLY and second < _HARDLY else None


def _declared(data: bytes) -> str | None:
    found = _DECLARED.match(data[:_SAMPLE])
    name = found[1].decode() if found else ""
    return name if _WRITTEN.fullmatch(name) else None


def _recoded(line: bytes) -> bytes:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1").encode()


def _from(encoding: str, data: bytes) -> bytes:
    return data.decode(encoding, errors="replace").encode()


def _unmarked(data: bytes) -> bytes:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            bare = data[len(mark) :]
            return bare if encoding == "utf-8" else _from(encoding, bare)
    other = _unmarked_utf16(data) or _declared(data)
    return _from(other, data) if other else data


def as_utf8(data: bytes) -> bytes:
    """The file in UTF-8, without a mark, with line feeds alone."""
    data = _unmarked(data)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if _is_utf8(data):
        return data
    return b"\n".join(_recoded(line) for line in data.split(b"\n"))


def _is_utf8(data: bytes) -> bool:
    """Looked at in pieces, so that the text is not in memory a second time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for place in range(0, len(data), _PIECE):
            decoder.decode(data[place : place + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def lines(data: bytes) -> Iterator[str]:
    """The lines of what `as_utf8` returned, one at a time."""
    for line in BytesIO(data):
        yield line.decode().rstrip("\n")
