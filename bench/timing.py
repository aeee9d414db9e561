"""Two things timed in turn, and what came of it in one line."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median

Work = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """Medians over the rounds, in seconds; `ratio` is the median of each round's own ratio."""

    ours: float
    bare: float
    ratio: float


@dataclass(frozen=True)
class Measured:
    """`ratio`: our time divided by the baseline's. `figures` are absolute, unit in the name."""

    name: str
    ratio: float
    baseline: str
    figures: Mapping[str, float]
    sizes: Mapping[str, int] = field(default_factory=dict)
    note: str = ""

    @property
    def line(self) -> str:
        figures = ", ".join(f"{name} {number(value)}" for name, value in self.figures.items())
        sizes = ", ".join(f"{value:,} {name}" for name, value in self.sizes.items())
        told = (
            f"{self.name:<10} {number(self.ratio):>6} x {self.baseline:<22} | {figures} | {sizes}"
        )
        return f"{told} | {self.note}" if self.note else told


def number(value: float) -> str:
    """Three significant digits, without an exponent."""
    whole = 100
    return f"{value:,.0f}" if abs(value) >= whole else f"{value:.3g}"


def interleaved(ours: Work, bare: Work, rounds: int, *, before: Work = lambda: None) -> Timing:
    """Time both, one after the other, in changing order; a first round warms up and is dropped.

    `before` is called ahead of each, outside the time.
    """
    rows = []
    for turn in range(rounds + 1):
        pair = [(0, ours), (1, bare)]
        spent = [0.0, 0.0]
        for place, work in pair if turn % 2 else reversed(pair):
            before()
            spent[place] = seconds(work)
        rows.append(spent)
    return timing(rows[1:])


def timing(rounds: list[list[float]]) -> Timing:
    """From pairs of seconds: ours, and the baseline's."""
    return Timing(
        ours=median(ours for ours, _bare in rounds),
        bare=median(bare for _ours, bare in rounds),
        ratio=median(ours / bare for ours, bare in rounds),
    )


def seconds(work: Work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
