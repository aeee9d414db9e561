"""Signatures against their seals, their events, and the version and member they belong to."""

from collections.abc import Iterator
from typing import Any

from editorial import seals
from editorial.models import Assignment, AuditEvent, SignOff
from editorial.verification.fault import BATCH, Fault


def faults() -> Iterator[Fault]:
    """Every sign-off is sealed and has its event, saying the same; every event has its sign-off."""
    events: dict[int, AuditEvent] = {
        event.details.get("sign_off", 0): event
        for event in AuditEvent.objects.filter(action="sign-off").defer("article", "hash")
    }
    asked = set(Assignment.objects.values_list("review_id", "member_id"))
    rows = SignOff.objects.select_related("review__version", "member").defer(
        "review__version__content",
        "review__version__clinical_html",
        "review__version__plain_html",
        "review__version__search",
    )
    for sign_off in rows.iterator(BATCH):
        row = named(sign_off)
        yield from _seal(row, sign_off)
        yield from _belongings(row, sign_off, asked)
        yield from _event(row, sign_off, events.pop(sign_off.pk, None))
    for pk in events:
        yield Fault(f"sign-off {pk}", "is missing, but its audit event is there")


def named(sign_off: SignOff) -> str:
    return f"sign-off {sign_off.pk} on review {sign_off.review_id}"


def _seal(row: str, sign_off: SignOff) -> Iterator[Fault]:
    if not sign_off.seal:
        yield Fault(row, "was never sealed")
        return
    try:
        is_intact = seals.is_intact(sign_off)
    except seals.UnknownKey:
        key = sign_off.sealed_with
        yield Fault(row, f"is sealed with a key that is not configured ({key})")
        return
    if not is_intact:
        yield Fault(row, "was altered: its seal is not that of its contents")


def _belongings(row: str, sign_off: SignOff, asked: set[tuple[int, int]]) -> Iterator[Fault]:
    if sign_off.digest != sign_off.review.version.digest:
        yield Fault(row, "is for another text than the version under review")
    if sign_off.signed_by_id != sign_off.member.user_id:
        yield Fault(row, "is by another account than its member's")
    if (sign_off.review_id, sign_off.member_id) not in asked:
        yield Fault(row, "is by a member who was not asked")


def _event(row: str, sign_off: SignOff, event: AuditEvent | None) -> Iterator[Fault]:
    if event is None:
        yield Fault(row, "has no audit event")
    elif _told(event) != _signed(sign_off) or not _kept_as_told(sign_off, event.details):
        yield Fault(row, "differs from its audit event")


def _told(event: AuditEvent) -> tuple[Any, ...]:
    told = event.details
    return (
        event.review_id,
        event.actor_id,
        event.at,
        event.version_digest,
        event.reason,
        told.get("verdict"),
        told.get("meaning"),
        told.get("signer"),
    )


def _signed(sign_off: SignOff) -> tuple[Any, ...]:
    return (
        sign_off.review_id,
        sign_off.signed_by_id,
        sign_off.signed_at,
        sign_off.digest,
        sign_off.reason,
        sign_off.verdict,
        sign_off.meaning,
        sign_off.printed_name,
    )


def _kept_as_told(sign_off: SignOff, told: dict[str, Any]) -> bool:
    """What events tell since there are seals; older ones tell less."""
    kept = {"affiliation": sign_off.signer_affiliation, "seal": sign_off.seal}
    return all(told.get(name, value) == value for name, value in kept.items())
