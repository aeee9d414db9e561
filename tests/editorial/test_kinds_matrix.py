"""What may be submitted as what: state of the article by kind by role, written by hand.

As in `test_transition_matrix.py`: `ok` means that the verb does its work, `no` that the person may
not, `-` that a person who may is told why it is not possible now.
"""

import pytest
from django.contrib.auth.models import User

from articles.models import Article
from editorial import workflow
from editorial.exceptions import WorkflowError
from editorial.models import BoardMember, Review
from tests.editorial import matrices
from tests.editorial.matrices import everybody, states, unlike
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db

ROLES = ("owner", "editor", "managing", "member", "auditor", "superuser", "nobody")

#: kind → state of the article → outcome for each role, in the order of ROLES.
TABLE = {
    "new": {
        "draft":             "ok ok ok no no ok no",
        "submitted":         "-  -  -  no no -  no",
        "under_review":      "-  -  -  no no -  no",
        "changes_requested": "ok ok ok no no ok no",
        "withdrawn":         "ok ok ok no no ok no",
        "live":              "-  -  -  no no -  no",
        "retired":           "-  -  -  no no -  no",
    },
    "revision": {
        "draft":             "-  -  -  no no -  no",
        "submitted":         "-  -  -  no no -  no",
        "changes_requested": "-  -  -  no no -  no",
        "live":              "ok ok ok no no ok no",
        "live, respelled":   "ok ok ok no no ok no",
        "live, another dose":"ok ok ok no no ok no",
        "live, revised":     "-  -  -  no no -  no",
        "live, returned":    "ok ok ok no no ok no",
        "retired":           "-  -  -  no no -  no",
    },
    "correction": {
        "draft":             "-  -  -  no no -  no",
        "submitted":         "-  -  -  no no -  no",
        "changes_requested": "-  -  -  no no -  no",
        "live, respelled":   "ok ok ok no no ok no",
        "live, another dose":"-  -  -  no no -  no",
        "live, revised":     "-  -  -  no no -  no",
        "retired":           "-  -  -  no no -  no",
    },
    "re-review": {
        "draft":             "-  -  -  no no -  no",
        "submitted":         "-  -  -  no no -  no",
        "changes_requested": "-  -  -  no no -  no",
        "live":              "ok ok ok no no ok no",
        "live, another dose":"ok ok ok no no ok no",
        "live, revised":     "-  -  -  no no -  no",
        "live, returned":    "ok ok ok no no ok no",
        "retired":           "-  -  -  no no -  no",
    },
}  # fmt: skip
TEXT = "<p>Take 5 mg for the musle.</p>"


class World(matrices.World):
    """One article in a given state, and one person of each role."""

    refusal = WorkflowError

    def __init__(self, state: str) -> None:
        self.article: Article = ArticleFactory.create(text=TEXT)
        self.managing = managing_editor()
        self.member: BoardMember = BoardMemberFactory.create()
        self._bring_to(state)
        self.people = everybody(self.article, member=self.member.user)

    def _bring_to(self, state: str) -> None:
        if state == "submitted":
            submitted(self.article)
        elif state in ("under_review", "changes_requested", "withdrawn"):
            self._review(state)
        elif state != "draft":
            approved(self.article)
            self._go_on(state)

    def _go_on(self, state: str) -> None:
        if state == "retired":
            workflow.retire(self.article, by=self.managing, reason="Out of date.")
        if state == "live, respelled":
            self.article.sections.update(body=TEXT.replace("musle", "muscle"))
        if state == "live, another dose":
            self.article.sections.update(body=TEXT.replace("5 mg", "50 mg"))
        if state == "live, revised":
            submitted(self.article)
        if state == "live, returned":
            self._review("changes_requested")

    def _review(self, state: str) -> None:
        review = under_review(self.article, members=[self.member, BoardMemberFactory.create()])
        if state == "changes_requested":
            workflow.return_for_changes(review, by=self.managing, reason="Dose.")
        if state == "withdrawn":
            workflow.withdraw(review, by=self.article.owner, reason="Not yet.")

    def facts(self) -> object:
        return (
            list(Review.objects.order_by("pk").values_list("pk", "state", "version")),
            list(self.article.versions.values_list("number", "digest")),
        )

    def do(self, kind: str, by: User) -> None:
        workflow.submit(self.article, by=by, kind=kind)


@pytest.mark.parametrize("state", states(TABLE))
def test_submitting_follows_the_table(state: str) -> None:
    assert unlike(World(state), state, TABLE, ROLES) == []
