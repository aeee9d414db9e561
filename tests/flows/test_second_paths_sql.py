"""Ways around the guards of the database, for somebody who may write SQL as the application does.

As in tests/editorial/test_triggers.py, each way is shown to be open once its guard is lifted.
"""

import psycopg
import pytest
from django.db import Error, connection, transaction

from articles.models import Version
from editorial import workflow
from editorial.exceptions import StoredTextAltered
from editorial.models import Policy, ReviewSchedule
from editorial.verification import faults
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.flushing import triggers_lifted
from tests.raw_sql import forge_signature, guarded, is_refused, run, without

pytestmark = pytest.mark.django_db


def test_one_person_does_not_sign_as_two_members() -> None:
    first, second = BoardMemberFactory.create(), BoardMemberFactory.create()
    sign(under_review(members=[first, second]), first)
    spare = UserFactory.create()
    guarded(
        "editorial_boardmember",
        "account_stays",
        "UPDATE editorial_boardmember SET user_id = %s WHERE id = %s",
        spare.pk,
        first.pk,
    )


@pytest.mark.parametrize("name", ["Somebody Else", ""])
def test_signature_bears_the_members_own_name(name: str) -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    member.name = name
    with pytest.raises(Error, match="cannot sign"), transaction.atomic():
        forge_signature(review, member)
    with without("editorial_signoff", "valid_signature"):
        forge_signature(review, member)


@pytest.mark.parametrize(
    "change",
    [
        "closed_at = closed_at - interval '1 year'",
        "closed_by_id = submitted_by_id",
        "reason = 'another'",
        "begun_at = begun_at - interval '1 year'",
        "begun_by_id = submitted_by_id",
    ],
)
def test_steps_of_a_review_stay_as_they_were_taken(change: str) -> None:
    review = approved()
    guarded(
        "editorial_review",
        "steps_stand",
        f"UPDATE editorial_review SET {change} WHERE id = %s",  # noqa: S608
        review.pk,
    )


def test_beginning_is_not_written_before_it_happened() -> None:
    review = submitted()
    guarded(
        "editorial_review",
        "steps_stand",
        "UPDATE editorial_review SET begun_at = now(), begun_by_id = submitted_by_id WHERE id = %s",
        review.pk,
    )


def test_review_asks_for_no_fewer_approvals_than_its_tier() -> None:
    review = workflow.withdraw(submitted(), by=managing_editor(), reason="Begin again.")
    guarded(
        "editorial_review",
        "starts_submitted",
        "INSERT INTO editorial_review (article_id, version_id, kind, state, policy,"
        " approvals_needed, note, submitted_at, submitted_by_id, reason)"
        " VALUES (%s, %s, 'new', 'submitted', '{}', 1, '', now(), %s, '')",
        review.article_id,
        review.version_id,
        review.submitted_by_id,
    )


def test_lower_policy_changes_no_review_that_runs() -> None:
    member = BoardMemberFactory.create()
    review = under_review(members=[member, BoardMemberFactory.create()])
    Policy.objects.update(approvals_needed=1)
    assert sign(review, member).state == "under_review"


def test_lower_tier_of_the_draft_eases_no_re_review() -> None:
    """The tier is part of what was signed; what is signed again is judged by it."""
    article = approved().article
    article.refresh_from_db()
    article.risk_tier = "background"
    article.save()
    review = workflow.submit(article, by=article.owner, kind="re-review")
    assert (review.policy["tier"], review.approvals_needed) == ("treatment", 2)


@pytest.mark.parametrize(
    "change",
    [
        "conflict_statement = 'other words'",
        "conflict_answered_at = conflict_answered_at - interval '1 year'",
        "assigned_at = assigned_at - interval '1 year'",
        "assigned_by_id = conflict_answered_by_id",
        "sign_by = sign_by + 100",
    ],
)
def test_assignment_stays_when_the_review_is_closed(change: str) -> None:
    review = approved()
    guarded(
        "editorial_assignment",
        "answer_stands_once_signed",
        f"UPDATE editorial_assignment SET {change} WHERE review_id = %s",  # noqa: S608
        review.pk,
    )


def test_nobody_is_asked_after_the_end() -> None:
    review = approved()
    guarded(
        "editorial_assignment",
        "answer_stands_once_signed",
        "INSERT INTO editorial_assignment (review_id, member_id, respond_by, sign_by, assigned_at,"
        " assigned_by_id, conflict, conflict_statement)"
        " VALUES (%s, %s, now(), now(), now(), %s, 'unanswered', '')",
        review.pk,
        BoardMemberFactory.create().pk,
        review.submitted_by_id,
    )


def test_nobody_answers_the_conflict_question_for_another() -> None:
    review = under_review(answered=False)
    guarded(
        "editorial_assignment",
        "answer_stands_once_signed",
        "UPDATE editorial_assignment SET conflict = 'none', conflict_answered_at = now(),"
        " conflict_answered_by_id = %s WHERE review_id = %s",
        review.submitted_by_id,
        review.pk,
    )


def test_version_is_stored_only_with_the_bytes_that_its_content_vouches_for() -> None:
    review = submitted()
    copy = (
        "INSERT INTO articles_version (article_id, number, digest, content, clinical_html,"
        " plain_html, words, frozen_at, frozen_by_id) SELECT article_id, number + 1, digest,"
        " content, clinical_html || %s, plain_html, words, now(), frozen_by_id"
        " FROM articles_version WHERE id = %s"
    )
    guarded(
        "articles_version", "rendering_is_the_signed_one", copy, "<p>More</p>", review.version_id
    )
    assert not is_refused(copy.replace("+ 1", "+ 2"), "", review.version_id)


def test_text_that_is_not_the_submitted_one_is_not_signed() -> None:
    """A version whose digest is not that of its content: no trigger can tell, so signing does."""
    review = under_review()
    member = review.assignments.select_related("member__user")[0].member
    with triggers_lifted():
        Version.objects.filter(pk=review.version_id).update(words="Swapped.")
    with pytest.raises(StoredTextAltered):
        sign(review, member)
    assert not review.sign_offs.exists()


def test_schedule_of_a_live_article_stays() -> None:
    article = approved().article
    guarded(
        "editorial_reviewschedule",
        "permanent",
        "DELETE FROM editorial_reviewschedule WHERE article_id = %s",
        article.pk,
    )
    assert is_refused("TRUNCATE editorial_reviewschedule")


def test_schedule_names_an_approval_of_its_own_article() -> None:
    schedule = ReviewSchedule.objects.get(article=approved().article)
    guarded(
        "editorial_reviewschedule",
        "schedule_rests_on_an_approval",
        "UPDATE editorial_reviewschedule SET review_id = %s WHERE article_id = %s",
        approved().pk,
        schedule.pk,
    )


@pytest.mark.parametrize("table", ["articles_articleevent", "articles_sectionevent"])
def test_who_wrote_what_is_not_forgotten(table: str) -> None:
    """Else an author could sign."""
    ArticleFactory.create()
    assert is_refused(f"DELETE FROM {table}")  # noqa: S608
    guarded(table, "no_truncate", f"TRUNCATE {table}")


def test_copy_is_refused_like_an_insert() -> None:
    review = under_review()
    row = f"{review.version_id}\t2026-01-01\t{review.submitted_by_id}\n"
    columns = "version_id, published_at, published_by_id"
    with (
        pytest.raises(psycopg.Error, match="no approved review"),
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY articles_publication ({columns}) FROM STDIN") as copy,
    ):
        copy.write(row)


def test_verify_finds_what_was_retired_or_reinstated_by_hand() -> None:
    """No trigger can tell who asked; the history can."""
    article = workflow.retire(approved().article, by=managing_editor(), reason="A reason.")
    other = approved().article
    assert list(faults()) == []
    run(
        "UPDATE articles_article SET retired_at = NULL, retired_by_id = NULL,"
        " retirement_reason = '' WHERE id = %s",
        article.pk,
    )
    run(
        "UPDATE articles_article SET retired_at = now(), retired_by_id = owner_id,"
        " retirement_reason = 'x' WHERE id = %s",
        other.pk,
    )
    assert [str(fault) for fault in faults()] == [
        f"article {other.pk}: is retired without an audit event",
        f"article {article.pk}: was retired and is not, without an audit event",
    ]
