"""What the database refuses to raw SQL, and that it is the trigger that refuses.

Each case runs twice: once as it is, and must be refused; once with its guard lifted, and must get
through, so that we know the statement would do the harm.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import Error, connection, transaction

from editorial.models import BoardMember, Review
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db


def run(sql: str, *parameters: str | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def is_refused(sql: str, *parameters: str | int) -> bool:
    try:
        with transaction.atomic():
            run(sql, *parameters)
    except Error:
        return True
    return False


@contextmanager
def without(table: str, trigger: str) -> Iterator[None]:
    """The guard lifted. `trigger` is the beginning of its name as it is written in the model."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
            [table, f"pgtrigger_{trigger}%"],
        )
        names = [name for (name,) in cursor.fetchall()]
        assert names, f"there is no trigger {trigger} on {table}"
        # Constraint checks that are still waiting would stand in the way of ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        yield


def guarded(table: str, trigger: str, sql: str, *parameters: str | int) -> None:
    """Refused with the guard, done without it."""
    assert is_refused(sql, *parameters)
    with without(table, trigger):
        assert not is_refused(sql, *parameters)


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
        with without("editorial_review", "legal_moves"):
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
    _forge(review, members[1])
    # One valid approval of two.


def _one_term_ended(review: Review, members: list[BoardMember]) -> None:
    sign(review, members[0])
    _forge(review, members[1])
    run("UPDATE editorial_boardmember SET term_to = '2020-02-01' WHERE id = %s", members[0].pk)


def _one_account_was_closed(review: Review, members: list[BoardMember]) -> None:
    sign(review, members[0])
    _forge(review, members[1])
    run("UPDATE auth_user SET is_active = false WHERE id = %s", members[1].user_id)


def _forge(review: Review, member: BoardMember) -> None:
    """A valid signature by SQL, so that no verb counts the quorum."""
    run(
        "INSERT INTO editorial_signoff (review_id, member_id, verdict, reason, digest, meaning,"
        " signer_name, signer_credentials, signed_at, signed_by_id)"
        " VALUES (%s, %s, 'approve', '', %s, 'x', 'x', 'x', now(), %s)",
        review.pk,
        member.pk,
        review.version.digest,
        member.user_id,
    )


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
    _forge(review, members[0])
    _forge(review, members[1])
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


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE editorial_boardmember SET deactivated_at = now(), deactivated_by_id = user_id"
        " WHERE id = %(member)s",
        "UPDATE editorial_boardmember SET term_to = '2020-02-01' WHERE id = %(member)s",
        "UPDATE auth_user SET is_active = false WHERE id = %(user)s",
        "UPDATE editorial_assignment SET conflict = 'declared', conflict_statement = 'x'"
        " WHERE member_id = %(member)s",
        "UPDATE editorial_assignment SET conflict = 'unanswered', conflict_answered_at = NULL,"
        " conflict_answered_by_id = NULL WHERE member_id = %(member)s",
    ],
)
def test_signature_of_a_member_who_may_not_is_refused(spoil: str) -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    with connection.cursor() as cursor:
        cursor.execute(spoil, {"member": member.pk, "user": member.user_id})
    with pytest.raises(Error, match="cannot sign"), transaction.atomic():
        _forge(review, member)
    with without("editorial_signoff", "valid_signature"):
        _forge(review, member)


def test_signature_of_an_author_is_refused() -> None:
    article = ArticleFactory.create()
    member = BoardMemberFactory.create(user=article.owner)
    review = under_review(article)
    run(
        "INSERT INTO editorial_assignment (review_id, member_id, respond_by, sign_by, assigned_at,"
        " assigned_by_id, conflict, conflict_statement, conflict_answered_at,"
        " conflict_answered_by_id) VALUES (%s, %s, now(), now(), now(), %s, 'none', '', now(), %s)",
        review.pk,
        member.pk,
        member.user_id,
        member.user_id,
    )
    with pytest.raises(Error, match="cannot sign"), transaction.atomic():
        _forge(review, member)


def test_signature_under_another_text_is_refused() -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    review.version.digest = "0" * 64
    with pytest.raises(Error, match="cannot sign"), transaction.atomic():
        _forge(review, member)


def test_signature_of_a_member_not_asked_is_refused() -> None:
    review = under_review()
    with pytest.raises(Error, match="cannot sign"), transaction.atomic():
        _forge(review, BoardMemberFactory.create())


def test_second_signature_is_refused() -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    sign(review, member)
    with pytest.raises(Error, match="one_sign_off_per_member_and_review"), transaction.atomic():
        _forge(review, member)


def test_conflict_answer_under_a_signature_is_refused() -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    sign(review, member)
    guarded(
        "editorial_assignment",
        "answer_stands_once_signed",
        "UPDATE editorial_assignment SET conflict = 'declared', conflict_statement = 'x'"
        " WHERE member_id = %s",
        member.pk,
    )


def test_live_version_without_approval_is_refused() -> None:
    review = under_review()
    guarded(
        "articles_article",
        "live_version_is_approved",
        "UPDATE articles_article SET live_version_id = %s WHERE id = %s",
        review.version_id,
        review.article_id,
    )


def test_live_version_of_another_article_is_refused() -> None:
    other = approved()
    article = ArticleFactory.create()
    assert is_refused(
        "UPDATE articles_article SET live_version_id = %s WHERE id = %s",
        other.version_id,
        article.pk,
    )


def test_older_live_version_is_refused() -> None:
    first = approved()
    approved(first.article)
    assert is_refused(
        "UPDATE articles_article SET live_version_id = %s WHERE id = %s",
        first.version_id,
        first.article_id,
    )


def test_removing_the_live_version_is_refused() -> None:
    review = approved()
    guarded(
        "articles_article",
        "live_version_is_approved",
        "UPDATE articles_article SET live_version_id = NULL WHERE id = %s",
        review.article_id,
    )


def test_publication_without_approval_is_refused() -> None:
    review = under_review()
    guarded(
        "articles_publication",
        "publication_is_approved",
        "INSERT INTO articles_publication (version_id, published_at, published_by_id)"
        " VALUES (%s, now(), %s)",
        review.version_id,
        review.submitted_by_id,
    )


def test_second_open_review_is_refused() -> None:
    review = submitted()
    with pytest.raises(Error, match="one_open_review_per_article"), transaction.atomic():
        run(
            "INSERT INTO editorial_review (article_id, version_id, kind, state, policy,"
            " approvals_needed, note, submitted_at, submitted_by_id, reason)"
            " VALUES (%s, %s, 'new', 'submitted', '{}', 1, '', now(), %s, '')",
            review.article_id,
            review.version_id,
            review.submitted_by_id,
        )


def test_account_that_signed_cannot_be_deleted() -> None:
    member = BoardMemberFactory.create()
    sign(under_review(members=[member, BoardMemberFactory.create()]), member)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert is_refused("DELETE FROM auth_user WHERE id = %s", member.user_id)


def test_event_outside_its_articles_chain_is_refused() -> None:
    article = approved().article
    assert is_refused(
        "INSERT INTO editorial_auditevent (chain, sequence, action, at, actor_name, article_id,"
        " from_state, to_state, version_digest, reason, details, previous_hash, hash)"
        " VALUES (0, 1, 'x', now(), 'x', %s, '', '', '', '', '{}', 'x', 'x')",
        article.pk,
    )


def test_managing_editor_is_no_substitute_for_the_quorum() -> None:
    review = under_review()
    assert managing_editor().has_perm("editorial.manage_reviews")
    review.approve(by=managing_editor(), at=review.submitted_at)
    with pytest.raises(Error, match="approvals needed"), transaction.atomic():
        review.save()
