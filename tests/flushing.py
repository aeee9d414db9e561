"""Emptying the database after a test that really commits.

The tables that are kept for ever refuse TRUNCATE, and what migrations put in is needed by the next
test. So a flush lifts the triggers for its own transaction, and puts the migrations' rows back: as
`COPY` gave them, which takes a twentieth of the time that Django's own flush takes.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from psycopg import sql

_TABLES = """
    SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
_SET = "SELECT setval(%s, greatest(%s, last_value)) FROM pg_sequences WHERE sequencename = %s"
#: To empty a small table, DELETE takes a tenth of the time of TRUNCATE. Everything is emptied, so
#: TRUNCATE may take what refers to the table along. In bytes on disk.
LARGE = 2_000_000


@dataclass(frozen=True)
class KeptRows:
    """By table, what `COPY` gave; by sequence, how far it was."""

    tables: dict[str, bytes]
    sequences: dict[str, int]


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Without any trigger or foreign key check, for this transaction only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def keep() -> KeptRows:
    """Everything that is committed now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = {name: _copied(name) for name, size in cursor.fetchall() if size}
        cursor.execute(_SEQUENCES)
        return KeptRows(tables, {name: last or 1 for name, last in cursor.fetchall()})


def put_back(kept: KeptRows) -> None:
    """In place of whatever is there. No number that a row had since is given again."""
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        sizes = dict(cursor.fetchall())
        names = sql.SQL(", ").join(map(sql.Identifier, sizes))
        cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
        for name, size in sizes.items():
            if size:
                verb = sql.SQL("TRUNCATE {} CASCADE" if size > LARGE else "DELETE FROM {}")
                cursor.execute(verb.format(sql.Identifier(name)))
        for name, rows in kept.tables.items():
            if rows:
                _copy(name, rows)
        cursor.executemany(
            _SET, [(f"public.{name}", last, name) for name, last in kept.sequences.items()]
        )
    ContentType.objects.clear_cache()


def _copied(table: str) -> bytes:
    command = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.connection.cursor() as cursor, cursor.copy(command) as copy:
        return b"".join(bytes(part) for part in copy)


def _copy(table: str, rows: bytes) -> None:
    command = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
    with connection.connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(rows)


@pytest.fixture(scope="session")
def django_db_setup(
    until_migrated: ExitStack,
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[None]:
    """The test database, with a flush that these tables survive."""
    until_migrated.close()
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        seeded = keep()

    def flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        put_back(seeded)

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
    yield
    patch.undo()
