"""Emptying the database after a test that really commits.

The tables that are kept for ever refuse TRUNCATE, and what migrations put in is needed by the next
test. So a flush lifts the triggers for its own transaction, and puts the migrations' rows back.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Without any trigger or foreign key check, for this transaction only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[None]:
    """The test database, with a flush that these tables survive."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        seeded = connection.creation.serialize_db_to_string()

    def flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        with triggers_lifted(), connection.cursor() as cursor:
            for statement in sql_list:
                cursor.execute(statement)
            connection.creation.deserialize_db_from_string(seeded)

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
    yield
    patch.undo()
