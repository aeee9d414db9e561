"""The text of a file, whatever its program wrote: UTF-8 or UTF-16, with or without a mark."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_MOSTLY = 0.3


def _unmarked_utf16(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every other place."""
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) / half > _MOSTLY and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) / half > _MOSTLY and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if unmarked := _unmarked_utf16(data):
        return data.decode(unmarked, errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def decoded(data: bytes) -> str:
    """The text with line feeds alone."""
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
