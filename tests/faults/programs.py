"""Programs of the system, started for a test in process groups of their own, and killed in it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import redis

from config.embedded.binaries import valkey_program
from tests.ports import free_port

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
        wait_until(lambda: not any(runs(pid) for pid in family), 30, "every process to be gone")
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


class Warm(Program):
    """Forks programs of Celery (`tests.faults.warm`), so that none of them loads Django anew."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        command = (sys.executable, "-W", "ignore:You're running the worker")
        super().__init__(*(*command, "-m", "tests.faults.warm"), log=log, environment=environment)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()
        super()._end(how)

    def fork(self, log: Path, *arguments: str) -> int:
        """The process, which leads a group of its own."""
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(log), *arguments]).encode() + b"\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


class Forked(Program):
    """A program of Celery that `warm` starts."""

    def __init__(self, warm: Warm, app: str, *arguments: str, log: Path) -> None:
        super().__init__("-A", app, "--quiet", *arguments, "--loglevel", "WARNING", log=log)
        self.warm = warm
        self.pid = 0

    def start(self) -> None:
        self.pid = self.warm.fork(self.log, *self.command)

    @property
    def children(self) -> list[int]:
        try:
            return [child.pid for child in psutil.Process(self.pid).children()]
        except psutil.NoSuchProcess:
            return []

    @property
    def is_dead(self) -> bool:
        return bool(self.pid) and not runs(self.pid)

    def _end(self, how: signal.Signals) -> None:
        if not self.pid:
            return
        family = [self.pid, *self.children]
        with suppress(ProcessLookupError):
            os.killpg(self.pid, how)
        wait_until(lambda: not any(runs(pid) for pid in family), 30, "every process to be gone")
        self.pid = 0


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
        time.sleep(0.02)
    return time.monotonic() - began


def runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
