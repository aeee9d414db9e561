"""Assignments against their events: who was asked, what they answered, what others decided."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from editorial.models import Assignment, AuditEvent
from editorial.states import Conflict, Response
from editorial.verification.fault import BATCH, Fault

ASKED = ["begin", "assign", "reassign", "hand-over", "answer-proposal"]
RELEASED = ["release", "reassign", "hand-over", "answer-proposal"]
ACTIONS = {
    *ASKED,
    *RELEASED,
    "accept",
    "decline",
    "reopen-assignment",
    "answer-conflict",
    "waive-conflict",
    "extend",
    "sign-off",
}
NEVER = (None, None)


def faults() -> Iterator[Fault]:
    """Each is as the events of its review left it, and each that was asked is there."""
    events: defaultdict[int, list[AuditEvent]] = defaultdict(list)
    rows = AuditEvent.objects.filter(action__in=ACTIONS, review__isnull=False)
    for event in rows.order_by("review_id", "sequence").iterator(BATCH):
        events[event.review_id or 0].append(event)
    there = set()
    for assignment in Assignment.objects.select_related("member").order_by("pk").iterator(BATCH):
        there.add((assignment.review_id, assignment.member_id))
        told = _Told(assignment, events[assignment.review_id])
        row = f"assignment {assignment.pk} of {assignment.member} on review {assignment.review_id}"
        yield from (Fault(row, problem) for problem in told.problems())
    for review, past in events.items():
        for member in {pk for event in past for pk in _members_asked(event)}:
            if (review, member) not in there:
                row = f"assignment of member {member} on review {review}"
                yield Fault(row, "is missing, but they were asked")


def _members_asked(event: AuditEvent) -> list[int]:
    if event.action not in ASKED:
        return []
    return [member["id"] for member in event.details.get(_place_of_asked(event), [])]


def _place_of_asked(event: AuditEvent) -> str:
    return "asked" if event.action == "answer-proposal" else "members"


class _Told:
    """What the history tells of one assignment."""

    def __init__(self, assignment: Assignment, events: list[AuditEvent]) -> None:
        self.row = assignment
        own = assignment.member.user_id
        self.asking = [e for e in events if assignment.member_id in _members_asked(e)]
        self.about = [e for e in events if e.details.get("assignment") == assignment.pk]
        self.answers = [e for e in events if e.action == "answer-conflict" and e.actor_id == own]
        self.signing = [e for e in events if e.action == "sign-off" and e.actor_id == own]

    def problems(self) -> Iterator[str]:
        if self._asked() not in self._asked_told():
            yield "was not asked as the audit history says"
        if self._conflict() != self._conflict_told():
            yield "has another answer about conflicts of interest than the audit history"
        if self._waiver() != self._waiver_told():
            yield "has another waiver of the conflict than the audit history"
        if self._response() != self._response_told():
            yield "was accepted or declined otherwise than the audit history says"
        if not self._is_released_as_told():
            yield "was handed back otherwise than the audit history says"
        if not self._is_due_as_told():
            yield "has another date to sign by than the audit history"

    def _asked(self) -> tuple[Any, ...]:
        row = self.row
        return row.assigned_at, row.assigned_by_id, row.in_place_of_id

    def _asked_told(self) -> set[tuple[Any, ...]]:
        """Older events tell whose place it is by name alone."""
        absent = self.row.in_place_of_id
        return {
            (
                *(event.at, event.actor_id),
                asked.get("in_place_of_id", absent) if "in_place_of" in asked else None,
            )
            for event, asked in self._askings()
        }

    def _askings(self) -> Iterator[tuple[AuditEvent, dict[str, Any]]]:
        for event in self.asking:
            for asked in event.details.get(_place_of_asked(event), []):
                if asked["id"] == self.row.member_id:
                    yield event, asked

    def _conflict(self) -> tuple[Any, ...]:
        row = self.row
        return (
            *(row.conflict, row.conflict_statement),
            *(row.conflict_answered_at, row.conflict_answered_by_id),
        )

    def _conflict_told(self) -> tuple[Any, ...]:
        if not self.answers:
            return Conflict.UNANSWERED, "", *NEVER
        last = self.answers[-1]
        return last.details.get("conflict"), last.reason, last.at, last.actor_id

    def _waiver(self) -> tuple[Any, ...]:
        return self.row.waived_at, self.row.waived_by_id, self.row.waiver_reason

    def _waiver_told(self) -> tuple[Any, ...]:
        waiver = self._last("waive-conflict")
        if waiver is None or any(e.sequence > waiver.sequence for e in self.answers):
            return *NEVER, ""
        return waiver.at, waiver.actor_id, waiver.reason

    def _response(self) -> tuple[Any, ...]:
        row = self.row
        return row.response, row.response_reason, row.responded_at, row.responded_by_id

    def _response_told(self) -> tuple[Any, ...]:
        implied = [e for e in (*self.answers, *self.signing) if e.details.get("accepted")]
        said = [e for e in self.about if e.action in {"accept", "decline", "reopen-assignment"}]
        last = max([*implied, *said], key=lambda event: event.sequence, default=None)
        if last is None or last.action == "reopen-assignment":
            return Response.UNANSWERED, "", *NEVER
        if last.action == "decline":
            return Response.DECLINED, last.reason, last.at, last.actor_id
        return Response.ACCEPTED, "", last.at, last.actor_id

    def _is_released_as_told(self) -> bool:
        now = self.row.released_at, self.row.released_by_id
        last = self._last(*RELEASED, "reopen-assignment")
        if last is None or last.action == "reopen-assignment":
            return (*now, self.row.release_reason) == (*NEVER, "")
        if now != (last.at, last.actor_id):
            return False
        # The other steps make the reason from more than one.
        is_given = last.action in {"release", "reassign"}
        return self.row.release_reason == last.reason if is_given else True

    def _is_due_as_told(self) -> bool:
        """Older events do not tell by when a member was asked to sign."""
        dated = [e for e in self.about if e.action in {"extend", "reopen-assignment"} or _dates(e)]
        told = [asked.get("sign_by") for _event, asked in self._askings()]
        told += [event.details.get("sign_by") for event in dated]
        return not told or told[-1] in {None, self.row.sign_by.isoformat()}

    def _last(self, *actions: str) -> AuditEvent | None:
        found = [event for event in self.about if event.action in actions and _is_done(event)]
        return found[-1] if found else None


def _dates(event: AuditEvent) -> bool:
    """Another date was proposed and granted."""
    is_granted = event.action == "answer-proposal" and event.details.get("accepted")
    return bool(is_granted and event.details.get("sign_by"))


def _is_done(event: AuditEvent) -> bool:
    """The answer to a proposal hands back only where another member was asked by it."""
    return event.action != "answer-proposal" or bool(event.details.get("asked"))
