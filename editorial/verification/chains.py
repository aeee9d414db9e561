"""The hash chains of the audit history, and their heads anchored outside the database."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from editorial import audit
from editorial.models import AuditEvent
from editorial.verification.fault import BATCH, Fault


@dataclass(frozen=True)
class Head:
    """The last event of a chain, as written to an anchor outside the database."""

    chain: int
    sequence: int
    hash: str


def heads() -> list[Head]:
    """The last event of every chain."""
    last = AuditEvent.objects.order_by("chain", "-sequence").distinct("chain")
    return [Head(event.chain, event.sequence, event.hash) for event in last]


def faults() -> Iterator[Fault]:
    """Events that are missing, were altered, or do not follow the one before."""
    previous: AuditEvent | None = None
    for event in AuditEvent.objects.order_by("chain", "sequence").iterator(BATCH):
        if previous is not None and previous.chain != event.chain:
            previous = None
        yield from _link(event, previous)
        previous = event


def _link(event: AuditEvent, previous: AuditEvent | None) -> Iterator[Fault]:
    expected = previous.sequence + 1 if previous else 1
    if event.sequence > expected:
        missing = f"{event.chain}/{expected}"
        yield Fault(f"audit event {missing}", f"is missing before {event.chain}/{event.sequence}")
    elif event.previous_hash != (previous.hash if previous else audit.GENESIS):
        yield Fault(_named(event), "does not follow the event before it")
    if audit.hash_of(event) != event.hash:
        yield Fault(_named(event), "was altered: its hash is not that of its contents")


def _named(event: AuditEvent) -> str:
    return f"audit event {event.chain}/{event.sequence} (row {event.pk}, {event.action})"


def against(anchor: list[Head]) -> Iterator[Fault]:
    """Events that were anchored, and are not there or not the same."""
    for head in anchor:
        event = AuditEvent.objects.filter(chain=head.chain, sequence=head.sequence).first()
        row = f"audit event {head.chain}/{head.sequence}"
        if event is None:
            yield Fault(row, "was anchored and is missing: the chain was cut, dropped or restored")
        elif event.hash != head.hash:
            yield Fault(row, "is not the event that was anchored")


def as_json(anchored: list[Head], at: datetime.datetime) -> dict[str, Any]:
    """An anchor file's contents."""
    return {
        "schema": 1,
        "at": at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "heads": [[head.chain, head.sequence, head.hash] for head in anchored],
    }


def from_json(anchor: dict[str, Any]) -> list[Head]:
    """The heads of an anchor file. Raises ValueError where it is not one."""
    try:
        if anchor["schema"] != 1:
            raise ValueError(f"unknown schema {anchor['schema']!r}")
        return [
            Head(int(chain), int(sequence), str(digest))
            for chain, sequence, digest in anchor["heads"]
        ]
    except (KeyError, TypeError) as error:
        raise ValueError("it has no heads") from error
