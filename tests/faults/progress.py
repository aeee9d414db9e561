"""How far a script has come, on standard error, for whoever waits."""

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

SECONDS_BETWEEN_LINES = 20


class Progress:
    """A line now and then."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.began = self.said = time.monotonic()

    def say(self, how_far: str) -> None:
        now = time.monotonic()
        if now - self.said >= SECONDS_BETWEEN_LINES:
            self.said = now
            sys.stderr.write(f"{self.name}: {how_far}, after {now - self.began:.0f} s\n")

    def through(self, things: Sequence[T]) -> Iterator[tuple[int, T]]:
        for number, thing in enumerate(things):
            self.say(f"{number} of {len(things)}")
            yield number, thing
