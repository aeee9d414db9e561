"""Large lists in pieces that fit into memory, a query and a transaction."""

from collections.abc import Iterator
from typing import TypeVar

Entry = TypeVar("Entry")
#: Works that are recognised, added or stored at a time.
BATCH = 500


def taken(entries: list[Entry], size: int = BATCH) -> Iterator[list[Entry]]:
    """The list in order, piece by piece. It is empty in the end: what is done with can go."""
    entries.reverse()
    while entries:
        piece = entries[-size:]
        del entries[-size:]
        piece.reverse()
        yield piece
