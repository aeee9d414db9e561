"""Which system account the servers run as: ourselves, or `nobody` when we are root.

PostgreSQL refuses to run as root. We create no account and change the permissions of no directory
that is not ours, so as root the servers run as the account every system has.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

from config.embedded.errors import EmbeddedServerError


class Identity(TypedDict, total=False):
    """Arguments for `subprocess` that make a child run as another account."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class Account:
    """Who runs the servers. `switch` says whether that is somebody else than we are."""

    uid: int
    gid: int
    switch: bool

    @property
    def identity(self) -> Identity:
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": ()}

    def can_enter(self, directory: Path) -> bool:
        """Tried for real: access lists and mount options are not in the permission bits."""
        return self.can_run(["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)])

    def can_run(self, command: Sequence[str]) -> bool:
        try:
            done = subprocess.run(
                command, capture_output=True, check=False, cwd="/", **self.identity
            )
        except OSError:
            return False
        return done.returncode == 0

    def own_directory(self, directory: Path) -> None:
        """Create it for this account alone, or check that it is so already."""
        directory.mkdir(mode=0o700, exist_ok=True)
        found = directory.lstat()
        if found.st_uid == os.getuid() != self.uid and not any(directory.iterdir()):
            os.chown(directory, self.uid, self.gid)
            found = directory.lstat()
        if directory.is_symlink() or found.st_uid != self.uid or found.st_mode & 0o077:
            raise EmbeddedServerError(
                f"{directory} belongs to somebody else or is open to others."
                " Remove it, or set DATABASE_URL and REDIS_URL to servers of your own."
            )


@cache
def server_account() -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedServerError(
            "PostgreSQL does not run as root, and this system has no account `nobody`."
            " Run this as an ordinary user, or set DATABASE_URL and REDIS_URL."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid, switch=True)


@cache
def our_name() -> str:
    """The system name PostgreSQL sees at its socket when one of our commands connects."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise EmbeddedServerError(
            f"The system knows no name for user {os.geteuid()}, and PostgreSQL needs one."
            " Run this as a named user, or set DATABASE_URL and REDIS_URL."
        ) from None
