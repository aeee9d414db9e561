"""What deliverers write down as they go, so that it is known where each was when it was killed.

One line per step, appended by one `write` to a file: what was written outlives SIGKILL. A mail is
named by its Message-ID, a row by its key.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path


class Point(StrEnum):
    """Where a deliverer can be killed."""

    BEFORE_CLAIM = "before claim"
    AFTER_CLAIM = "after claim"
    BEFORE_DATA = "before SMTP DATA"
    AFTER_250 = "after 250, before commit"
    AFTER_COMMIT = "after commit"


@dataclass(frozen=True)
class Orders:
    """What a worker that reads them is to suffer: death number `strike`, at its `after`th pass."""

    point: str = ""
    strike: int = 0
    after: int = 1
    #: The whole worker is killed, not the one process.
    is_whole: bool = False
    #: The name of a guard that is removed.
    sabotage: str = ""


@dataclass
class Attempt:
    """One mail in the hands of one process."""

    process: int
    mail: str
    rows: list[str]
    #: Its text was on its way.
    is_sent: bool = False
    is_answered: bool = False
    settled: list[str] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return set(self.settled) >= set(self.rows)


class Journal:
    """A directory: the orders, the steps, and a file for each who died by order."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._steps = directory / "steps"

    def order(self, orders: Orders) -> None:
        new = self.directory / "orders.new"
        new.write_text(json.dumps(asdict(orders)))
        new.replace(self.directory / "orders")

    def orders(self) -> Orders:
        try:
            return Orders(**json.loads((self.directory / "orders").read_text()))
        except FileNotFoundError:
            return Orders()

    def may_strike(self, number: int) -> bool:
        """True for one process only: the one that is to die."""
        try:
            handle = os.open(self._struck(number), os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        os.write(handle, str(os.getpid()).encode())
        os.close(handle)
        return True

    def struck(self, number: int) -> int | None:
        """The process that died of it."""
        try:
            return int(self._struck(number).read_text() or 0) or None
        except FileNotFoundError:
            return None

    def note(self, step: str, *names: str) -> None:
        line = " ".join((str(os.getpid()), step, *names)) + "\n"
        handle = os.open(self._steps, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        os.write(handle, line.encode())
        os.close(handle)

    def attempts(self) -> list[Attempt]:
        """In the order in which they were begun."""
        found: list[Attempt] = []
        for line in self._lines():
            process, step, *names = line.split()
            if step == "claimed":
                found.append(Attempt(int(process), names[0], names[1:]))
                continue
            for attempt in reversed(found):
                if attempt.process == int(process) and names[0] in (attempt.mail, *attempt.rows):
                    _go_on(attempt, step, names[0])
                    break
        return found

    def _lines(self) -> Iterable[str]:
        return self._steps.read_text().splitlines() if self._steps.exists() else ()

    def _struck(self, number: int) -> Path:
        return self.directory / f"strike-{number}"


def _go_on(attempt: Attempt, step: str, name: str) -> None:
    if step == "sends":
        attempt.is_sent = True
    elif step == "answered":
        attempt.is_answered = True
    elif step == "settled":
        attempt.settled.append(name)
