"""Where an embedded cluster keeps its sockets and its data."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from config.embedded.accounts import Account, server_account
from config.embedded.errors import EmbeddedServerError

PROJECT = Path(__file__).resolve().parent.parent.parent
FAMILY = "editorial-review"

#: A socket's address holds 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 103

ClusterName = Literal["main", "test"]


@dataclass(frozen=True)
class Cluster:
    """The addresses of one cluster; naming it touches nothing.

    The names follow from project, user and cluster, so every command finds the same sockets, and
    two copies of the project never share a server.
    """

    name: ClusterName

    @property
    def identity(self) -> str:
        named = f"{PROJECT}\0{os.geteuid()}\0{self.name}"
        return hashlib.sha256(named.encode()).hexdigest()[:12]

    @property
    def runtime(self) -> Path:
        """Short (socket addresses are), and gone after a restart of the machine."""
        directory = Path("/run") if os.geteuid() == 0 and Path("/run").is_dir() else Path("/tmp")  # noqa: S108 -- made 0700 and checked before use
        return directory / f"{FAMILY}-{self.identity}"

    @property
    def sockets(self) -> Path:
        return self.runtime / "s"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey"

    @property
    def addresses(self) -> tuple[Path, Path]:
        """Of PostgreSQL, whose name for its socket is fixed, and of Valkey."""
        return self.sockets / ".s.PGSQL.5432", self.valkey_socket

    @property
    def users_lock(self) -> Path:
        """Held shared by everyone attached."""
        return self.runtime / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper as long as it lives."""
        return self.runtime / "keeper.lock"

    @property
    def ready(self) -> Path:
        """Exists while both servers answer (and is stale when nobody holds `keeper_lock`)."""
        return self.runtime / "ready"

    def prepare_runtime(self) -> None:
        """Make the runtime directory, ours alone; refuse one that somebody else put there."""
        ours = Account(os.geteuid(), os.getegid(), switch=False)
        self.runtime.mkdir(mode=0o700, exist_ok=True)
        found = self.runtime.lstat()
        if self.runtime.is_symlink() or found.st_uid != ours.uid or found.st_mode & 0o022:
            raise EmbeddedServerError(
                f"{self.runtime} belongs to somebody else. Remove it and try again."
            )
        if server_account().switch:
            self.runtime.chmod(0o711)  # the server account passes through to its sockets
        server_account().own_directory(self.sockets)
        longest = self.sockets / ".s.PGSQL.5432.lock"
        if len(os.fsencode(longest)) > LONGEST_SOCKET_PATH:
            raise EmbeddedServerError(f"{longest} is too long for the address of a socket.")


def state_directory(cluster: Cluster) -> Path:
    """The directory of the cluster's data, where it is already or where it can be made.

    In the project's `var/` when the server account gets there; otherwise in a directory per project
    outside, because a project under /root stays closed to everyone else.
    """
    inside = PROJECT / "var" / ("embedded" if cluster.name == "main" else "embedded-test")
    candidates = [inside, _outside(cluster)]
    for candidate in candidates:
        if (candidate / "postgresql").is_dir() and server_account().can_enter(candidate):
            return candidate
    for candidate in candidates:
        if _makes(candidate) and server_account().can_enter(candidate):
            return candidate
    raise EmbeddedServerError(
        f"Neither {candidates[0]} nor {candidates[1]} can hold the database."
        " Make one of them writable, or set DATABASE_URL and REDIS_URL."
    )


def _outside(cluster: Cluster) -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib") / FAMILY / cluster.identity
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / FAMILY / cluster.identity


def _makes(directory: Path) -> bool:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(directory, os.W_OK | os.X_OK)
