"""Starting and ending processes so that none is left over, however their parent ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

import psutil

SET_PARENT_DEATH_SIGNAL = 1


def dies_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """For a child before it runs its program: get this signal when the parent dies (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(SET_PARENT_DEATH_SIGNAL, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), number)

    return ask


def die_with_parent() -> None:
    """This process itself ends, in order, when the one that started it is gone (Linux only)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(
            SET_PARENT_DEATH_SIGNAL, int(signal.SIGTERM), 0, 0, 0
        )


def stop_process(
    process: psutil.Process, stop_signal: signal.Signals, patience: float = 20
) -> None:
    """Ask, wait, insist."""
    for number, seconds in ((stop_signal, patience), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        try:
            process.send_signal(number)
            process.wait(seconds)
        except psutil.TimeoutExpired:
            continue
        except psutil.NoSuchProcess:
            return
        return


def kill_group(leader: int) -> None:
    """Whatever is left of the process group that `leader` began."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
