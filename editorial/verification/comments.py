"""What members said of passages, and what came of it, against the events that hold the words."""

from collections.abc import Iterator

from editorial.models import AuditEvent, Comment
from editorial.verification.fault import BATCH, Fault


def faults() -> Iterator[Fault]:
    """Every comment and every settlement has its event, saying the same; and the other way."""
    made, settled = _events("comment"), _events("settle-comment")
    rows = Comment.objects.select_related("assignment").order_by("pk")
    for comment in rows.iterator(BATCH):
        yield from _of_making(comment, made.pop(comment.pk, None))
        yield from _of_settling(comment, settled.pop(comment.pk, None))
    for pk in made:
        yield Fault(f"comment {pk}", "is missing, but its audit event is there")
    for pk in settled.keys() - made.keys():
        yield Fault(f"comment {pk}", "is missing, but the event of its settlement is there")


def _of_making(comment: Comment, event: AuditEvent | None) -> Iterator[Fault]:
    if event is None:
        yield Fault(f"comment {comment.pk}", "has no audit event")
        return
    said = (
        *(event.review_id, event.actor_id, event.at, event.reason),
        *(event.details.get(name) for name in ("section", "quote", "weight")),
    )
    if said != (
        *(comment.assignment.review_id, comment.made_by_id, comment.made_at, comment.text),
        *(comment.section, comment.quote, comment.weight),
    ):
        yield Fault(f"comment {comment.pk}", "differs from its audit event")


def _of_settling(comment: Comment, event: AuditEvent | None) -> Iterator[Fault]:
    told = (event.actor_id, event.at, event.reason) if event else (None, None, "")
    if told != (comment.settled_by_id, comment.settled_at, comment.settlement):
        yield Fault(f"comment {comment.pk}", "was settled otherwise than its audit events say")


def _events(action: str) -> dict[int, AuditEvent]:
    return {
        event.details.get("comment", 0): event for event in AuditEvent.objects.filter(action=action)
    }
