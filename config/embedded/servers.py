"""What the keeper knows about a server: how to start it, whether it answers, how to stop it."""

import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from config.embedded.accounts import Account
from config.processes import dies_with_parent, stop_process

#: Above this size a log is started anew. Nobody reads further back on a laptop.
LONGEST_LOG = 5_000_000

#: The server's own words in English and its clock in UTC, whatever the terminal says.
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}

PROGRAMS = ("postgres", "valkey-server", "redis-server")


@dataclass
class Server:
    """One server process. `stop_signal` makes it end at once but in order."""

    name: str
    command: Sequence[str]
    account: Account
    directory: Path
    log: Path
    #: Files that say who runs here; the first is read for it.
    claims: Sequence[Path]
    answers: Callable[["Server"], bool]
    stop_signal: signal.Signals
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        self.stop_leftovers()
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.unlink()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                env=ENVIRONMENT,
                start_new_session=True,
                preexec_fn=dies_with_parent(self.stop_signal),  # noqa: PLW1509 -- one thread
                **self.account.identity,
            )

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        """The last line of the log that says why."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        told = [line for line in lines[-20:] if "FATAL" in line or "rror" in line]
        return (told or lines or ["no reason was logged"])[-1].strip()

    def stop(self) -> None:
        if self.process is not None:
            stop_process(psutil.Process(self.process.pid), self.stop_signal)
            self.process.wait()
            self.process = None

    def stop_leftovers(self) -> None:
        """End what outlived its keeper, then drop the files that name it.

        The number in such a file proves nothing: it may belong to somebody else by now, or to a
        process that is dead but that nobody has collected. What works in the server's own directory
        is the server.
        """
        for process in psutil.process_iter():
            if _works_in(process, self.directory):
                stop_process(process, self.stop_signal)
        for claim in self.claims:
            claim.unlink(missing_ok=True)


def _works_in(process: psutil.Process, directory: Path) -> bool:
    try:
        return (
            process.status() != psutil.STATUS_ZOMBIE
            and process.name() in PROGRAMS
            and Path(process.cwd()) == directory.resolve()
        )
    except psutil.Error:
        return False
