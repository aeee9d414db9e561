"""Every verb about an assignment or an absence, by state and role, against a table written by hand.

As in `test_transition_matrix.py`: `ok` means that the verb does its work, `no` that the person may
not, `-` that a person who may is told why it is not possible now.
"""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from editorial import workflow
from editorial.exceptions import WorkflowError
from editorial.models import Assignment, BoardMember, Delegation, Proposal, SignOff
from tests.editorial import matrices
from tests.editorial.matrices import everybody, states, unlike
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    under_review,
)

pytestmark = pytest.mark.django_db

#: `assigned` is the member of the assignment (or who is away), `fellow` another who was asked (or
#: who stands in).
ROLES = (
    *("owner", "editor", "managing", "assigned", "fellow", "unassigned"),
    *("auditor", "superuser", "nobody"),
)

#: verb → state → outcome for each role, in the order of ROLES.
TABLE = {
    "accept": {
        "asked":             "no no no ok no no no no no",
        "accepted":          "no no no -  no no no no no",
        "proposed":          "no no no ok no no no no no",
        "declined":          "no no no -  no no no no no",
        "released":          "no no no -  no no no no no",
        "signed":            "no no no -  no no no no no",
        "approved":          "no no no -  no no no no no",
        "changes_requested": "no no no -  no no no no no",
        "withdrawn":         "no no no -  no no no no no",
    },
    "decline": {
        "asked":             "no no no ok no no no no no",
        "accepted":          "no no no ok no no no no no",
        "proposed":          "no no no ok no no no no no",
        "declined":          "no no no -  no no no no no",
        "released":          "no no no -  no no no no no",
        "signed":            "no no no -  no no no no no",
        "approved":          "no no no -  no no no no no",
        "changes_requested": "no no no -  no no no no no",
        "withdrawn":         "no no no -  no no no no no",
    },
    "propose": {
        "asked":             "no no no ok no no no no no",
        "accepted":          "no no no ok no no no no no",
        "proposed":          "no no no -  no no no no no",
        "declined":          "no no no -  no no no no no",
        "released":          "no no no -  no no no no no",
        "signed":            "no no no -  no no no no no",
        "approved":          "no no no -  no no no no no",
        "changes_requested": "no no no -  no no no no no",
        "withdrawn":         "no no no -  no no no no no",
    },
    "answer_proposal": {
        "proposed":                    "no no ok no no no no ok no",
        "proposed, answered":          "no no -  no no no no -  no",
        "proposed, declined":          "no no -  no no no no -  no",
        "proposed, released":          "no no -  no no no no -  no",
        "proposed, signed":            "no no -  no no no no -  no",
        "proposed, approved":          "no no -  no no no no -  no",
        "proposed, changes_requested": "no no -  no no no no -  no",
        "proposed, withdrawn":         "no no -  no no no no -  no",
    },
    "reopen_assignment": {
        "asked":             "no no -  -  no no no -  no",
        "accepted":          "no no -  -  no no no -  no",
        "declined":          "no no ok ok no no no ok no",
        "released":          "no no ok -  no no no ok no",
        "signed":            "no no -  -  no no no -  no",
        "approved":          "no no -  -  no no no -  no",
        "changes_requested": "no no -  -  no no no -  no",
        "withdrawn":         "no no -  -  no no no -  no",
    },
    "delegate": {
        "at work":           "no no ok ok no no no ok no",
        "away":              "no no -  -  no no no -  no",
        "back":              "no no ok ok no no no ok no",
    },
    "end_delegation": {
        "away":              "no no ok ok no no no ok no",
        "back":              "no no -  -  no no no -  no",
    },
    "hand_over": {
        "away":              "no no ok ok no no no ok no",
        "back":              "no no -  -  no no no -  no",
    },
}  # fmt: skip


class World(matrices.World):
    """One review with two members asked, the first of them in the given state."""

    refusal = WorkflowError

    def __init__(self, state: str) -> None:
        self.article = ArticleFactory.create()
        self.member: BoardMember = BoardMemberFactory.create()
        self.fellow: BoardMember = BoardMemberFactory.create()
        self.other: BoardMember = BoardMemberFactory.create()
        self.managing = managing_editor()
        self.review = under_review(self.article, members=[self.member, self.fellow], answered=False)
        self.assignment: Assignment = self.review.assignments.get(member=self.member)
        self.proposal: Proposal | None = None
        self.delegation: Delegation | None = None
        for step in state.split(", "):
            getattr(self, f"_make_{step.replace(' ', '_')}")()
        self.people = everybody(
            self.article,
            assigned=self.member.user,
            fellow=self.fellow.user,
            unassigned=BoardMemberFactory.create().user,
        )

    def _make_asked(self) -> None:
        pass

    def _make_at_work(self) -> None:
        pass

    def _make_accepted(self) -> None:
        workflow.accept(self.assignment, by=self.member.user)

    def _make_proposed(self) -> None:
        self.proposal = workflow.propose(
            self.assignment, by=self.member.user, reason="Her field.", member=self.other
        )

    def _make_answered(self) -> None:
        assert self.proposal is not None
        workflow.answer_proposal(self.proposal, by=self.managing, accept=False, reason="Late.")

    def _make_declined(self) -> None:
        workflow.decline(self.assignment, by=self.member.user, reason="On leave.")

    def _make_released(self) -> None:
        workflow.release(self.assignment, by=self.managing, reason="Another was asked.")

    def _make_signed(self) -> None:
        for member in (self.member, self.fellow):
            workflow.answer_conflict(self.review, by=member.user, conflict="none")
        sign(self.review, self.member)

    def _make_approved(self) -> None:
        self._make_signed()
        sign(self.review, self.fellow)

    def _make_changes_requested(self) -> None:
        workflow.return_for_changes(self.review, by=self.managing, reason="Dose.")

    def _make_withdrawn(self) -> None:
        workflow.withdraw(self.review, by=self.managing, reason="Not yet.")

    def _make_away(self) -> None:
        self.delegation = self._delegate(by=self.managing)

    def _make_back(self) -> None:
        self._make_away()
        assert self.delegation is not None
        workflow.end_delegation(self.delegation, by=self.managing)

    def _delegate(self, *, by: User) -> Delegation:
        today = timezone.now().date()
        return workflow.delegate(
            self.member,
            by=by,
            to=self.other,
            begins_on=today,
            ends_on=today + datetime.timedelta(days=7),
            reason="A congress.",
        )

    def facts(self) -> tuple[object, ...]:
        self.review.refresh_from_db()
        return (
            self.review.state,
            list(Assignment.objects.order_by("pk").values()),
            list(Proposal.objects.order_by("pk").values()),
            list(Delegation.objects.order_by("pk").values()),
            SignOff.objects.count(),
        )

    def do(self, verb: str, by: User) -> object:
        own, proposal, delegation = self.assignment, self.proposal, self.delegation
        steps: dict[str, Callable[[], object]] = {
            "accept": lambda: workflow.accept(own, by=by),
            "decline": lambda: workflow.decline(own, by=by, reason="On leave."),
            "propose": lambda: workflow.propose(own, by=by, reason="Her.", member=self.other),
            "reopen_assignment": lambda: workflow.reopen_assignment(own, by=by),
            "delegate": lambda: self._delegate(by=by),
        }
        if proposal is not None:
            steps["answer_proposal"] = lambda: workflow.answer_proposal(
                proposal, by=by, accept=True
            )
        if delegation is not None:
            steps["end_delegation"] = lambda: workflow.end_delegation(delegation, by=by)
            steps["hand_over"] = lambda: workflow.hand_over(delegation, by=by)
        return steps[verb]()


@pytest.mark.parametrize("state", states(TABLE))
def test_verbs_follow_the_table(state: str) -> None:
    assert unlike(World(state), state, TABLE, ROLES) == []
