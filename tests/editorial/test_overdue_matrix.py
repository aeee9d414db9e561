"""Where a page stands by what is done by whom, against a table written by hand.

In the words of `tests/editorial/test_transition_matrix.py`; the states are those of the page.
"""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial import overdue, reader_reports, workflow
from editorial.models import Policy, ReaderReport, Review
from tests.editorial import matrices
from tests.editorial.matrices import everybody, states, unlike
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review

pytestmark = pytest.mark.django_db

ROLES = ("owner", "editor", "managing", "signer", "auditor", "superuser", "nobody")

#: what is done → where the page stands → outcome for each role, in the order of ROLES.
TABLE = {
    "submit revision": {
        "live":              "ok ok ok no no ok no",
        "overdue":           "ok ok ok no no ok no",
        "withdrawn":         "ok ok ok no no ok no",
        "withdrawn, review": "-  -  -  no no -  no",
        "retired":           "-  -  -  no no -  no",
        "retired for good":  "-  -  -  no no -  no",
    },
    "submit re-review": {
        "live":              "ok ok ok no no ok no",
        "overdue":           "ok ok ok no no ok no",
        "withdrawn":         "ok ok ok no no ok no",
        "withdrawn, review": "-  -  -  no no -  no",
        "retired":           "-  -  -  no no -  no",
        "retired for good":  "-  -  -  no no -  no",
    },
    "submit correction": {
        "live":              "ok ok ok no no ok no",
        "overdue":           "ok ok ok no no ok no",
        "withdrawn":         "-  -  -  no no -  no",
        "withdrawn, review": "-  -  -  no no -  no",
        "retired":           "-  -  -  no no -  no",
        "retired for good":  "-  -  -  no no -  no",
    },
    "retire": {
        "live":              "no no ok no no ok no",
        "overdue":           "no no ok no no ok no",
        "withdrawn":         "no no ok no no ok no",
        "withdrawn, review": "no no ok no no ok no",
        "retired":           "no no -  no no -  no",
        "retired for good":  "no no -  no no -  no",
    },
    "reinstate": {
        "live":              "no no -  no no -  no",
        "overdue":           "no no -  no no -  no",
        "withdrawn":         "no no -  no no -  no",
        "withdrawn, review": "no no -  no no -  no",
        "retired":           "no no ok no no ok no",
        "retired for good":  "no no ok no no ok no",
    },
    "make_due_now": {
        "overdue":           "no no ok no no ok no",
        "withdrawn":         "no no ok no no ok no",
        "retired":           "no no -  no no -  no",
        "retired for good":  "no no -  no no -  no",
    },
    "snooze": {
        "overdue":           "ok no ok no no ok no",
        "withdrawn":         "-  no ok no no ok no",
        "retired":           "-  no -  no no -  no",
    },
    "settle_report": {
        "live":              "ok ok ok no no ok no",
        "withdrawn":         "ok ok ok no no ok no",
        "retired":           "ok ok ok no no ok no",
        "report answered":   "-  -  -  no no -  no",
    },
}  # fmt: skip


class World(matrices.World):
    """One page in a given state, with a report of a reader, and one person of each role."""

    def __init__(self, state: str) -> None:
        members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
        self.article = ArticleFactory.create()
        review = under_review(self.article, members=members)
        for member in members:
            review = sign(review, member)
        self.report = reader_reports.report(self.article, text="Wrong.")
        self.manager = managing_editor()
        self._bring_to(state)
        if state == "withdrawn":
            self.events = {"snooze": 2}  # it gives the page back to readers
        self.people = everybody(self.article, managing=self.manager, signer=members[0].user)

    def _bring_to(self, state: str) -> None:
        if state in ("overdue", "withdrawn", "withdrawn, review", "retired for good"):
            consequence = "warn" if state == "overdue" else "withdraw"
            Policy.objects.update(hard_limit_days=1, at_hard_limit=consequence)
            late = timezone.now() + datetime.timedelta(days=9_999)
            assert overdue.enforce(late) == 1
        if state == "withdrawn, review":
            workflow.submit(self.article, by=self.article.owner, kind="re-review")
        if state.startswith("retired"):
            workflow.retire(self.article, by=self.manager, reason="Superseded.")
        if state == "report answered":
            workflow.settle_report(
                self.report, by=self.manager, verdict="confirmed", settlement="A revision."
            )

    def facts(self) -> tuple[object, ...]:
        return (
            list(
                Article.objects.values_list("retired_at", "returns_when_reviewed", "live_version")
            ),
            list(Review.objects.order_by("pk").values_list("pk", "state")),
            list(ReaderReport.objects.values_list("verdict", "settlement")),
        )

    def do(self, verb: str, by: User) -> None:
        name, _space, kind = verb.partition(" ")
        if name == "submit":
            workflow.submit(self.article, by=by, kind=kind)
        elif name == "settle_report":
            workflow.settle_report(self.report, by=by, verdict="dismissed", settlement="No.")
        elif name == "snooze":
            until = timezone.now().date() + datetime.timedelta(days=5)
            workflow.snooze(self.article, by=by, until=until, reason="For a reason.")
        else:
            getattr(workflow, name)(self.article, by=by, reason="For a reason.")


@pytest.mark.parametrize("state", states(TABLE))
def test_verbs_follow_the_table(state: str) -> None:
    assert unlike(World(state), state, TABLE, ROLES) == []
