"""What the database refuses to raw SQL about signatures, live versions and accounts."""

import pytest
from django.db import Error, connection, transaction

from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.raw_sql import forge_signature, guarded, is_refused, run, without

pytestmark = pytest.mark.django_db


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
        forge_signature(review, member)
    with without("editorial_signoff", "valid_signature"):
        forge_signature(review, member)


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
        forge_signature(review, member)


def test_signature_under_another_text_is_refused() -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    review.version.digest = "0" * 64
    with pytest.raises(Error, match="cannot sign"), transaction.atomic():
        forge_signature(review, member)


def test_signature_of_a_member_not_asked_is_refused() -> None:
    review = under_review()
    with pytest.raises(Error, match="cannot sign"), transaction.atomic():
        forge_signature(review, BoardMemberFactory.create())


def test_second_signature_is_refused() -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    sign(review, member)
    with pytest.raises(Error, match="one_sign_off_per_member_and_review"), transaction.atomic():
        forge_signature(review, member)


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
            " VALUES (%s, %s, 'new', 'submitted', '{}', 2, '', now(), %s, '')",
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
