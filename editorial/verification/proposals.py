"""What members proposed, and what was answered, against the events of it."""

from collections import defaultdict
from collections.abc import Iterator

from editorial.models import AuditEvent, Proposal
from editorial.verification.fault import BATCH, Fault

MADE, ANSWERED = "propose", "answer-proposal"


def faults() -> Iterator[Fault]:
    """Every proposal has its event, saying the same; and every event has its proposal."""
    events: defaultdict[str, dict[int, AuditEvent]] = defaultdict(dict)
    for event in AuditEvent.objects.filter(action__in=[MADE, ANSWERED]).iterator(BATCH):
        events[event.action][event.details.get("proposal", 0)] = event
    rows = Proposal.objects.select_related("assignment").order_by("pk")
    for proposal in rows.iterator(BATCH):
        made = events[MADE].pop(proposal.pk, None)
        answered = events[ANSWERED].pop(proposal.pk, None)
        if made is None or not _is_as_told(proposal, made):
            yield Fault(f"proposal {proposal.pk}", "is not as its audit event tells it")
        if not _is_answered_as_told(proposal, answered):
            yield Fault(f"proposal {proposal.pk}", "was answered otherwise than the history says")
    for pk in events[MADE].keys() | events[ANSWERED].keys():
        yield Fault(f"proposal {pk}", "is missing, but its audit event is there")


def _is_as_told(proposal: Proposal, event: AuditEvent) -> bool:
    """Older events name a proposed member, and do not tell the row."""
    sign_by, told = proposal.sign_by, event.details
    return (
        *(event.review_id, told["assignment"], event.actor_id, event.at, event.reason),
        *(told.get("sign_by"), told.get("other_id", proposal.member_id)),
    ) == (
        *(proposal.assignment.review_id, proposal.assignment_id, proposal.made_by_id),
        *(proposal.made_at, proposal.reason),
        *(sign_by.isoformat() if sign_by else None, proposal.member_id),
    )


def _is_answered_as_told(proposal: Proposal, event: AuditEvent | None) -> bool:
    """By its own event, or by another step about the assignment that left nothing to answer."""
    at, by = proposal.answered_at, proposal.answered_by_id
    if event is not None:
        told = (event.at, event.actor_id, event.details["accepted"])
        return (at, by, proposal.is_accepted) == told
    if at is None:
        return True
    review = proposal.assignment.review_id
    return AuditEvent.objects.filter(review=review, at=at, actor=by).exists()
