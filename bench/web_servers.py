"""Web servers of our own, started as `manage.py up` starts its one, and stopped with us."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from signal import SIGTERM

import psutil

from config.management.commands.up import HOST, programs
from config.processes import dies_with_parent, kill_group, stop_process

#: Below those that systems give to outgoing connections.
PORTS = range(20_000, 32_000)
SITE = "config.wsgi:application"
SECONDS_TO_START = 30


@contextmanager
def web_server(application: str, environment: dict[str, str]) -> Iterator[int]:
    """Its port, once it answers there."""
    port = free_port()
    command = [application if part == SITE else part for part in programs(port)[0].command]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,  # what it says is no line of ours
        env=os.environ | environment,
        start_new_session=True,
        preexec_fn=dies_with_parent(SIGTERM),  # noqa: PLW1509 -- this process has one thread
    ) as server:
        try:
            wait_for(port, server)
            yield port
        finally:
            with suppress(psutil.NoSuchProcess):
                stop_process(psutil.Process(server.pid), SIGTERM)
            kill_group(server.pid)


def free_port() -> int:
    chance = random.SystemRandom()
    while True:
        port = chance.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("A web server of the bench did not start.")
