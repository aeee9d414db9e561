"""Where a page stands by what is done by whom, against a table written by hand.

In the words of `tests/editorial/test_transition_matrix.py`; the states are those of the page.
"""

import datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from editorial import overdue, reader_reports, workflow
from editorial.exceptions import NotPossible
from editorial.models import AuditEvent, Policy, ReaderReport, Review
from tests.factories.articles import ArticleFactory, UserFactory
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
    "settle_report": {
        "live":              "ok ok ok no no ok no",
        "withdrawn":         "ok ok ok no no ok no",
        "retired":           "ok ok ok no no ok no",
        "report answered":   "-  -  -  no no -  no",
    },
}  # fmt: skip
CASES = [
    pytest.param(verb, state, row, id=f"{verb}-{state}")
    for verb, states in TABLE.items()
    for state, row in states.items()
]


class World:
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
        self.people: dict[str, User] = {
            "owner": self.article.owner,
            "editor": UserFactory.create(group="Editors"),
            "managing": self.manager,
            "signer": members[0].user,
            "auditor": UserFactory.create(group="Auditors"),
            "superuser": UserFactory.create(is_superuser=True),
            "nobody": UserFactory.create(),
        }

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

    def do(self, verb: str, by: User) -> None:
        name, _space, kind = verb.partition(" ")
        if name == "submit":
            workflow.submit(self.article, by=by, kind=kind)
        elif name == "settle_report":
            workflow.settle_report(self.report, by=by, verdict="dismissed", settlement="No.")
        else:
            getattr(workflow, name)(self.article, by=by, reason="For a reason.")


@pytest.mark.parametrize(("verb", "state", "row"), CASES)
def test_verb_follows_the_table(verb: str, state: str, row: str) -> None:
    world = World(state)
    before = _facts()
    for role, outcome in zip(ROLES, row.split(), strict=True):
        savepoint = transaction.savepoint()
        assert (role, _outcome(world, verb, role, before)) == (role, outcome)
        transaction.savepoint_rollback(savepoint)


def _outcome(world: World, verb: str, role: str, before: tuple[object, ...]) -> str:
    try:
        with transaction.atomic():
            world.do(verb, world.people[role])
    except PermissionDenied:
        assert _facts() == before
        return "no"
    except NotPossible:
        assert _facts() == before
        return "-"
    assert AuditEvent.objects.count() == before[-1] + 1  # type: ignore[operator]
    return "ok"


def _facts() -> tuple[object, ...]:
    """All that a refused verb must leave as it was."""
    return (
        list(Article.objects.values_list("retired_at", "returns_when_reviewed", "live_version")),
        list(Review.objects.order_by("pk").values_list("pk", "state")),
        list(ReaderReport.objects.values_list("verdict", "settlement")),
        AuditEvent.objects.count(),
    )
