"""`pg_dump` and `pg_restore`, run on the database that Django is pointed at."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from django.db import connection

from config.backup.archive import CHUNK
from config.backup.errors import BackupError
from config.embedded.binaries import client_program
from config.embedded.errors import EmbeddedServerError


def dumped(major: int, snapshot: str) -> Iterator[bytes]:
    """The database as that snapshot shows it. Ownership stays out: the restoring role owns all."""
    arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    with _running("pg_dump", major, arguments, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None  # noqa: S101 -- it is a pipe, just made
        while chunk := program.stdout.read(CHUNK):
            yield chunk


def restore_dump(major: int, dump: IO[bytes]) -> None:
    """Into an empty database, in one transaction.

    Triggers are made after the rows are in, so no trigger needs to be switched off for it.
    """
    arguments = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "-d"]
    with _running("pg_restore", major, arguments, stdin=subprocess.PIPE) as program:
        assert program.stdin is not None  # noqa: S101 -- it is a pipe, just made
        try:
            while chunk := dump.read(CHUNK):
                program.stdin.write(chunk)
            program.stdin.close()
        except BrokenPipeError:
            return  # it gave up, and says why


@contextmanager
def _running(
    name: str,
    major: int,
    arguments: list[str],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """Raises BackupError with its last words when it fails."""
    try:
        program = client_program(name, major)
    except EmbeddedServerError as error:
        raise BackupError(str(error)) from error
    settings = connection.settings_dict
    where, secrets = connection.client.settings_to_cmd_args_env(settings, ["-w", *arguments])
    environment = os.environ | {"LC_ALL": "C"} | (secrets or {})
    with TemporaryFile() as words:
        with subprocess.Popen(
            [program, *where[1:]], stdin=stdin, stdout=stdout, stderr=words, env=environment
        ) as running:
            try:
                yield running
            except BaseException:
                running.kill()
                raise
        if running.returncode != 0:
            words.seek(0)
            said = words.read().decode(errors="replace").strip().splitlines()
            told = [line for line in said if "error" in line] or said or ["no reason given"]
            raise BackupError(f"{name} failed: {told[0].removeprefix(f'{name}: ')}")
