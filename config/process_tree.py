"""Several programs as one: started together, started again when one dies, stopped together."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGQUIT, SIGTERM, Signals

import psutil

from config.processes import dies_with_parent, kill_group, stop_process

SECONDS_BETWEEN_LOOKS = 0.2
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
#: A program that ran this long is taken for healthy again.
SECONDS_TO_TRUST = 30.0
SECONDS_TO_STOP = 10.0
SECONDS_TO_QUIT = 5.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Program:
    """`after`: seconds that it leaves the processors to those which people wait for."""

    name: str
    command: Sequence[str]
    after: float = 0.0


@dataclass
class Child:
    """A program, the process that runs it now, and when it may be started again."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float = 0.0

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class ProcessTree:
    """`record` names what runs, so that a later start can clear away what a kill left over."""

    programs: Sequence[Program]
    environment: Mapping[str, str]
    directory: Path
    record: Path
    say: Say
    children: list[Child] = field(default_factory=list)

    def start(self) -> None:
        now = time.monotonic()
        self.children = [Child(program, again_at=now + program.after) for program in self.programs]
        for child in self.children:
            if not child.program.after:
                self._start(child)

    def watch(self, stop: Callable[[], bool]) -> None:
        """Until `stop()` says so; it is asked at every look."""
        while not stop():
            for child in self.children:
                self._look_after(child)
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def stop(self) -> None:
        """Ask all of them, wait, then insist. A task that is cut off comes back to the queue."""
        running = [child.process for child in self.children if child.process is not None]
        for number, seconds in ((SIGTERM, SECONDS_TO_STOP), (SIGQUIT, SECONDS_TO_QUIT)):
            _signal(running, number)
            _wait(running, seconds)
        for process in running:
            kill_group(process.pid)
            process.wait()
        self.record.unlink(missing_ok=True)

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(
            child.program.command,
            stdin=subprocess.DEVNULL,
            cwd=self.directory,
            env=self.environment,
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            preexec_fn=dies_with_parent(SIGTERM),  # noqa: PLW1509 -- this process has one thread
        )
        child.started = time.monotonic()
        self._write_record()

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.runs or child.process is None:
            if child.process is None and now >= child.again_at:
                self._start(child)
            return
        kill_group(child.process.pid)  # its own children, which nobody would stop otherwise
        if now - child.started > SECONDS_TO_TRUST:
            child.pause = FIRST_PAUSE
        self.say(
            f"{child.program.name} ended ({_reason(child.process.returncode)});"
            f" it is started again in {child.pause:.0f} s."
        )
        child.process = None
        child.again_at = now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _write_record(self) -> None:
        running = [
            {"pid": child.process.pid, "created": psutil.Process(child.process.pid).create_time()}
            for child in self.children
            if child.process is not None and child.runs
        ]
        draft = self.record.with_suffix(".part")
        draft.write_text(json.dumps({"boot": psutil.boot_time(), "running": running}))
        draft.rename(self.record)


def stop_leftovers(record: Path) -> int:
    """End what an earlier tree left running when it was killed; how many groups there were."""
    try:
        found = json.loads(record.read_text())
    except (OSError, ValueError):
        return 0
    if abs(found["boot"] - psutil.boot_time()) > 1:
        return 0  # the numbers belong to others since the machine was started again
    return sum(_stop_leftover(entry["pid"], entry["created"]) for entry in found["running"])


def _stop_leftover(leader: int, created: float) -> bool:
    """A group keeps its number while it has members, so members without leader are ours."""
    try:
        process = psutil.Process(leader)
        if abs(process.create_time() - created) > 1:
            return False
        stop_process(process, SIGTERM, patience=5)
    except psutil.NoSuchProcess:
        pass
    left = any(_group(process) == leader for process in psutil.process_iter())
    kill_group(leader)
    return left


def _group(process: psutil.Process) -> int:
    try:
        return os.getpgid(process.pid)
    except OSError:
        return 0


def _signal(processes: Sequence[subprocess.Popen[bytes]], number: Signals) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(number)


def _wait(processes: Sequence[subprocess.Popen[bytes]], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(process.poll() is None for process in processes):
        time.sleep(0.05)


def _reason(code: int) -> str:
    return f"signal {Signals(-code).name}" if code < 0 else f"exit code {code}"
