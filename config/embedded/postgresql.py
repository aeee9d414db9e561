"""The embedded PostgreSQL: its data directory, its settings, its two roles."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from config.embedded.accounts import our_name, server_account
from config.embedded.binaries import PostgresqlPrograms
from config.embedded.errors import EmbeddedServerError
from config.embedded.places import Cluster
from config.embedded.servers import ENVIRONMENT, Server

#: Owns the database and may create others (for tests), but is no superuser: what a trigger refuses,
#: this role cannot switch off for the whole server.
ROLE = "editorial"
DATABASE = "editorial"

FIRST_COMMANDS = f"""\
CREATE ROLE {ROLE} LOGIN CREATEDB;
CREATE DATABASE {DATABASE} OWNER {ROLE};
"""
#: Tests empty tables that refuse to be emptied, so there the role may switch triggers off.
TEST_COMMANDS = f"GRANT SET ON PARAMETER session_replication_role TO {ROLE};\n"
#: Tests throw their data away, so a lost write after a power cut costs them nothing.
TEST_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
BUILTIN_LOCALE_SINCE = 17


def postgresql(cluster: Cluster, state: Path, programs: PostgresqlPrograms) -> Server:
    """The server over an initialised data directory."""
    data = state / "postgresql" / "data"
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **(TEST_SETTINGS if cluster.name == "test" else {}),
    }
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    return Server(
        name="PostgreSQL",
        command=[programs.named("postgres"), "-D", str(data), *options],
        account=server_account(),
        directory=data,
        log=state / "postgresql.log",
        claims=[data / "postmaster.pid", cluster.sockets / ".s.PGSQL.5432.lock"],
        answers=_is_ready,
        stop_signal=signal.SIGINT,
    )


def initialise(cluster: Cluster, state: Path, programs: PostgresqlPrograms) -> None:
    """Make the data directory, unless it is there. Interrupted at any point, it starts again."""
    home = state / "postgresql"
    data = home / "data"
    server_account().own_directory(home)
    if data.exists():
        _require_same_major(data, programs)
        return
    unfinished = home / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    locale = ["--locale=C"]
    if programs.major >= BUILTIN_LOCALE_SINCE:
        locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["-U", "postgres", "--auth-local=peer", "--auth-host=reject"]
    _run([programs.named("initdb"), "-D", str(unfinished), "-E", "UTF8", *access, *locale])
    _admit_only_us(unfinished)
    _run(
        [programs.named("postgres"), "--single", "-D", str(unfinished), "postgres"],
        commands=FIRST_COMMANDS + (TEST_COMMANDS if cluster.name == "test" else ""),
    )
    unfinished.rename(data)


def _admit_only_us(data: Path) -> None:
    """Whoever started this may connect; other processes of the server account may not."""
    for name, text in {
        "pg_hba.conf": "local all all peer map=us\n",
        "pg_ident.conf": f'us "{our_name()}" {ROLE}\nus "{our_name()}" postgres\n',
    }.items():
        (data / name).write_text(text)
        os.chown(data / name, server_account().uid, server_account().gid)


def _require_same_major(data: Path, programs: PostgresqlPrograms) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != str(programs.major):
        raise EmbeddedServerError(
            f"The data in {data} was written by PostgreSQL {made_by}, installed is"
            f" {programs.major}. Install that version again and make a backup, or move the"
            " directory away to start empty."
        )


def _run(command: list[str], commands: str = "") -> None:
    done = subprocess.run(
        command,
        input=commands,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        **server_account().identity,
    )
    if done.returncode != 0 or "ERROR:" in done.stderr:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise EmbeddedServerError(f"PostgreSQL could not prepare its data directory: {reason}")


def _is_ready(server: Server) -> bool:
    """PostgreSQL writes its process number and its status into the first and eighth line."""
    try:
        lines = server.claims[0].read_text().splitlines()
    except OSError:
        return False
    expected = str(server.process.pid) if server.process else ""
    status_line = 7
    return (
        len(lines) > status_line
        and lines[0].strip() == expected
        and lines[status_line].strip() == "ready"
    )
