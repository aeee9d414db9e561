"""Advisory file locks. The kernel drops them with the process: `kill -9` leaves nothing behind."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass
class FileLock:
    """One lock file, opened once. Never deleted: two people must always lock the same file."""

    path: Path
    descriptor: int = -1

    def open(self) -> int:
        if self.descriptor < 0:
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            self.descriptor = os.open(self.path, flags, 0o600)
        return self.descriptor

    def share(self) -> None:
        """Wait for a place among the users."""
        fcntl.flock(self.open(), fcntl.LOCK_SH)

    def try_own(self) -> bool:
        """Take it alone, if nobody else holds it; do not wait."""
        try:
            fcntl.flock(self.open(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
