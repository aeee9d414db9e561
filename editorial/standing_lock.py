"""Keeps a submission and the news of a source's standing from missing each other.

The gate reads the standing of every source, and a moment later the version is under review. Were a
retraction recorded and answered in between, neither would know of the other. So whoever answers to
a change waits for the submissions under way, and those that come later read the new standing.
"""

from django.db import connection

#: Marks this module's advisory lock among others: "SRCE".
_LOCK = 0x53524345


def hold() -> None:
    """Until the transaction ends, nobody answers to a change. Taken before any row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def await_submissions() -> None:
    """Once those under way have ended, and until this transaction ends, none begins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
