"""Reading, commenting and signing: every state by verb by role, against a table written by hand.

As in `test_transition_matrix.py`: `ok` means that the verb does its work, `no` that the person may
not, `-` that a person who may is told why it is not possible now.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from editorial import workflow
from editorial.exceptions import WorkflowError
from editorial.models import (
    Assignment,
    BoardMember,
    Comment,
    ReadMark,
    Review,
    SignOff,
    SignOffWithdrawal,
)
from tests.editorial import matrices
from tests.editorial.matrices import everybody, states, unlike
from tests.factories.articles import PASSWORD, ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    sign_with,
    under_review,
)

pytestmark = pytest.mark.django_db

#: `assigned` is the member that the state tells of, `fellow` another who was asked and who has
#: answered that there is no conflict.
ROLES = (
    *("owner", "editor", "managing", "assigned", "fellow", "unassigned"),
    *("auditor", "superuser", "nobody"),
)

#: verb → state of the assigned member, or of the review → outcome for each role.
TABLE = {
    "answer_conflict": {
        "asked":             "no no no ok ok no no no no",
        "ready":             "no no no ok ok no no no no",
        "declared":          "no no no ok ok no no no no",
        "waived":            "no no no ok ok no no no no",
        "declined":          "no no no -  ok no no no no",
        "released":          "no no no -  ok no no no no",
        "signed":            "no no no -  ok no no no no",
        "taken back":        "no no no -  ok no no no no",
    },
    "comment": {
        "asked":             "no no no -  no no no no no",
        "ready":             "no no no ok no no no no no",
        "declared":          "no no no -  no no no no no",
        "waived":            "no no no ok no no no no no",
        "declined":          "no no no -  no no no no no",
        "released":          "no no no -  no no no no no",
        "signed":            "no no no -  no no no no no",
        "taken back":        "no no no -  no no no no no",
        "approved":          "no no no -  no no no no no",
        "changes_requested": "no no no -  no no no no no",
        "withdrawn":         "no no no -  no no no no no",
    },
    "mark_read": {
        "asked":             "no no no -  no no no no no",
        "ready":             "no no no ok no no no no no",
        "declared":          "no no no ok no no no no no",
        "waived":            "no no no ok no no no no no",
        "declined":          "no no no -  no no no no no",
        "released":          "no no no -  no no no no no",
        "signed":            "no no no -  no no no no no",
        "taken back":        "no no no -  no no no no no",
        "approved":          "no no no -  no no no no no",
        "changes_requested": "no no no -  no no no no no",
        "withdrawn":         "no no no -  no no no no no",
    },
    "settle_comment": {
        "commented":         "ok ok ok no no no no ok no",
        "settled":           "-  -  -  no no no no -  no",
        "approved":          "ok ok ok no no no no ok no",
        "changes_requested": "ok ok ok no no no no ok no",
        "withdrawn":         "ok ok ok no no no no ok no",
    },
    "waive_conflict": {
        "asked":             "no no -  no no no no -  no",
        "ready":             "no no -  no no no no -  no",
        "declared":          "no no ok no no no no ok no",
        "waived":            "no no -  no no no no -  no",
        "declined":          "no no -  no no no no -  no",
        "released":          "no no -  no no no no -  no",
        "signed":            "no no -  no no no no -  no",
        "taken back":        "no no -  no no no no -  no",
        "approved":          "no no -  no no no no -  no",
        "changes_requested": "no no -  no no no no -  no",
        "withdrawn":         "no no -  no no no no -  no",
    },
    "sign_off": {
        "asked":             "no no no -  ok no no no no",
        "ready":             "no no no ok ok no no no no",
        "declared":          "no no no -  ok no no no no",
        "waived":            "no no no ok ok no no no no",
        "declined":          "no no no -  ok no no no no",
        "released":          "no no no -  ok no no no no",
        "signed":            "no no no -  ok no no no no",
        "taken back":        "no no no -  ok no no no no",
        "approved":          "no no no -  -  no no no no",
        "changes_requested": "no no no -  -  no no no no",
        "withdrawn":         "no no no -  -  no no no no",
    },
    "withdraw_sign_off": {
        "signed":            "no no no ok no no no no no",
        "taken back":        "no no no -  no no no no no",
        "approved":          "no no no -  no no no no no",
        "changes_requested": "no no no -  no no no no no",
        "withdrawn":         "no no no -  no no no no no",
    },
}  # fmt: skip


class World(matrices.World):
    """One article, and one person of each role around it."""

    refusal = WorkflowError

    def __init__(self, state: str) -> None:
        # A tick is a row that stays by itself; the second signature is followed by the approval.
        self.events = {"mark_read": 0, "sign_off": 2 if state == "signed" else 1}
        self.article: Article = ArticleFactory.create()
        self.member: BoardMember = BoardMemberFactory.create()
        self.fellow: BoardMember = BoardMemberFactory.create()
        self.managing = managing_editor()
        self._bring_to(state)
        self.people = everybody(
            self.article,
            assigned=self.member.user,
            fellow=self.fellow.user,
            unassigned=BoardMemberFactory.create().user,
        )

    def _bring_to(self, state: str) -> None:
        self.review = under_review(self.article, members=[self.member, self.fellow], answered=False)
        self._answer(self.fellow, "none")
        steps: dict[str, Callable[[], object]] = {
            "asked": lambda: None,
            "ready": lambda: self._answer(self.member, "none"),
            "declared": lambda: self._answer(self.member, "declared"),
            "waived": self._waive,
            "declined": lambda: workflow.decline(
                self.assignment, by=self.member.user, reason="No time."
            ),
            "released": lambda: workflow.release(self.assignment, by=self.managing, reason="Ill."),
            "commented": self._comment,
            "settled": self._settle,
            "signed": self._sign,
            "taken back": self._take_back,
        }
        if state in steps:
            steps[state]()
            return
        self._sign()
        if state == "approved":
            sign(self.review, self.fellow)
        elif state == "changes_requested":
            workflow.return_for_changes(self.review, by=self.managing, reason="Dose.")
        else:
            workflow.withdraw(self.review, by=self.article.owner, reason="Not yet.")

    @property
    def assignment(self) -> Assignment:
        return self.review.assignments.get(member=self.member)

    def _answer(self, member: BoardMember, conflict: str) -> None:
        statement = "" if conflict == "none" else "I own shares."
        workflow.answer_conflict(
            self.review, by=member.user, conflict=conflict, statement=statement
        )

    def _waive(self) -> None:
        self._answer(self.member, "declared")
        workflow.waive_conflict(self.assignment, by=self.managing, reason="Very small.")

    def _comment(self) -> None:
        self._answer(self.member, "none")
        workflow.comment(
            self.assignment, by=self.member.user, section=0, weight="blocking", text="Which dose?"
        )

    def _settle(self) -> None:
        self._comment()
        workflow.settle_comment(Comment.objects.get(), by=self.article.owner, settlement="Said.")

    def _sign(self) -> None:
        self._comment()
        sign(self.review, self.member)

    def _take_back(self) -> None:
        self._sign()
        workflow.withdraw_sign_off(
            SignOff.objects.get(), by=self.member.user, reason="Too soon.", password=PASSWORD
        )

    def facts(self) -> tuple[object, ...]:
        return (
            list(Review.objects.order_by("pk").values_list("pk", "state", "version")),
            list(
                Assignment.objects.order_by("pk").values_list("conflict", "waived_at", "response")
            ),
            list(Comment.objects.order_by("pk").values_list("text", "settlement")),
            ReadMark.objects.count(),
            SignOff.objects.count(),
            SignOffWithdrawal.objects.count(),
            list(self.article.versions.values_list("number", "digest")),
        )

    def do(self, verb: str, by: User) -> object:
        steps: dict[str, Callable[[], object]] = {
            "answer_conflict": lambda: workflow.answer_conflict(
                self.review, by=by, conflict="declared", statement="I hold a patent."
            ),
            "comment": lambda: workflow.comment(
                self.assignment, by=by, section=0, weight="suggestion", text="Shorter."
            ),
            "mark_read": lambda: workflow.mark_read(self.assignment, by=by, section=0),
            "settle_comment": lambda: workflow.settle_comment(
                Comment.objects.get(), by=by, settlement="The dose is given now."
            ),
            "waive_conflict": lambda: workflow.waive_conflict(
                self.assignment, by=by, reason="Very small."
            ),
            "sign_off": lambda: sign_with(self.review, by),
            "withdraw_sign_off": lambda: workflow.withdraw_sign_off(
                SignOff.objects.get(member=self.member), by=by, reason="Wrong.", password=PASSWORD
            ),
        }
        return steps[verb]()


@pytest.mark.parametrize("state", states(TABLE))
def test_verbs_follow_the_table(state: str) -> None:
    assert unlike(World(state), state, TABLE, ROLES) == []
