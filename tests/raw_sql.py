"""Raw SQL in tests: what is refused, and what gets through once a guard is lifted."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection, transaction

from editorial.models import BoardMember, Review


def run(sql: str, *parameters: str | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def is_refused(sql: str, *parameters: str | int) -> bool:
    try:
        with transaction.atomic():
            run(sql, *parameters)
    except Error:
        return True
    return False


@contextmanager
def without(table: str, trigger: str) -> Iterator[None]:
    """The guard lifted. `trigger` is the beginning of its name as it is written in the model."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
            [table, f"pgtrigger_{trigger}%"],
        )
        names = [name for (name,) in cursor.fetchall()]
        assert names, f"there is no trigger {trigger} on {table}"
        # Constraint checks that are still waiting would stand in the way of ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        yield


def guarded(table: str, trigger: str, sql: str, *parameters: str | int) -> None:
    """Refused with the guard, done without it."""
    assert is_refused(sql, *parameters)
    with without(table, trigger):
        assert not is_refused(sql, *parameters)


def forge_signature(review: Review, member: BoardMember) -> None:
    """A valid signature by SQL, so that no verb counts the quorum."""
    run(
        "INSERT INTO editorial_signoff (review_id, member_id, verdict, reason, digest, meaning,"
        " signer_name, signer_credentials, signed_at, signed_by_id, seal, sealed_with)"
        " VALUES (%s, %s, 'approve', '', %s, 'x', %s, %s, now(), %s, repeat('0', 64),"
        " repeat('0', 16))",
        review.pk,
        member.pk,
        review.version.digest,
        member.name,
        member.credentials,
        member.user_id,
    )
