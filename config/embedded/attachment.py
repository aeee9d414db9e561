"""Attach this process to an embedded cluster, and start the cluster if nobody has.

Two locks say everything, and the kernel drops both with their process:

* `users.lock` is held shared by everyone attached; the keeper owns it only while it stops;
* `keeper.lock` is held by the keeper. Whoever gets it finds no keeper, and hands the lock, still
  locked, to the keeper it starts. So of two commands that begin at once, one starts the servers.
"""

import atexit
import os
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from config.embedded.errors import EmbeddedServerError
from config.embedded.keeper import READY, SECONDS_TO_START
from config.embedded.locks import FileLock
from config.embedded.places import PROJECT, Cluster, ClusterName

SECONDS_TO_STOP = 30


class Attachment:
    """Our place among the users of a cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.users = FileLock(cluster.users_lock)
        self.keeper: subprocess.Popen[str] | None = None
        self.owner = os.getpid()

    def open(self) -> None:
        """Come back when both servers answer. Raises EmbeddedServerError with one line."""
        self.cluster.prepare_runtime()
        self.users.share()
        deadline = time.monotonic() + SECONDS_TO_START + 10
        while not self.ensure():
            if time.monotonic() > deadline:
                raise EmbeddedServerError(
                    "PostgreSQL and Valkey are being started by another command, and do not"
                    " answer. Stop it, then try again."
                )
            time.sleep(0.05)

    def ensure(self) -> bool:
        """Whether both servers answer; where no keeper lives, one is started first."""
        lock = FileLock(self.cluster.keeper_lock)
        try:
            if lock.try_own():
                self._start_keeper(lock)
                return True
        finally:
            lock.release()
        return self.cluster.ready.exists() and all(map(_accepts, self.cluster.addresses))

    def _start_keeper(self, lock: FileLock) -> None:
        self.cluster.ready.unlink(missing_ok=True)
        with (self.cluster.runtime / "keeper.log").open("ab") as log:
            self.keeper = subprocess.Popen(
                [sys.executable, "-m", "config.embedded.keeper", self.cluster.name],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=PROJECT,
                start_new_session=True,
                pass_fds=(lock.open(),),
            )
        assert self.keeper.stdout is not None  # noqa: S101 -- it is a pipe, just made
        with self.keeper.stdout as words:
            answer = words.readline().strip()
        if answer != READY:
            log_path = self.cluster.runtime / "keeper.log"
            raise EmbeddedServerError(answer or f"The servers were not started. See {log_path}")

    def close(self) -> None:
        """Leave; if we started the servers and nobody else uses them, wait until they are gone."""
        if os.getpid() != self.owner:
            return  # a forked child: the place belongs to its parent
        self.users.release()
        if self.keeper is None:
            return
        deadline = time.monotonic() + SECONDS_TO_STOP
        while self.keeper.poll() is None and time.monotonic() < deadline:
            if self.cluster.ready.exists() and self._others_attached():
                return
            time.sleep(0.05)

    def _others_attached(self) -> bool:
        lock = FileLock(self.cluster.users_lock)
        try:
            return not lock.try_own()
        finally:
            lock.release()


def _accepts(address: Path) -> bool:
    """A server that was killed a moment ago is still ready to its keeper, but not here."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(address))
    except OSError:
        return False
    return True


@cache
def attach(name: ClusterName) -> Attachment:
    """Attach this process, once, until it ends."""
    attachment = Attachment(Cluster(name))
    atexit.register(attachment.close)
    try:
        attachment.open()
    except EmbeddedServerError:
        attachment.users.release()
        raise
    return attachment
