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


@transaction.atomic
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
    `details` holds JSON of strings, whole numbers, booleans, lists and objects.
    """
    subject = review.article if review is not None else article
    chain = subject.pk if subject is not None else 0
    _lock(chain)
    last = AuditEvent.objects.filter(chain=chain).order_by("-sequence").first()
    event = AuditEvent(
        chain=chain,
        sequence=last.sequence + 1 if last else 1,
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
        previous_hash=last.hash if last else GENESIS,
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


def _lock(chain: int) -> None:
    """Hold the chain until the transaction ends, so that no two events take the same place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_SPACE + chain])
