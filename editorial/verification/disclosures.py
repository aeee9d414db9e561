"""What members disclosed, against the events that hold the words."""

from collections.abc import Iterator

from editorial.models import AuditEvent, Disclosure
from editorial.verification.fault import BATCH, Fault

STATED, ENDED = "disclose", "end-disclosure"


def faults() -> Iterator[Fault]:
    """Every disclosure is as it was stated, but for the last day that was written down later."""
    stated: dict[int, AuditEvent] = {}
    last_days: dict[int, str] = {}
    events = AuditEvent.objects.filter(action__in=[STATED, ENDED]).order_by("sequence")
    for event in events.iterator(BATCH):
        pk = event.details["disclosure"]
        last_days[pk] = event.details["ended_on"]
        if event.action == STATED:
            stated[pk] = event
    for disclosure in Disclosure.objects.order_by("pk").iterator(BATCH):
        row = f"disclosure {disclosure.pk} of member {disclosure.member_id}"
        event_of_it = stated.pop(disclosure.pk, None)
        if event_of_it is None:
            yield Fault(row, "has no audit event")
        elif _as_stated(event_of_it) != _as_it_is(disclosure):
            yield Fault(row, "differs from its audit event")
        ended_on = disclosure.ended_on
        if last_days.get(disclosure.pk, "") != (ended_on.isoformat() if ended_on else ""):
            yield Fault(row, "ended otherwise than its audit events say")
    for pk in stated:
        yield Fault(f"disclosure {pk}", "is missing, but its audit event is there")


def _as_stated(event: AuditEvent) -> tuple[object, ...]:
    told = event.details
    return (
        *(told["member"], told["item"], told["entity"], told["began_on"]),
        *(event.reason, event.at, event.actor_id),
    )


def _as_it_is(disclosure: Disclosure) -> tuple[object, ...]:
    return (
        *(disclosure.member_id, disclosure.item, disclosure.entity),
        *(disclosure.began_on.isoformat(), disclosure.statement),
        *(disclosure.declared_at, disclosure.declared_by_id),
    )
