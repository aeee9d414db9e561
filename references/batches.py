"""Long series in pieces that fit into memory, a query and a transaction."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Entry = TypeVar("Entry")
#: Works that are recognised, added or stored at a time.
BATCH = 500


def pieces(entries: Iterable[Entry], size: int = BATCH) -> Iterator[list[Entry]]:
    """The series in order, piece by piece; no more of it is taken than is asked for."""
    rest = iter(entries)
    while piece := list(islice(rest, size)):
        yield piece
