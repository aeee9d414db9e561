"""Reading much as of one moment, while the site goes on working."""

from django.db import connection


def see_one_moment() -> None:
    """Read all as of one moment, so that work going on meanwhile is not taken for a fault.

    At the beginning of a transaction; inside another one, nothing is changed.
    """
    if connection.in_atomic_block and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
