"""What the verbs ask of the database: no more for a large board, and no more than they must."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import workflow
from editorial.models import BoardMember
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, submitted

pytestmark = pytest.mark.django_db


def costs(members: list[BoardMember]) -> dict[str, int]:
    """Statements of each verb, from the submission to the second of these members' signatures."""
    article, manager = ArticleFactory.create(), managing_editor()
    found = {}
    with CaptureQueriesContext(connection) as asked:
        review = submitted(article)
    found["submit"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        workflow.begin(review, by=manager, members=members)
    found["begin"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        workflow.answer_conflict(review, by=members[0].user, conflict="none")
    found["answer"] = len(asked)
    workflow.answer_conflict(review, by=members[1].user, conflict="none")
    with CaptureQueriesContext(connection) as asked:
        sign(review, members[0])
    found["first signature"] = len(asked)
    with CaptureQueriesContext(connection) as asked:
        assert sign(review, members[1]).state == "approved"
    found["last signature"] = len(asked)
    return found


def test_verbs_cost_the_same_however_many_are_asked() -> None:
    few, many = [BoardMemberFactory.create_batch(count) for count in (2, 8)]
    assert costs(many) == costs(few)


def test_verbs_ask_for_nothing_twice() -> None:
    """About half of them begin and end transactions, hold rows, and write.

    Whoever raises a figure says in the commit what the statement is for.
    """
    assert costs(BoardMemberFactory.create_batch(2)) == {
        "submit": 20,
        "begin": 15,
        "answer": 7,
        "first signature": 15,
        "last signature": 30,
    }
