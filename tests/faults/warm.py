"""Starts Celery's programs by forking: a worker that is killed two hundred times loads Django once.

Reads commands from standard input, a JSON list each: the file that gets what the program says, and
the arguments of `celery`. Answers each with a line, the process of a session of its own.
"""

import json
import os
import signal
import sys

from celery.bin.celery import main

import tests.faults.struck  # noqa: F401 -- loads Django, and everything that a worker needs


def begin(log: str, arguments: list[str]) -> None:
    """Never returns."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, place in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(ours, place)
    sys.argv = ["celery", *arguments]
    main()


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who died
    for line in sys.stdin:
        log, *arguments = json.loads(line)
        process = os.fork()
        if not process:
            begin(log, arguments)
        sys.stdout.write(f"{process}\n")
        sys.stdout.flush()
