"""Reviews against their events: how each was submitted, begun and closed, and by which quorum."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from articles.text.canonical import digest
from editorial.models import AuditEvent, Review, SignOff
from editorial.states import CLOSED, State, Verdict
from editorial.verification.fault import BATCH, Fault

#: The events that close a review, by the state they leave it in.
ENDS = {
    State.APPROVED: "approve",
    State.CHANGES_REQUESTED: "return",
    State.WITHDRAWN: "withdraw",
}
STEPS = ["submit", "begin", *ENDS.values()]


def faults() -> Iterator[Fault]:
    """Every review is as its events left it, and an approved one has its quorum."""
    last: dict[int, str] = dict(
        AuditEvent.objects.filter(review__isnull=False)
        .order_by("review_id", "-sequence")
        .distinct("review_id")
        .values_list("review_id", "to_state")
    )
    steps = _steps()
    approvals = _approvals()
    for review in Review.objects.select_related("version").defer(*_TEXT).iterator(BATCH):
        row = f"review {review.pk}"
        said = last.pop(review.pk, None)
        if said is None:
            yield Fault(row, "has no audit event")
            continue
        if said != review.state:
            yield Fault(row, f"is {review.state}, but its last audit event says {said}")
        if review.state == State.APPROVED:
            yield from _quorum(row, review, approvals[review.pk])
        yield from _submission(row, review, steps[review.pk].get("submit"))
        yield from _moments(row, review, steps[review.pk])
    for pk in last:
        yield Fault(f"review {pk}", "is missing, or its version is, but its audit events are there")


_TEXT = (
    "version__content",
    "version__clinical_html",
    "version__plain_html",
    "version__search",
    "version__words",
)


def _approvals() -> defaultdict[int, list[list[str]]]:
    """The specialties of each member whose approval stands, as they were at signing, by review."""
    found: defaultdict[int, list[list[str]]] = defaultdict(list)
    given = SignOff.objects.standing().filter(verdict=Verdict.APPROVE).order_by()
    for review, specialties in given.values_list("review_id", "signer_specialties").iterator(BATCH):
        found[review].append(specialties)
    return found


def _quorum(row: str, review: Review, approvals: list[list[str]]) -> Iterator[Fault]:
    given, needed = len(approvals), review.approvals_needed
    if given < needed:
        yield Fault(row, f"is approved with {given} of {needed} approvals needed")
    specialty = review.version.specialty_slug
    if review.policy.get("needs_specialist") and not any(specialty in each for each in approvals):
        yield Fault(row, "is approved without a member of its specialty among the signers")


def _steps() -> defaultdict[int, dict[str, AuditEvent]]:
    """The events that moved each review, by review and action."""
    found: defaultdict[int, dict[str, AuditEvent]] = defaultdict(dict)
    events = AuditEvent.objects.filter(action__in=STEPS, review__isnull=False)
    for event in events.order_by("sequence").iterator(BATCH):
        found[event.review_id or 0][event.action] = event
    return found


def _submission(row: str, review: Review, event: AuditEvent | None) -> Iterator[Fault]:
    """What was submitted, under which rules. Older events do not tell the rules."""
    if review.version.article_id != review.article_id:
        yield Fault(row, "is of a version of another article")
    if event is None:
        yield Fault(row, "has no event of its submission")
        return
    told = event.details
    now = {
        "article": (event.article_id, review.article_id),
        "version": (event.version_digest, review.version.digest),
        "note": (event.reason, review.note),
        "submitted": ((event.at, event.actor_id), (review.submitted_at, review.submitted_by_id)),
        "kind": (told.get("kind"), review.kind),
        "urgency": (told.get("urgent", False), review.is_urgent),
        "approvals needed": (
            told.get("approvals_needed", review.approvals_needed),
            review.approvals_needed,
        ),
    }
    if "policy" in told:
        now["policy"] = (told["policy"], digest(review.policy))
    for name, (then, at_present) in now.items():
        if then != at_present:
            yield Fault(row, f"was altered: {name} differs from the event of its submission")


def _moments(row: str, review: Review, steps: dict[str, AuditEvent]) -> Iterator[Fault]:
    """When and by whom it was begun and closed, and why."""
    if (review.begun_at, review.begun_by_id) != _moment(steps.get("begin")):
        yield Fault(row, "was begun otherwise than its audit event says")
    end = steps.get(ENDS[State(review.state)]) if review.state in CLOSED else None
    if (review.closed_at, review.closed_by_id) != _moment(end):
        yield Fault(row, "was closed otherwise than its audit event says")
    if review.reason != (end.reason if end else ""):
        yield Fault(row, "has another reason than its audit event says")


def _moment(event: AuditEvent | None) -> tuple[Any, Any]:
    return (event.at, event.actor_id) if event else (None, None)
