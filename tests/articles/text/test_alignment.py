"""Which items of two sequences correspond."""

import random
import time
from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.alignment import Span, align

SEQUENCES = st.lists(st.sampled_from("abcdef"), max_size=30)


@given(SEQUENCES, SEQUENCES)
def test_align_covers_both_sequences_in_order(old: list[str], new: list[str]) -> None:
    spans = align(old, new)
    assert [x for s in spans for x in old[s.a : s.b]] == old
    assert [x for s in spans for x in new[s.c : s.d]] == new
    for span in spans:
        assert (old[span.a : span.b] == new[span.c : span.d]) == span.equal
    for first, second in pairwise(spans):
        assert first.equal != second.equal
        assert (first.b, first.d) == (second.a, second.c)


@given(SEQUENCES)
def test_align_finds_a_sequence_equal_to_itself(items: list[str]) -> None:
    n = len(items)
    assert align(items, items) == ([Span(0, n, 0, n, equal=True)] if items else [])


@given(st.lists(st.integers(), unique=True, max_size=40), st.data())
def test_align_finds_every_kept_item_of_a_shortened_list(
    old: list[int], data: st.DataObject
) -> None:
    new = [item for item in old if data.draw(st.booleans())]
    assert sum(s.b - s.a for s in align(old, new) if s.equal) == len(new)


def test_align_keeps_about_as_much_as_difflib_on_words() -> None:
    chance = random.Random(4)  # noqa: S311
    words = [f"w{chance.randrange(300)}" for _ in range(2000)]
    edited = [w if chance.random() > 0.05 else "new" for w in words]
    ours = sum(s.b - s.a for s in align(words, edited) if s.equal)
    matcher = SequenceMatcher(None, words, edited, autojunk=False)
    theirs = sum(block.size for block in matcher.get_matching_blocks())
    assert ours >= 0.99 * theirs


@pytest.mark.parametrize("alphabet", [2, 4, 50, 100_000])
def test_align_stays_in_bounds_on_long_sequences_without_likeness(alphabet: int) -> None:
    chance = random.Random(5)  # noqa: S311
    old, new = ([chance.randrange(alphabet) for _ in range(100_000)] for _ in range(2))
    started = time.process_time()
    align(old, new)
    assert time.process_time() - started < 10
