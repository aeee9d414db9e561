"""Cards of the desk's lists: one review each, said in words."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import rounds, selectors
from editorial.changes import amount_between, in_words
from editorial.due import Due
from editorial.models import Assignment, Review
from editorial.states import Conflict, Kind, State

TONES: Final = {
    State.SUBMITTED: "is-notice",
    State.UNDER_REVIEW: "is-information",
    State.APPROVED: "is-approved",
    State.CHANGES_REQUESTED: "is-notice",
}


@dataclass(frozen=True)
class AssignmentCard:
    """What one board member is asked for, by when, and how much of it is new."""

    assignment: Assignment
    review: Review
    asked: str
    due: Due
    changed: str
    conflict_is_answered: bool
    round: str


@dataclass(frozen=True)
class ReviewCard:
    """Where one review stands. `due` is empty until members are asked, and after its end."""

    review: Review
    due: Due | None
    progress: str
    round: str

    @property
    def waits_for_members(self) -> bool:
        """Submitted, and nobody has been asked yet."""
        return State(self.review.state) is State.SUBMITTED

    @property
    def tone(self) -> str:
        """The class of its chip; the word in the chip says the same."""
        return tone_of(self.review)


def assignment_cards(assignments: Iterable[Any], *, today: datetime.date) -> list[AssignmentCard]:
    """From `selectors.waiting_for`."""
    rows = list(assignments)
    contents = selectors.contents_of(
        {
            pk
            for row in rows
            if row.earlier_version_id is not None and row.review.kind != Kind.RE_REVIEW
            for pk in (row.review.version_id, row.earlier_version_id)
        }
    )
    numbers = rounds.rounds_of(row.review_id for row in rows)
    return [
        AssignmentCard(
            assignment=row,
            review=row.review,
            asked=what_is_asked(row.review),
            due=Due.seen_from(today, row.due_on),
            changed=_changed(row.review, row.earlier_version_id, contents),
            conflict_is_answered=row.conflict != Conflict.UNANSWERED,
            round=rounds.in_words(numbers[row.review_id]),
        )
        for row in rows
    ]


def review_cards(reviews: Iterable[Any], *, today: datetime.date) -> list[ReviewCard]:
    """From `selectors.open_reviews` or `selectors.reviews_for_editor`."""
    return [
        ReviewCard(
            review=review,
            due=Due.seen_from(today, review.due_on) if review.due_on and review.is_open else None,
            progress=progress_in_words(review.approvals, review.approvals_needed),
            round=rounds.in_words(review.round),
        )
        for review in reviews
    ]


def tone_of(review: Review) -> str:
    return TONES.get(State(review.state), "")


def what_is_asked(review: Review) -> str:
    """The task, for somebody who has not opened it yet."""
    return {
        Kind.NEW: _("Read a new article and sign your verdict."),
        Kind.REVISION: _("Read a revised article and sign your verdict."),
        Kind.CORRECTION: _("Read a correction and sign your verdict."),
        Kind.RE_REVIEW: _("Say whether the live text is still current, and sign."),
    }[Kind(review.kind)]


def progress_in_words(approvals: int, needed: int) -> str:
    return ngettext(
        "%(approvals)d of %(needed)d approval given",
        "%(approvals)d of %(needed)d approvals given",
        needed,
    ) % {"approvals": approvals, "needed": needed}


def read_in_words(read: int, sections: int) -> str:
    return ngettext(
        "%(read)d of %(count)d section read", "%(read)d of %(count)d sections read", sections
    ) % {"read": read, "count": sections}


def _changed(
    review: Review, earlier_id: int | None, contents: Mapping[int, Mapping[str, Any]]
) -> str:
    if review.kind == Kind.RE_REVIEW:
        return _("Unchanged: the text is that of the live version")
    if earlier_id is None:
        return _("First version for readers: all of it is new")
    return in_words(amount_between(contents[earlier_id], contents[review.version_id]))
