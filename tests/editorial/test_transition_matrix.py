"""Every state by verb by role, against a table written by hand.

The table is the specification; nothing in it is computed from the code. `ok` means that the verb
does its work, `no` that the person may not (PermissionDenied), `-` that the state does not allow it
(NotPossible) for a person who may.
"""

import datetime
from collections.abc import Callable
from types import MappingProxyType

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from editorial import workflow
from editorial.models import BoardMember, Review
from references.models import Reference
from tests.editorial import matrices
from tests.editorial.matrices import everybody, states, unlike
from tests.editorial.test_assignment_matrix import TABLE as ABOUT_ASSIGNMENTS
from tests.editorial.test_due_matrix import TABLE as ABOUT_DATES
from tests.editorial.test_overdue_matrix import TABLE as ABOUT_PAGES
from tests.editorial.test_reading_matrix import TABLE as ABOUT_READING
from tests.factories.articles import PASSWORD, ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db

ROLES = (
    "owner", "editor", "managing", "assigned", "unassigned", "auditor", "superuser", "nobody",
)  # fmt: skip

#: verb → state → outcome for each role, in the order of ROLES.
TABLE = {
    "submit": {
        "no review":         "ok ok ok no no no ok no",
        "submitted":         "-  -  -  no no no -  no",
        "under_review":      "-  -  -  no no no -  no",
        "approved":          "ok ok ok no no no ok no",
        "changes_requested": "ok ok ok no no no ok no",
        "withdrawn":         "ok ok ok no no no ok no",
    },
    "begin": {
        "submitted":         "no no ok no no no ok no",
        "under_review":      "no no -  no no no -  no",
        "approved":          "no no -  no no no -  no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
    },
    "assign": {
        "submitted":         "no no -  no no no -  no",
        "under_review":      "no no ok no no no ok no",
        "approved":          "no no -  no no no -  no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
    },
    "answer_conflict": {
        "submitted":         "no no no no no no no no",
        "under_review":      "no no no ok no no no no",
        "approved":          "no no no -  no no no no",
        "changes_requested": "no no no -  no no no no",
        "withdrawn":         "no no no -  no no no no",
    },
    "sign_off": {
        "submitted":         "no no no no no no no no",
        "under_review":      "no no no ok no no no no",
        "approved":          "no no no -  no no no no",
        "changes_requested": "no no no -  no no no no",
        "withdrawn":         "no no no -  no no no no",
    },
    "release": {
        "under_review":      "no no ok no no no ok no",
        "approved":          "no no -  no no no -  no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
    },
    "reassign": {
        "under_review":      "no no ok no no no ok no",
        "approved":          "no no -  no no no -  no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
    },
    "extend": {
        "under_review":      "no no ok no no no ok no",
        "approved":          "no no -  no no no -  no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
    },
    "remind_now": {
        "under_review":      "no no ok no no no ok no",
        "approved":          "no no -  no no no -  no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
    },
    "return_for_changes": {
        "submitted":         "no no -  no no no -  no",
        "under_review":      "no no ok no no no ok no",
        "approved":          "no no -  no no no -  no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
    },
    "withdraw": {
        "submitted":         "ok no ok no no no ok no",
        "under_review":      "ok no ok no no no ok no",
        "approved":          "-  no -  no no no -  no",
        "changes_requested": "-  no -  no no no -  no",
        "withdrawn":         "-  no -  no no no -  no",
    },
    "retire": {
        "no review":         "no no -  no no no -  no",
        "submitted":         "no no -  no no no -  no",
        "under_review":      "no no -  no no no -  no",
        "approved":          "no no ok no no no ok no",
        "changes_requested": "no no -  no no no -  no",
        "withdrawn":         "no no -  no no no -  no",
        "retired":           "no no -  no no no -  no",
    },
    "reinstate": {
        "no review":         "no no -  no no no -  no",
        "approved":          "no no -  no no no -  no",
        "retired":           "no no ok no no no ok no",
    },
    "accept_source": {
        "source unchecked":  "no no -  no no no -  no",
        "source sound":      "no no -  no no no -  no",
        "source retracted":  "no no ok no no no ok no",
        "source doubted":    "no no ok no no no ok no",
        "source corrected":  "no no -  no no no -  no",
        "source reinstated": "no no -  no no no -  no",
        "source kept":       "no no -  no no no -  no",
    },
    "no_longer_accept_source": {
        "source unchecked":  "no no -  no no no -  no",
        "source sound":      "no no -  no no no -  no",
        "source retracted":  "no no -  no no no -  no",
        "source doubted":    "no no -  no no no -  no",
        "source corrected":  "no no -  no no no -  no",
        "source reinstated": "no no -  no no no -  no",
        "source kept":       "no no ok no no no ok no",
    },
}  # fmt: skip

SOURCES = {
    "source unchecked": "unchecked",
    "source sound": "none",
    "source retracted": "retracted",
    "source doubted": "expression_of_concern",
    "source corrected": "corrected",
    "source reinstated": "reinstated",
    "source kept": "retracted",
}
#: Where a successful verb leaves the review. Signing leads on only with the quorum.
LEADS_TO = {
    "submit": "submitted",
    "begin": "under_review",
    "assign": "under_review",
    "answer_conflict": "under_review",
    "sign_off": "under_review",
    "return_for_changes": "changes_requested",
    "withdraw": "withdrawn",
}


def bring_source_to(state: str) -> None:
    """The one source there is."""
    Reference.objects.update(retraction=SOURCES[state])
    if state == "source kept":
        workflow.accept_source(Reference.objects.get(), by=managing_editor(), reason="Sound.")


class World(matrices.World):
    """One article in a given state, and one person of each role around it."""

    #: Those about a source are in the article's chain and in chain 0; the one that takes an
    #: acceptance back also opens a review.
    events = MappingProxyType({"accept_source": 2, "no_longer_accept_source": 4})

    def __init__(self, state: str) -> None:
        self.article = ArticleFactory.create()
        self.member: BoardMember = BoardMemberFactory.create()
        self.second: BoardMember = BoardMemberFactory.create()
        self.spare: BoardMember = BoardMemberFactory.create()
        self.review: Review | None = self._bring_to("approved" if state in SOURCES else state)
        if state in SOURCES:
            bring_source_to(state)
        self.people = everybody(
            self.article,
            assigned=self.member.user,
            unassigned=BoardMemberFactory.create().user,
        )

    def _bring_to(self, state: str) -> Review | None:
        both = [self.member, self.second]
        if state == "no review":
            return None
        if state == "submitted":
            return submitted(self.article)
        review = under_review(self.article, members=both)
        if state in ("approved", "retired"):
            for member in both:
                review = sign(review, member)
        if state == "retired":
            workflow.retire(self.article, by=managing_editor(), reason="Out of date.")
        if state == "changes_requested":
            review = workflow.return_for_changes(review, by=managing_editor(), reason="Dose.")
        if state == "withdrawn":
            review = workflow.withdraw(review, by=self.article.owner, reason="Not yet.")
        return review

    def facts(self) -> tuple[object, ...]:
        self.article.refresh_from_db()
        return (
            self.article.live_version_id,
            self.article.retired_at,
            list(Review.objects.order_by("pk").values_list("pk", "state")),
            list(Reference.objects.values_list("retraction", "accepted_because")),
        )

    def do(self, verb: str, by: User) -> None:
        self._do(verb, by)
        if verb in LEADS_TO:
            latest = Review.objects.filter(article=self.article).latest("pk")
            assert latest.state == LEADS_TO[verb], f"{verb} by {by}"

    def _do(self, verb: str, by: User) -> object:
        article, review = self.article, self.review
        if verb in ("submit", "retire", "reinstate"):
            arguments = {} if verb == "submit" else {"reason": "For a reason."}
            return getattr(workflow, verb)(article, by=by, **arguments)
        if verb.endswith("accept_source"):
            return getattr(workflow, verb)(Reference.objects.get(), by=by, reason="For a reason.")
        assert review is not None
        assignment = review.assignments.filter(member=self.member).first()
        if verb in OF_AN_ASSIGNMENT:
            assert assignment is not None
            return getattr(workflow, verb)(assignment, by=by, **OF_AN_ASSIGNMENT[verb](self))
        steps: dict[str, Callable[[], object]] = {
            "begin": lambda: workflow.begin(review, by=by, members=[self.member, self.second]),
            "assign": lambda: workflow.assign(review, by=by, members=[self.spare]),
            "answer_conflict": lambda: workflow.answer_conflict(review, by=by, conflict="none"),
            "sign_off": lambda: workflow.sign_off(
                review,
                by=by,
                verdict="approve",
                digest=review.version.digest,
                password=PASSWORD,
                reason="",
            ),
            "return_for_changes": lambda: workflow.return_for_changes(
                review, by=by, reason="Dose."
            ),
            "withdraw": lambda: workflow.withdraw(review, by=by, reason="Not yet."),
        }
        return steps[verb]()


#: Verbs about one assignment, of which there are none before the review is begun.
OF_AN_ASSIGNMENT: dict[str, Callable[[World], dict[str, object]]] = {
    "release": lambda _: {"reason": "Ill."},
    "reassign": lambda world: {"reason": "Ill.", "to": world.spare},
    "extend": lambda _: {
        "reason": "A congress.",
        "sign_by": timezone.now().date() + datetime.timedelta(days=90),
    },
    "remind_now": lambda _: {},
}


@pytest.mark.parametrize("state", states(TABLE))
def test_verbs_follow_the_table(state: str) -> None:
    assert unlike(World(state), state, TABLE, ROLES) == []


def test_table_names_every_verb_and_state() -> None:
    states = {"submitted", "under_review", "approved", "changes_requested", "withdrawn"}
    for verb in LEADS_TO:
        assert states <= set(TABLE[verb]), verb


def test_approve_is_not_a_verb() -> None:
    assert not hasattr(workflow, "approve")
    assert approved().state == "approved"


def test_tables_are_of_every_verb() -> None:
    of_pages = {verb.split(" ")[0] for verb in ABOUT_PAGES}
    of_reviews = {*TABLE, *ABOUT_ASSIGNMENTS, *ABOUT_READING}
    assert {*of_reviews, *ABOUT_DATES, *of_pages} == set(workflow.__all__)
