"""Long series, piece by piece."""

import pytest

from references.batches import BATCH, pieces


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, 3 * BATCH])
def test_pieces_hold_everything_in_order(count: int) -> None:
    found = list(pieces(iter(range(count))))
    assert [entry for piece in found for entry in piece] == list(range(count))
    assert all(0 < len(piece) <= BATCH for piece in found)


def test_pieces_take_no_more_than_is_asked_for() -> None:
    rest = iter(range(10))
    next(pieces(rest, 4))
    assert next(rest) == 4
