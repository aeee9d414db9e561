"""Ask one teller about many works: neither a bad work nor a bad hour spoils the others."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from references.models.standing import Teller
from references.remote import crossref, pubmed
from references.remote.answers import Answer
from references.remote.exceptions import RemoteError
from references.standing.family import Work

#: After so many questions in a row without an answer, a teller is left alone.
MOST_FAILURES = 3
#: For one question with all its repetitions.
SECONDS_PER_QUESTION = 20.0


class OutOfTime(Exception):
    """The run is over. What was not answered until now was not asked, and is no failure."""


class Question(Protocol):
    def __call__(
        self, numbers: Iterable[str], *, deadline: float, fresh: bool
    ) -> dict[str, Answer]: ...


@dataclass
class Source:
    """A teller that is asked by numbers, and how it behaves in this run."""

    teller: Teller
    numbers_of: Callable[[Work], list[str]]
    question: Question
    failures: int = 0
    trouble: str = ""

    @property
    def is_down(self) -> bool:
        return self.failures >= MOST_FAILURES


@dataclass
class Replies:
    """By number: what is known of it (None for a number nobody knows), or why nothing came."""

    answers: dict[str, Answer | None] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def sources() -> list[Source]:
    """Those asked in a check, each fresh for one run."""
    return [
        Source(Teller.CROSSREF, lambda work: work.dois, _crossref),
        Source(Teller.PUBMED, lambda work: work.pmids, _pubmed),
    ]


def ask(source: Source, numbers: Iterable[str], *, deadline: float) -> Replies:
    """All in one question; where it fails, in halves, later, until the culprit stands alone.

    `deadline` is a moment of `time.monotonic()`. Raises `OutOfTime`.
    """
    replies = Replies()
    waiting = deque([list(dict.fromkeys(numbers))])
    while waiting:
        batch = waiting.popleft()
        if source.is_down:
            replies.failures |= dict.fromkeys(batch, source.trouble)
        elif batch:
            waiting.extend(_asked(source, batch, replies, deadline))
    return replies


def _asked(source: Source, batch: list[str], replies: Replies, deadline: float) -> list[list[str]]:
    """What is to be asked again."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTime
    until = time.monotonic() + min(left, SECONDS_PER_QUESTION)
    try:
        found = source.question(batch, deadline=until, fresh=True)
    except RemoteError as error:
        if left < SECONDS_PER_QUESTION:
            raise OutOfTime from error
        source.failures += 1
        source.trouble = str(error)
        if len(batch) == 1:
            replies.failures[batch[0]] = str(error)
            return []
        half = len(batch) // 2
        return [batch[:half], batch[half:]]
    source.failures = 0
    replies.answers |= {number: found.get(number) for number in batch}
    return []


def _crossref(numbers: Iterable[str], *, deadline: float, fresh: bool) -> dict[str, Answer]:
    return crossref.works(numbers, deadline=deadline, fresh=fresh)


def _pubmed(numbers: Iterable[str], *, deadline: float, fresh: bool) -> dict[str, Answer]:
    return pubmed.articles(numbers, deadline=deadline, fresh=fresh)
