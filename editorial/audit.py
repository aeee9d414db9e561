"""Writing the audit history: the only place that makes an `AuditEvent`."""

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from articles.text.canonical import digest
from editorial.models import AuditEvent, Review

#: What the first event of every chain follows.
GENESIS = "0" * 64
#: Marks this module's advisory locks among others: "AUDT" in the upper half of the key.
_LOCK_SPACE = 0x41554454 << 32
_HOLD_AND_READ = """
SELECT pg_advisory_xact_lock(%(lock)s);
SELECT sequence, hash FROM editorial_auditevent
WHERE chain = %(chain)s ORDER BY sequence DESC LIMIT 1
"""


@transaction.atomic(savepoint=False)
def record(
    action: str,
    *,
    by: User | None,
    article: Article | None = None,
    review: Review | None = None,
    from_state: str = "",
    to_state: str = "",
    version_digest: str = "",
    reason: str = "",
    details: dict[str, Any] | None = None,
    at: datetime.datetime | None = None,
) -> AuditEvent:
    """Append one event to the chain of its article, or to chain 0.

    Called inside the transaction of what it tells about: either both are written or neither is.
    An event that cannot be written undoes that transaction, whoever catches the error.
    `details` holds JSON of strings, whole numbers, booleans, lists and objects.
    """
    subject = review.article if review is not None else article
    chain = subject.pk if subject is not None else 0
    sequence, previous_hash = _held_end(chain)
    event = AuditEvent(
        chain=chain,
        sequence=sequence + 1,
        action=action,
        at=at or timezone.now(),
        actor=by,
        actor_name=name_of(by),
        article=subject,
        review=review,
        from_state=from_state,
        to_state=to_state,
        version_digest=version_digest,
        reason=reason,
        details=details or {},
        previous_hash=previous_hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    return event


def name_of(user: User | None) -> str:
    """The actor's name, kept on the event even if the account is renamed."""
    return (user.get_full_name() or user.get_username()) if user else "system"


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over the canonical JSON of every fact on the row, chained by `previous_hash`."""
    return digest(facts_of(event))


def facts_of(event: AuditEvent) -> dict[str, Any]:
    """What the hash covers: strings, whole numbers, and the time in UTC to the microsecond."""
    return {
        "chain": event.chain,
        "sequence": event.sequence,
        "action": event.action,
        "at": event.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "article": event.article_id,
        "review": event.review_id,
        "from": event.from_state,
        "to": event.to_state,
        "version_digest": event.version_digest,
        "reason": event.reason,
        "details": event.details,
        "previous_hash": event.previous_hash,
    }


def _held_end(chain: int) -> tuple[int, str]:
    """Number and hash of the last event of a chain, which is held until the transaction ends.

    So no two events take the same place. Two statements in one journey: the second one begins, and
    looks, when the first one has got the lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_AND_READ, {"lock": _LOCK_SPACE + chain, "chain": chain})
        cursor.nextset()
        return cursor.fetchone() or (0, GENESIS)
