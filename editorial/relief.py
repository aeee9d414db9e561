"""Going on while somebody waits: what one run of deliveries does when the mail server hangs.

A run sends one message after the other. Where a message takes longer than `PATIENCE`, another lane
of the same run, with a connection of its own, goes on with the next ones meanwhile; so a hang keeps
nobody from their mail. A message that takes longer than `LONGEST` is cut off: that is what a hang
costs at most, whatever the server does.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from django.db import connection

from editorial.post import Post

T = TypeVar("T")

#: Seconds after which a message is held to hang.
PATIENCE: Final = 2.0
#: Seconds after which the dialogue about one message is cut off.
LONGEST: Final = 25.0
#: Seconds between two looks.
TICK: Final = 0.5
#: As many hang at once before others have to wait for one of them.
MOST_LANES: Final = 8


class Turns:
    """How much a run does at most, all of its lanes together."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._left = limit
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self.is_idle = False

    def take(self) -> bool:
        """Whether there is one more to be done."""
        with self._lock:
            if self._left <= 0 or time.monotonic() > self._end:
                return False
            self._left -= 1
            return True

    def nothing_left(self) -> None:
        """A lane found nothing to do: none is begun any more."""
        self.is_idle = True


def in_lanes(lane: Callable[[Post, Turns], T], turns: Turns) -> list[T]:
    """What the lanes came to. The first runs here; others only while all before them hang."""
    posts: list[Post] = []
    others: list[Future[T]] = []
    is_over = threading.Event()

    def begin() -> T:
        try:
            with Post() as post:
                posts.append(post)
                return lane(post, turns)
        finally:
            connection.close()

    def watch(pool: ThreadPoolExecutor) -> None:
        while not is_over.wait(TICK):
            for post in posts:
                if post.seconds() > LONGEST:
                    post.cut()
            all_hang = all(post.seconds() > PATIENCE for post in posts)
            if all_hang and not turns.is_idle and len(posts) < MOST_LANES:
                others.append(pool.submit(begin))

    with ThreadPoolExecutor(MOST_LANES + 1) as pool, Post() as first:
        posts.append(first)
        watching = pool.submit(watch, pool)
        try:
            done = [lane(first, turns)]
            done.extend(other.result() for other in others)
        finally:
            is_over.set()
        watching.result()
    return done
