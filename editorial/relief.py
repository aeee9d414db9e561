"""Going on while somebody waits: what one run of deliveries does when the mail server hangs.

A run sends one message after the other. Where a message takes longer than `PATIENCE`, another lane
of the same run, with a connection of its own, goes on with the next ones meanwhile; so a hang keeps
nobody from their mail. A message that takes longer than `LONGEST` is cut off: that is what a hang
costs at most, whatever the server does.

Nor does the next run wait for a hang of the last: when nothing else is left to do, a message that
hangs may be left to its lane, which writes down what came of it, and ends.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Generic, TypeVar

from django.db import connection

from editorial.post import Post

log = logging.getLogger(__name__)

T = TypeVar("T")
Lane = Callable[[Post, "Turns"], T]

#: Seconds after which a message is held to hang.
PATIENCE: Final = 2.0
#: Seconds after which the dialogue about one message is cut off.
LONGEST: Final = 25.0
#: Seconds between two looks.
TICK: Final = 0.5
#: As many hang at once in a process before others have to wait for one of them.
MOST_LANES: Final = 8

#: The connections of lanes that were left, in this process.
still_hanging: set[Post] = set()


class Turns:
    """How much a run does at most, all of its lanes together."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._left = limit
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._is_idle = False

    def take(self) -> bool:
        """Whether there is one more to be done."""
        with self._lock:
            if self._left <= 0 or time.monotonic() > self._end:
                return False
            self._left -= 1
            return True

    def nothing_left(self) -> None:
        """A lane found nothing to do: none is begun any more."""
        self._is_idle = True

    def end(self) -> None:
        self._left = 0

    @property
    def are_over(self) -> bool:
        return self._is_idle or self._left <= 0 or time.monotonic() > self._end


def in_lanes(lane: Lane[T], turns: Turns, *, may_leave: bool = False) -> list[T]:
    """What the lanes came to. One begins; others only while all before them hang.

    The first runs in this thread. But where the caller `may_leave`, each has a thread of its own:
    those that hang in the end are not waited for, and not told of.
    """
    run = _Run(lane, turns)
    if may_leave:
        run.begin()
    first = None if may_leave else run.join()
    watching = run.pool.submit(run.watch)
    try:
        done = [] if first is None else [run.go(first)]
    finally:
        left = run.end(may_leave=may_leave)
        run.pool.shutdown(wait=False)
    if not left:
        watching.result()
    return done + [future.result() for post, future in run.futures.items() if post not in left]


class _Run(Generic[T]):
    """The lanes of one run, and who watches them."""

    def __init__(self, lane: Lane[T], turns: Turns) -> None:
        self.lane = lane
        self.turns = turns
        #: Of the lanes that are at work.
        self.posts: list[Post] = []
        #: Of the lanes that have a thread.
        self.futures: dict[Post, Future[T]] = {}
        self.pool = ThreadPoolExecutor(MOST_LANES + 1)
        self.changed = threading.Condition()

    def join(self) -> Post:
        with self.changed:
            self.posts.append(Post())
            return self.posts[-1]

    def go(self, post: Post) -> T:
        """One lane, from its beginning to its end."""
        try:
            with post:
                return self.lane(post, self.turns)
        finally:
            with self.changed:
                self.posts.remove(post)
                still_hanging.discard(post)
                self.changed.notify_all()

    def begin(self) -> None:
        """One more, in a thread."""
        post = self.join()
        self.futures[post] = self.pool.submit(self._go_in_thread, post)

    def watch(self) -> None:
        """Until every lane has ended, left or not."""
        with self.changed:
            while self.posts:
                for post in self.posts:
                    if post.seconds() > LONGEST:
                        post.cut()
                is_room = len(self.posts) + len(still_hanging) < MOST_LANES
                if self._all_hang and is_room and not self.turns.are_over:
                    self.begin()
                self.changed.wait(TICK)

    def end(self, *, may_leave: bool) -> list[Post]:
        """Wait for the lanes, or only for those that do not hang. Returns those that do."""
        with self.changed:
            while self.posts and not (may_leave and self._all_hang and self.turns.are_over):
                self.changed.wait(TICK)
            self.turns.end()
            still_hanging.update(self.posts)
            left = list(self.posts)
        for post in left:
            log.info("A delivery left a message to its lane, where it hangs")
            self.futures[post].add_done_callback(_tell)
        return left

    @property
    def _all_hang(self) -> bool:
        return all(post.seconds() > PATIENCE for post in self.posts)

    def _go_in_thread(self, post: Post) -> T:
        try:
            return self.go(post)
        finally:
            connection.close()


def _tell(left: Future[T]) -> None:
    """Nobody else looks at what became of it."""
    if error := left.exception():
        log.error("A lane that was left ended with an error", exc_info=error)
