"""The audit history verified, against hashing the same rows as they come."""

import hashlib

from django.db import connection
from django.utils import timezone

from articles.models import Article
from bench.sizes import Sizes
from bench.timing import Measured, interleaved
from editorial import audit, verification
from editorial.models import AuditEvent
from tests.factories.articles import ArticleFactory

CHAINS = 50
_ROWS = """
SELECT chain, sequence, action, at, actor_id, actor_name, article_id, review_id, from_state,
    to_state, version_digest, reason, details, previous_hash
FROM editorial_auditevent ORDER BY chain, sequence
"""


def measure(sizes: Sizes) -> Measured:
    lengthen_history(sizes.events)
    events = AuditEvent.objects.count()
    timed = interleaved(verify, hash_rows, sizes.rounds)
    return Measured(
        "verify",
        timed.ratio,
        "sha256 of each row",
        {"events/s": events / timed.ours, "bare events/s": events / timed.bare},
        {"events": events, "chains": len(verification.heads())},
    )


def verify() -> None:
    for fault in verification.faults():
        raise RuntimeError(str(fault))


def hash_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        for row in cursor:
            hashlib.sha256(repr(row).encode()).hexdigest()


def lengthen_history(events: int) -> None:
    """So many events more, spread over the articles, in chains as `audit.record` makes them."""
    while Article.objects.count() < CHAINS:
        ArticleFactory.create()
    chosen = list(Article.objects.order_by("-pk")[:CHAINS])
    heads = {head.chain: head for head in verification.heads()}
    now = timezone.now()
    rows = []
    for place, article in enumerate(chosen):
        head = heads.get(article.pk)
        sequence, previous = (head.sequence, head.hash) if head else (0, audit.GENESIS)
        for _ in range(events // CHAINS + (place < events % CHAINS)):
            sequence += 1
            event = AuditEvent(
                chain=article.pk,
                sequence=sequence,
                action="note",
                at=now,
                actor=article.owner,
                actor_name=audit.name_of(article.owner),
                article=article,
                reason="A sentence that says why this was done.",
                details={"place": place, "of": "the bench"},
                previous_hash=previous,
            )
            event.hash = previous = audit.hash_of(event)
            rows.append(event)
    AuditEvent.objects.bulk_create(rows, batch_size=1_000)
