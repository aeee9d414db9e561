"""A mail server of our own that takes every message and forgets it, in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGTERM

from bench.web_servers import free_port, wait_for
from config.management.commands.up import HOST
from config.processes import dies_with_parent


@contextmanager
def mail_sink() -> Iterator[int]:
    """Its port, once it answers there."""
    port = free_port()
    program = ["-m", "aiosmtpd", "-n", "-l", f"{HOST}:{port}", "-c", "aiosmtpd.handlers.Sink"]
    with subprocess.Popen(
        [sys.executable, *program],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,  # what it says is no line of ours
        preexec_fn=dies_with_parent(SIGTERM),  # noqa: PLW1509 -- this process has one thread
    ) as server:
        try:
            wait_for(port, server)
            yield port
        finally:
            server.terminate()
