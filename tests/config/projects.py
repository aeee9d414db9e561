"""A copy of the project in a directory of its own, so that a test may kill what runs there."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("config", "references", "articles", "editorial", "manage.py")
OURS = (
    *("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SIGNING_KEY", "SIGNING_KEYS_BEFORE"),
    *("SITE_URL", "DEBUG", "DEMO"),
)


@dataclass
class Project:
    """Run commands in it; everything that they start carries its path or its socket directory."""

    path: Path

    @property
    def environment(self) -> dict[str, str]:
        return {name: value for name, value in os.environ.items() if name not in OURS}

    def python(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.path,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    @contextmanager
    def start(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """Killed at the end, unless it ended before."""
        with subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.path,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as running:
            yield running
            running.kill()

    @property
    def runtime(self) -> Path:
        asked = "from config.embedded.places import Cluster; print(Cluster('main').runtime)"
        return Path(self.python("-c", asked).stdout.strip())

    def processes(self) -> list[psutil.Process]:
        """All that run here or serve here, but for zombies."""
        marks = (str(self.path), str(self.runtime))
        return [
            process
            for process in psutil.process_iter()
            if _is_alive(process) and any(mark in _described(process) for mark in marks)
        ]

    def named(self, name: str) -> psutil.Process:
        """The eldest process of this program."""
        found = [process for process in self.processes() if name in _command(process)]
        return min(found, key=lambda process: process.create_time())

    def clean_up(self) -> None:
        for process in self.processes():
            process.kill()
        wait_until(lambda: not self.processes())
        self.python("-m", "config.embedded.forget")
        shutil.rmtree(self.runtime, ignore_errors=True)


def copy_project(target: Path) -> Project:
    target.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / part)
    return Project(target.resolve())


def next_line(running: subprocess.Popen[str], marked: str = "") -> str:
    """The next line it writes that has the mark in it; fails with all it wrote if none comes."""
    assert running.stdout is not None
    said = []
    for line in running.stdout:
        said.append(line)
        if marked in line:
            return line.strip()
    raise AssertionError("".join(said))


def wait_until(true: Callable[[], object], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.pid != os.getpid()
    except psutil.Error:
        return False


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _described(process: psutil.Process) -> str:
    try:
        return f"{_command(process)} {process.cwd()}"
    except psutil.Error:
        return _command(process)
