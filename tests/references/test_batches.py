"""Large lists, piece by piece."""

import pytest

from references.batches import BATCH, taken


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, 3 * BATCH])
def test_pieces_hold_everything_in_order_and_let_it_go(count: int) -> None:
    entries = list(range(count))
    pieces = []
    for piece in taken(entries):
        pieces.append(piece)
        assert len(entries) == count - sum(map(len, pieces))
    assert [entry for piece in pieces for entry in piece] == list(range(count))
    assert all(0 < len(piece) <= BATCH for piece in pieces)
