"""Tables for a spreadsheet program, as files that cannot make it compute anything."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

#: Excel takes a file without it for one in the encoding of the country.
BYTE_ORDER_MARK = "\ufeff"
#: What makes a cell a formula (OWASP, "CSV injection"); the full-width forms count in some.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(cell: object) -> str:
    """Text that a spreadsheet program shows and does not compute: an apostrophe goes before it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(FORMULA) else text


def lines(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """A file of comma-separated values in UTF-8, line by line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    buffer.write(BYTE_ORDER_MARK)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def download(name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """The rows as the file `name`. Whatever may fail has failed before the first of them."""
    return StreamingHttpResponse(
        lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
