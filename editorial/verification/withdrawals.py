"""Withdrawals of signatures against their events."""

from collections.abc import Iterator

from editorial.models import AuditEvent, SignOffWithdrawal
from editorial.verification.fault import BATCH, Fault


def faults() -> Iterator[Fault]:
    """Every withdrawal has its event, saying the same; every event has its withdrawal."""
    events: dict[int, AuditEvent] = {
        event.details.get("sign_off", 0): event
        for event in AuditEvent.objects.filter(action="withdraw-sign-off")
    }
    rows = SignOffWithdrawal.objects.select_related("sign_off").order_by("pk")
    for withdrawal in rows.iterator(BATCH):
        signature = withdrawal.sign_off
        row = f"withdrawal {withdrawal.pk} of sign-off {signature.pk}"
        event = events.pop(signature.pk, None)
        if withdrawal.withdrawn_by_id != signature.signed_by_id:
            yield Fault(row, "is by another account than the signature's")
        if event is None:
            yield Fault(row, "has no audit event")
        elif (event.review_id, event.actor_id, event.at, event.reason) != (
            signature.review_id,
            withdrawal.withdrawn_by_id,
            withdrawal.withdrawn_at,
            withdrawal.reason,
        ):
            yield Fault(row, "differs from its audit event")
    for pk in events:
        yield Fault(f"withdrawal of sign-off {pk}", "is missing, but its audit event is there")
