"""Which items of two sequences correspond, in time that stays bounded however long they are."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Final, NamedTuple

# The largest table filled for one stretch without items that occur once in both: 40,000 steps.
# Longer stretches are reported as wholly replaced.
MOST_CELLS: Final = 40_000

Items = Sequence[Hashable]


class Span(NamedTuple):
    """old[a:b] became new[c:d]; in an `equal` one they are the same, item by item."""

    a: int
    b: int
    c: int
    d: int
    equal: bool = False


def align(old: Items, new: Items) -> list[Span]:
    """Spans that cover both sequences in order, equal ones and replaced ones in turn.

    Patience comparison: items that occur once on both sides anchor the rest; what lies between two
    anchors is compared item by item if it is small.
    """
    spans: list[Span] = []
    for span in _spans(old, new):
        if span.a == span.b and span.c == span.d:
            continue
        last = spans[-1] if spans else None
        if last is not None and last.equal == span.equal:
            spans[-1] = last._replace(b=span.b, d=span.d)
        else:
            spans.append(span)
    return spans


def _spans(old: Items, new: Items) -> Iterator[Span]:
    waiting = [Span(0, len(old), 0, len(new))]
    while waiting:
        a, b, c, d, _ = waiting.pop()
        head = _common(old[a:b], new[c:d])
        yield Span(a, a + head, c, c + head, equal=True)
        a, c = a + head, c + head
        tail = _common(old[a:b][::-1], new[c:d][::-1])
        if tail:
            waiting.append(Span(b - tail, b, d - tail, d))
        rest = Span(a, b - tail, c, d - tail)
        anchors = _anchors(old, new, rest)
        if anchors:
            waiting.extend(reversed([*_between(anchors, rest)]))
        else:
            yield from _compared(old, new, rest)


def _common(old: Items, new: Items) -> int:
    """How many items at the start are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(old), len(new)))


def _anchors(old: Items, new: Items, rest: Span) -> list[tuple[int, int]]:
    """The longest ascending chain of items that occur once on either side (n log n)."""
    once_old, once_new = Counter(old[rest.a : rest.b]), Counter(new[rest.c : rest.d])
    place = {old[i]: i for i in range(rest.a, rest.b) if once_old[old[i]] == 1}
    pairs = [
        (place[new[j]], j)
        for j in range(rest.c, rest.d)
        if once_new[new[j]] == 1 and new[j] in place
    ]
    return _longest_ascent(pairs)


def _longest_ascent(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs, given by their second number, whose first number rises too."""
    ends: list[int] = []  # the smallest end of a chain of each length,
    tops: list[int] = []  # the pair that ends it,
    before: list[int] = []  # and the pair before each pair
    for index, (i, _) in enumerate(pairs):
        length = bisect_left(ends, i)
        before.append(tops[length - 1] if length else -1)
        ends[length : length + 1] = [i]
        tops[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(anchors: list[tuple[int, int]], rest: Span) -> Iterator[Span]:
    """The stretch from each anchor up to the next one; its head is the anchor itself."""
    starts = [(rest.a, rest.c), *anchors]
    ends = [*anchors, (rest.b, rest.d)]
    for (i, j), (next_i, next_j) in zip(starts, ends, strict=True):
        yield Span(i, next_i, j, next_j)


def _compared(old: Items, new: Items, rest: Span) -> Iterator[Span]:
    """A longest common subsequence of one stretch, by the plain table."""
    i, b, j, d, _ = rest
    if (b - i) * (d - j) <= MOST_CELLS:
        table = _table(old[i:b], new[j:d])
        while i < b and j < d:
            below, right = table[i - rest.a + 1][j - rest.c], table[i - rest.a][j - rest.c + 1]
            if old[i] == new[j]:
                yield Span(i, i + 1, j, j + 1, equal=True)
                i, j = i + 1, j + 1
            elif below >= right:
                yield Span(i, i + 1, j, j)
                i += 1
            else:
                yield Span(i, i, j, j + 1)
                j += 1
    yield Span(i, b, j, d)


def _table(old: Items, new: Items) -> list[list[int]]:
    """table[i][j] is the length of the longest common subsequence of old[i:] and new[j:]."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        row, below = table[i], table[i + 1]
        for j in range(len(new) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if old[i] == new[j] else max(below[j], row[j + 1])
    return table
