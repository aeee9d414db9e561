"""Reading, commenting, signing and submitting by kind: state by verb by role, written by hand.

As in `test_transition_matrix.py`: `ok` means that the verb does its work, `no` that the person may
not, `-` that a person who may is told why it is not possible now.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.models import Article
from editorial import workflow
from editorial.exceptions import WorkflowError
from editorial.models import (
    Assignment,
    AuditEvent,
    BoardMember,
    Comment,
    ReadMark,
    Review,
    SignOff,
    SignOffWithdrawal,
)
from tests.factories.articles import PASSWORD, ArticleFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    sign_with,
    submitted,
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
    "submit new": {
        "draft":             "ok ok ok no no no no ok no",
        "submitted":         "-  -  -  no no no no -  no",
        "ready":             "-  -  -  no no no no -  no",
        "changes_requested": "ok ok ok no no no no ok no",
        "withdrawn":         "ok ok ok no no no no ok no",
        "live":              "-  -  -  no no no no -  no",
        "retired":           "-  -  -  no no no no -  no",
    },
    "submit revision": {
        "draft":             "-  -  -  no no no no -  no",
        "submitted":         "-  -  -  no no no no -  no",
        "changes_requested": "-  -  -  no no no no -  no",
        "live":              "ok ok ok no no no no ok no",
        "live, respelled":   "ok ok ok no no no no ok no",
        "live, another dose":"ok ok ok no no no no ok no",
        "live, revised":     "-  -  -  no no no no -  no",
        "live, returned":    "ok ok ok no no no no ok no",
        "retired":           "-  -  -  no no no no -  no",
    },
    "submit correction": {
        "draft":             "-  -  -  no no no no -  no",
        "submitted":         "-  -  -  no no no no -  no",
        "changes_requested": "-  -  -  no no no no -  no",
        "live, respelled":   "ok ok ok no no no no ok no",
        "live, another dose":"-  -  -  no no no no -  no",
        "live, revised":     "-  -  -  no no no no -  no",
        "retired":           "-  -  -  no no no no -  no",
    },
    "submit re-review": {
        "draft":             "-  -  -  no no no no -  no",
        "submitted":         "-  -  -  no no no no -  no",
        "changes_requested": "-  -  -  no no no no -  no",
        "live":              "ok ok ok no no no no ok no",
        "live, another dose":"ok ok ok no no no no ok no",
        "live, revised":     "-  -  -  no no no no -  no",
        "live, returned":    "ok ok ok no no no no ok no",
        "retired":           "-  -  -  no no no no -  no",
    },
}  # fmt: skip

#: How many events a successful verb writes in a state, where not one. A tick is a row that stays by
#: itself; the second signature is followed by the approval.
EVENTS = {
    **{("mark_read", state): 0 for state in TABLE["mark_read"]},
    ("sign_off", "signed"): 2,
}

CASES = [
    pytest.param(verb, state, row, id=f"{verb}-{state}")
    for verb, states in TABLE.items()
    for state, row in states.items()
]
OF_ARTICLES = {"draft", "submitted", "retired"}
TEXT = "<p>Take 5 mg for the musle.</p>"


class World:
    """One article, and one person of each role around it."""

    def __init__(self, state: str) -> None:
        self.article: Article = ArticleFactory.create(text=TEXT)
        self.member: BoardMember = BoardMemberFactory.create()
        self.fellow: BoardMember = BoardMemberFactory.create()
        self.managing = managing_editor()
        if state in OF_ARTICLES or state.startswith("live"):
            self._bring_article_to(state)
        else:
            self._bring_review_to(state)
        self.people: dict[str, User] = {
            "owner": self.article.owner,
            "editor": UserFactory.create(group="Editors"),
            "managing": managing_editor(),
            "assigned": self.member.user,
            "fellow": self.fellow.user,
            "unassigned": BoardMemberFactory.create().user,
            "auditor": UserFactory.create(group="Auditors"),
            "superuser": UserFactory.create(is_superuser=True),
            "nobody": UserFactory.create(),
        }

    def _bring_article_to(self, state: str) -> None:
        if state == "draft":
            return
        if state == "submitted":
            submitted(self.article)
            return
        approved(self.article)
        if state == "retired":
            workflow.retire(self.article, by=self.managing, reason="Out of date.")
        if state == "live, respelled":
            self.article.sections.update(body=TEXT.replace("musle", "muscle"))
        if state == "live, another dose":
            self.article.sections.update(body=TEXT.replace("5 mg", "50 mg"))
        if state == "live, revised":
            submitted(self.article)
        if state == "live, returned":
            review = under_review(self.article)
            workflow.return_for_changes(review, by=self.managing, reason="Dose.")

    def _bring_review_to(self, state: str) -> None:
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

    def do(self, verb: str, by: User) -> object:
        if verb.startswith("submit "):
            return workflow.submit(self.article, by=by, kind=verb.removeprefix("submit "))
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


@pytest.mark.parametrize(("verb", "state", "row"), CASES)
def test_verb_follows_the_table(verb: str, state: str, row: str) -> None:
    world = World(state)
    for role, outcome in zip(ROLES, row.split(), strict=True):
        savepoint = transaction.savepoint()
        assert (role, _outcome(world, verb, state, role)) == (role, outcome)
        transaction.savepoint_rollback(savepoint)


def _outcome(world: World, verb: str, state: str, role: str) -> str:
    """What really happened, in the words of the table."""
    before, events = _facts(world), AuditEvent.objects.count()
    try:
        with transaction.atomic():
            world.do(verb, world.people[role])
    except PermissionDenied:
        assert _facts(world) == before
        return "no"
    except WorkflowError:
        assert _facts(world) == before
        return "-"
    assert _facts(world) != before
    assert AuditEvent.objects.count() == events + EVENTS.get((verb, state), 1)
    return "ok"


def _facts(world: World) -> tuple[object, ...]:
    """All that a refused verb must leave as it was."""
    return (
        AuditEvent.objects.count(),
        list(Review.objects.order_by("pk").values_list("pk", "state", "version")),
        list(Assignment.objects.order_by("pk").values_list("conflict", "waived_at", "response")),
        list(Comment.objects.order_by("pk").values_list("text", "settlement")),
        ReadMark.objects.count(),
        SignOff.objects.count(),
        SignOffWithdrawal.objects.count(),
        list(world.article.versions.values_list("number", "digest")),
    )
