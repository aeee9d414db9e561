"""Programs of the system, started for a test in process groups of their own, and killed in it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import redis

from config.embedded.binaries import valkey_program
from tests.mail_server import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


class Program:
    """A command with everything it starts. What it says is added to `log`."""

    def __init__(self, *command: str, log: Path, environment: dict[str, str] | None = None) -> None:
        self.command = command
        self.log = log
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to every member of the group at once; returns when all of them are gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        """SIGSTOP: connections stay open, and nobody answers."""
        self._tell(signal.SIGSTOP)

    def thaw(self) -> None:
        self._tell(signal.SIGCONT)

    @property
    def children(self) -> list[int]:
        try:
            return [child.pid for child in psutil.Process(self.process.pid).children()]
        except (AttributeError, psutil.NoSuchProcess):
            return []

    @property
    def is_dead(self) -> bool:
        """Killed by itself, or by somebody else."""
        return self.process is not None and self.process.poll() is not None

    def _tell(self, what: signal.Signals) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, what)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        family = [self.process.pid]
        if psutil.pid_exists(self.process.pid):
            parent = psutil.Process(self.process.pid)
            family += [child.pid for child in parent.children(recursive=True)]
            os.killpg(self.process.pid, how)
        self.process.wait(30)
        wait_until(lambda: not any(_runs(pid) for pid in family), 30, "every process to be gone")
        self.process = None


class Valkey(Program):
    """A broker of our own, without a file: what it forgets is forgotten."""

    def __init__(self, directory: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        program = valkey_program(directory)
        super().__init__(
            *(program, "--port", str(self.port), "--bind", "127.0.0.1"),
            *("--save", "", "--appendonly", "no", "--dir", str(directory)),
            log=directory / "valkey.log",
        )

    def start(self) -> None:
        super().start()
        wait_until(self.answers, 10, "the broker")

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def forget(self) -> None:
        """FLUSHALL."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()


def worker(log: Path, environment: dict[str, str], app: str = "config.celery") -> Program:
    """Two processes, as `manage.py up` starts them."""
    options = ("--concurrency", "2", "--without-gossip", "--without-mingle")
    return celery(app, "worker", *options, log=log, environment=environment)


def celery(app: str, *arguments: str, log: Path, environment: dict[str, str]) -> Program:
    python = (sys.executable, "-W", "ignore:You're running the worker")
    return Program(
        *(*python, "-m", "celery", "-A", app, "--quiet", *arguments, "--loglevel", "WARNING"),
        log=log,
        environment=environment,
    )


def wait_until(true: Callable[[], object], seconds: float, what: str) -> float:
    """The seconds it took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"Waited {seconds} s for {what}")
        time.sleep(0.01)
    return time.monotonic() - began


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
