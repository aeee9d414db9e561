"""What the database refuses to raw SQL, and that it is the trigger that refuses.

Each case runs twice: once as it is, and must be refused; once with its guard lifted, and must get
through, so that we know the statement would do the harm.
"""

from collections.abc import Callable

import pytest
from django.db import Error, connection, transaction

from editorial.models import BoardMember, Review
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    sign,
    submitted,
    under_review,
)
from tests.raw_sql import forge_signature, guarded, is_refused, run, without

pytestmark = pytest.mark.django_db


KEPT_FOR_EVER = {
    "articles_version": ("append_only", "digest"),
    "articles_publication": ("append_only", "published_at"),
    "editorial_signoff": ("append_only", "verdict"),
    "editorial_auditevent": ("append_only", "actor_name"),
    "editorial_review": ("permanent", None),
    "editorial_assignment": ("permanent", None),
    "editorial_boardmember": ("permanent", None),
}


@pytest.mark.parametrize("table", [t for t, (_g, column) in KEPT_FOR_EVER.items() if column])
def test_update_of_kept_rows_is_refused(table: str) -> None:
    approved()
    guard, column = KEPT_FOR_EVER[table]
    guarded(table, guard, f"UPDATE {table} SET {column} = {column} WHERE true")  # noqa: S608
    # Same values: the row trigger of pgtrigger lets nothing through, not even no change.


@pytest.mark.parametrize("table", KEPT_FOR_EVER)
def test_delete_of_kept_rows_is_refused(table: str) -> None:
    approved()
    assert is_refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", KEPT_FOR_EVER)
def test_truncate_of_kept_rows_is_refused(table: str) -> None:
    approved()
    guarded_by_statement_trigger = f"TRUNCATE {table} CASCADE"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(Error, match="kept for ever"), transaction.atomic():
        run(guarded_by_statement_trigger)


def test_deleting_audit_events_gets_through_only_without_the_guard() -> None:
    approved()
    guarded("editorial_auditevent", "append_only", "DELETE FROM editorial_auditevent")


LEGAL = {
    ("submitted", "under_review"),
    ("submitted", "withdrawn"),
    ("under_review", "approved"),
    ("under_review", "changes_requested"),
    ("under_review", "withdrawn"),
}
STATES = ("submitted", "under_review", "approved", "changes_requested", "withdrawn")


def _in_state(state: str) -> Review:
    if state == "submitted":
        return submitted()
    review = under_review()
    if state == "under_review":
        return review
    if state == "approved":
        for assignment in review.assignments.all():
            review = sign(review, assignment.member)
        return review
    # Closed by hand: what a verb would have written.
    run(
        "UPDATE editorial_review SET state = %s, closed_at = now(), closed_by_id = %s, reason = 'x'"
        " WHERE id = %s",
        state,
        review.submitted_by_id,
        review.pk,
    )
    return Review.objects.get(pk=review.pk)


@pytest.mark.parametrize(
    ("before", "after"),
    [(a, b) for a in STATES for b in STATES if a != b and (a, b) not in LEGAL],
)
def test_illegal_move_is_refused(before: str, after: str) -> None:
    review = _in_state(before)
    closed = after in ("approved", "changes_requested", "withdrawn")
    moment = "coalesce(closed_at, now())" if closed else "NULL"
    closer = "coalesce(closed_by_id, submitted_by_id)" if closed else "NULL"
    sql = (
        f"UPDATE editorial_review SET state = '{after}', closed_at = {moment},"  # noqa: S608
        f" closed_by_id = {closer}, reason = 'x', begun_at = now(),"
        f" begun_by_id = submitted_by_id WHERE id = {review.pk}"
    )
    with pytest.raises(Error, match="Invalid transition|approvals needed"), transaction.atomic():
        run(sql)
    if after != "approved":
        with (
            without("editorial_review", "legal_moves"),
            without("editorial_review", "steps_stand"),
        ):
            assert not is_refused(sql)


def _approve_by_sql(review: Review) -> str:
    return (
        "UPDATE editorial_review SET state = 'approved', closed_at = now(),"  # noqa: S608
        f" closed_by_id = submitted_by_id WHERE id = {review.pk}"
    )


def _nobody_signed(review: Review, members: list[BoardMember]) -> None:
    pass


def _one_signed(review: Review, members: list[BoardMember]) -> None:
    sign(review, members[0])


def _one_asked_for_changes(review: Review, members: list[BoardMember]) -> None:
    sign(review, members[0])
    sign(review, members[2], "request_changes")


def _one_was_deactivated(review: Review, members: list[BoardMember]) -> None:
    sign(review, members[0])
    run(
        "UPDATE editorial_boardmember SET deactivated_at = now(), deactivated_by_id = user_id"
        " WHERE id = %s",
        members[0].pk,
    )
    forge_signature(review, members[1])
    # One valid approval of two.


def _one_term_ended(review: Review, members: list[BoardMember]) -> None:
    sign(review, members[0])
    forge_signature(review, members[1])
    run("UPDATE editorial_boardmember SET term_to = '2020-02-01' WHERE id = %s", members[0].pk)


def _one_account_was_closed(review: Review, members: list[BoardMember]) -> None:
    sign(review, members[0])
    forge_signature(review, members[1])
    run("UPDATE auth_user SET is_active = false WHERE id = %s", members[1].user_id)


@pytest.mark.parametrize(
    "spoil",
    [
        _nobody_signed,
        _one_signed,
        _one_asked_for_changes,
        _one_was_deactivated,
        _one_term_ended,
        _one_account_was_closed,
    ],
)
def test_approval_without_quorum_is_refused(
    spoil: Callable[[Review, list[BoardMember]], None],
) -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members)
    spoil(review, members)
    with pytest.raises(Error, match="approvals needed"), transaction.atomic():
        run(_approve_by_sql(review))
    with without("editorial_review", "quorum"):
        assert not is_refused(_approve_by_sql(review))


def test_approval_with_quorum_is_accepted() -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members)
    forge_signature(review, members[0])
    forge_signature(review, members[1])
    assert not is_refused(_approve_by_sql(review))


@pytest.mark.parametrize(
    "change",
    ["approvals_needed = 1", "policy = '[]'", "version_id = {other}", "note = 'other'"],
)
def test_what_was_submitted_cannot_be_changed(change: str) -> None:
    review = submitted()
    other = submitted().version_id
    guarded(
        "editorial_review",
        "submission_is_frozen",
        f"UPDATE editorial_review SET {change.format(other=other)} WHERE id = %s",  # noqa: S608
        review.pk,
    )


def test_review_that_starts_approved_is_refused() -> None:
    review = approved()
    article = ArticleFactory.create()
    sql = (
        "INSERT INTO editorial_review (article_id, version_id, kind, state, policy,"
        " approvals_needed, note, submitted_at, submitted_by_id, begun_at, begun_by_id, closed_at,"
        " closed_by_id, reason) VALUES (%s, %s, 'new', 'approved', '{}', 1, '', now(), %s, now(),"
        " %s, now(), %s, '')"
    )
    user = review.submitted_by_id
    with pytest.raises(Error, match="starts as submitted"), transaction.atomic():
        run(sql, review.article_id, review.version_id, user, user, user)
    with pytest.raises(Error), transaction.atomic():
        run(sql.replace("approved", "submitted"), article.pk, review.version_id, user, user, user)
