"""Due dates derived anew from the history: approvals, intervals, moves and causes."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from editorial.models import AuditEvent, DueTrigger, Interval, ReviewSchedule
from editorial.verification.fault import BATCH, Fault

APPROVED, SET_BACK = "approve", "sample-clock-set-back"
RAISED, NO_LONGER, DISMISSED = "due-earlier", "due-cause-settled", "dismiss-due-cause"
SET, CLEARED, MOVED = "set-interval", "clear-interval", "move-due-date"
ACTIONS = [APPROVED, SET_BACK, RAISED, NO_LONGER, DISMISSED, SET, CLEARED, MOVED]


@dataclass
class _Told:
    """What the history tells of one article's clocks, up to the event that was read last.

    Events of before intervals and causes existed tell the due date alone: it was the interval's.
    """

    review: int | None = None
    reviewed_on: str = ""
    regular_due_on: str = ""
    #: Unknown where only older events tell.
    interval_months: int | None = None
    #: The day of each cause that is open, by its id.
    open: dict[int, str] = field(default_factory=dict)

    @property
    def due_on(self) -> str:
        """By its interval, or by the earliest open cause; not before the day of the review."""
        return max(self.reviewed_on, min([self.regular_due_on, *self.open.values()]))

    def read(self, event: AuditEvent) -> None:
        told = event.details
        if event.action == RAISED:
            self.open[told["trigger"]] = told["cause_due_on"]
        elif event.action in (NO_LONGER, DISMISSED):
            self.open.pop(told["trigger"], None)
        elif told.get("due_on"):
            self._set(event)

    def _set(self, event: AuditEvent) -> None:
        told = event.details
        if event.action == APPROVED:
            self.review = event.review_id
            self.reviewed_on = event.at.date().isoformat()
            self.interval_months = None
        self.reviewed_on = told.get("reviewed_on", self.reviewed_on)
        self.regular_due_on = told.get("regular_due_on", told["due_on"])
        self.interval_months = told.get("interval_months", self.interval_months)
        for settled in told.get("settled", []):
            self.open.pop(settled, None)


def faults() -> Iterator[Fault]:
    """The clocks, the intervals and the causes are what the events of their articles say."""
    told: defaultdict[int | None, _Told] = defaultdict(_Told)
    causes: dict[int, _Cause] = {}
    intervals: dict[int, list[AuditEvent | None]] = {}
    events = AuditEvent.objects.filter(action__in=ACTIONS).order_by("chain", "sequence")
    for event in events.iterator(BATCH):
        told[event.article_id].read(event)
        _read_cause(event, causes)
        _read_interval(event, intervals)
    yield from _schedules({pk: each for pk, each in told.items() if each.reviewed_on})
    yield from _causes(causes)
    yield from _intervals(intervals)


def _schedules(told: dict[int | None, _Told]) -> Iterator[Fault]:
    rows = ReviewSchedule.objects.select_related("review").only(
        *("reviewed_on", "interval_months", "regular_due_on", "due_on"),
        *("review", "review__policy"),
    )
    for schedule in rows.iterator(BATCH):
        row = f"clocks of article {schedule.article_id}"
        then = told.pop(schedule.article_id, None)
        if then is None:
            yield Fault(row, "were set by no approval in the audit history")
            continue
        months = then.interval_months or schedule.review.policy.get("re_review_months")
        now = {
            "review": (schedule.review_id, then.review),
            "last review": (schedule.reviewed_on.isoformat(), then.reviewed_on),
            "interval": (schedule.interval_months, months),
            "day by the interval": (schedule.regular_due_on.isoformat(), then.regular_due_on),
            "due date": (schedule.due_on.isoformat(), then.due_on),
        }
        for name, (at_present, before) in now.items():
            if at_present != before:
                yield Fault(row, f"have another {name} than the audit history gives")
    for pk in told:
        yield Fault(f"clocks of article {pk}", "are missing, but an approval set them")


@dataclass
class _Cause:
    """The event that raised it, and the one that settled it."""

    raised: AuditEvent
    settled: AuditEvent | None = None

    @property
    def as_raised(self) -> tuple[Any, ...]:
        event, told = self.raised, self.raised.details
        return (
            *(event.article_id, told["cause"], told["key"], told["cause_due_on"], told["facts"]),
            *(event.reason, event.at, event.actor_id),
        )

    @property
    def as_settled(self) -> tuple[Any, ...]:
        """How, why, when, by whom, in which review."""
        event, how = self.settled, DueTrigger.Settlement
        if event is None:
            return how.OPEN, "", None, None, None
        if event.action == APPROVED:
            return how.REVIEWED, "", event.at, event.actor_id, event.review_id
        settlement = how.DISMISSED if event.action == DISMISSED else how.NO_LONGER
        return settlement, event.reason, event.at, event.actor_id, None


def _read_cause(event: AuditEvent, causes: dict[int, _Cause]) -> None:
    told = event.details
    if event.action == RAISED:
        causes[told["trigger"]] = _Cause(event)
    settled = told.get("settled", []) if event.action == APPROVED else []
    if event.action in (NO_LONGER, DISMISSED):
        settled = [told["trigger"]]
    for pk in settled:
        if pk in causes:
            causes[pk].settled = event


def _causes(told: dict[int, _Cause]) -> Iterator[Fault]:
    for trigger in DueTrigger.objects.order_by("pk").iterator(BATCH):
        row = f"cause {trigger.pk} of article {trigger.article_id} to be due earlier"
        then = told.pop(trigger.pk, None)
        if then is None:
            yield Fault(row, "has no audit event")
            continue
        if then.as_raised != (
            *(trigger.article_id, trigger.kind, trigger.key, trigger.due_on.isoformat()),
            *(trigger.details, trigger.reason, trigger.raised_at, trigger.raised_by_id),
        ):
            yield Fault(row, "differs from its audit event")
        if then.as_settled != (
            *(trigger.settlement, trigger.settlement_reason),
            *(trigger.settled_at, trigger.settled_by_id, trigger.settled_by_review_id),
        ):
            yield Fault(row, "was settled otherwise than the audit history says")
    for pk in told:
        yield Fault(f"cause {pk} to be due earlier", "is missing, but its audit event is there")


def _read_interval(event: AuditEvent, intervals: dict[int, list[AuditEvent | None]]) -> None:
    told = event.details
    if event.action == SET:
        intervals[told["interval"]] = [event, None]
    if event.action in (SET, CLEARED) and told.get("ended") in intervals:
        intervals[told["ended"]][1] = event


def _intervals(told: dict[int, list[AuditEvent | None]]) -> Iterator[Fault]:
    for interval in Interval.objects.order_by("pk").iterator(BATCH):
        row = f"interval {interval.pk} of article {interval.article_id}"
        began, ended = told.pop(interval.pk, [None, None])
        if began is None:
            yield Fault(row, "has no audit event")
        elif (
            *(interval.article_id, interval.months, interval.reason),
            *(interval.set_at, interval.set_by_id),
        ) != (
            *(began.article_id, began.details.get("interval_months"), began.reason),
            *(began.at, began.actor_id),
        ):
            yield Fault(row, "differs from its audit event")
        if (interval.ended_at, interval.ended_by_id) != _moment(ended):
            yield Fault(row, "was ended otherwise than its audit events say")
    for pk in told:
        yield Fault(f"interval {pk}", "is missing, but its audit event is there")


def _moment(event: AuditEvent | None) -> tuple[datetime.datetime | None, int | None]:
    return (event.at, event.actor_id) if event else (None, None)
