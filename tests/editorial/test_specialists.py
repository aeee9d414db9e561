"""A policy that wants a member of the article's specialty among the signers."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial import verification, workflow
from editorial.exceptions import NotPossible
from editorial.models import Assignment, BoardMember, Policy, Review
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.flushing import triggers_lifted
from tests.raw_sql import forge_signature, guarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    Policy.objects.update(needs_specialist=True)
    return ArticleFactory.create()


def specialist(article: Article) -> BoardMember:
    member: BoardMember = BoardMemberFactory.create()
    assert article.specialty is not None
    member.specialties.add(article.specialty)
    return member


def others(count: int) -> list[BoardMember]:
    return BoardMemberFactory.create_batch(count)


def test_begin_without_a_specialist_is_refused_and_asks_nobody(article: Article) -> None:
    review = submitted(article)
    with pytest.raises(NotPossible, match=str(article.specialty)):
        workflow.begin(review, by=managing_editor(), members=others(3))
    review.refresh_from_db()
    assert review.state == "submitted"
    assert not review.assignments.exists()


def test_begin_with_a_specialist_is_possible(article: Article) -> None:
    review = submitted(article)
    members = [specialist(article), *others(1)]
    assert workflow.begin(review, by=managing_editor(), members=members).state == "under_review"


def test_begin_looks_at_the_stand_in_of_a_specialist_who_is_away(article: Article) -> None:
    away, (stand_in, third) = specialist(article), others(2)
    today = timezone.now().date()
    workflow.delegate(
        away,
        by=managing_editor(),
        to=stand_in,
        begins_on=today,
        ends_on=today + datetime.timedelta(days=7),
        reason="A congress.",
    )
    review = submitted(article)
    with pytest.raises(NotPossible, match=str(article.specialty)):
        workflow.begin(review, by=managing_editor(), members=[away, third])
    assert article.specialty is not None
    stand_in.specialties.add(article.specialty)
    review = workflow.begin(review, by=managing_editor(), members=[away, third])
    assert review.state == "under_review"


def test_begin_does_not_mind_where_the_policy_does_not() -> None:
    assert under_review().state == "under_review"


def test_quorum_without_the_specialist_waits_for_one_and_says_so(article: Article) -> None:
    expert, (first, second) = specialist(article), others(2)
    review = under_review(article, members=[expert, first, second])
    sign(review, first)
    assert sign(review, second).state == "under_review"

    client = Client()
    client.force_login(managing_editor())
    page = client.get(reverse("admin:editorial_review_change", args=[review.pk])).content.decode()
    assert "2 of 2 approvals given, none by a member of the article" in page

    assert sign(review, expert).state == "approved"


def test_specialist_who_asks_for_changes_is_none_among_the_approvals(article: Article) -> None:
    expert, (first, second) = specialist(article), others(2)
    review = under_review(article, members=[expert, first, second])
    sign(review, first)
    sign(review, expert, "request_changes")
    assert sign(review, second).state == "changes_requested"


def test_verify_finds_an_approval_without_the_specialist(article: Article) -> None:
    expert, (first,) = specialist(article), others(1)
    review = under_review(article, members=[expert, first])
    for member in (expert, first):
        sign(review, member)
    assert list(verification.faults()) == []
    with triggers_lifted():
        review.sign_offs.update(signer_specialties=["of-another-field"])
    said = "is approved without a member of its specialty among the signers"
    assert f"review {review.pk}: {said}" in [str(fault) for fault in verification.faults()]


def test_specialty_counts_as_it_was_at_signing(article: Article) -> None:
    expert, (first,) = specialist(article), others(1)
    review = under_review(article, members=[expert, first])
    sign(review, expert)
    expert.specialties.clear()
    assert sign(review, first).state == "approved"


def test_database_refuses_an_approval_without_the_specialist(article: Article) -> None:
    expert, (first, second) = specialist(article), others(2)
    review: Review = under_review(article, members=[expert, first, second])
    forge_signature(review, first)
    forge_signature(review, second)
    guarded(
        "editorial_review",
        "quorum",
        "UPDATE editorial_review SET state = 'approved', closed_at = now(), closed_by_id = %s"
        " WHERE id = %s",
        first.user_id,
        review.pk,
    )


def test_one_signer_of_a_correction_is_the_specialist(article: Article) -> None:
    expert, (first,) = specialist(article), others(1)
    review = under_review(article, members=[expert, first])
    sign(review, expert)
    sign(review, first)
    review = under_review(article, members=[specialist(article), *others(1)], kind="correction")
    correctors = [each.member for each in review.assignments.order_by("pk")]
    assert sign(review, correctors[1]).state == "under_review"
    assert sign(review, correctors[0]).state == "approved"


def test_last_specialist_is_replaced_by_a_specialist_only(article: Article) -> None:
    """By a managing editor, by a member's own proposal, by a stand-in; handing back is possible."""
    expert, (first, second) = specialist(article), others(2)
    manager, today = managing_editor(), timezone.now().date()
    review = under_review(article, members=[expert, first], answered=False)
    asked = review.assignments.get(member=expert)
    with pytest.raises(NotPossible, match=f"Nobody of {article.specialty} would be left"):
        workflow.reassign(asked, by=manager, to=second, reason="Ill.")
    wish = workflow.propose(asked, by=expert.user, member=second, reason="Ill.")
    with pytest.raises(NotPossible, match="would be left"):
        workflow.answer_proposal(wish, by=manager, accept=True)
    wish.refresh_from_db()
    assert wish.answered_at is None
    absence = workflow.delegate(
        expert, by=expert.user, to=second, begins_on=today, ends_on=today, reason="Ill."
    )
    [(kept, why)] = workflow.hand_over(absence, by=manager).kept
    assert (kept, "would be left" in why) == (asked, True)
    assert [each.member for each in review.assignments.order_by("pk")] == [expert, first]

    workflow.reassign(asked, by=manager, to=specialist(article), reason="Ill.")
    left = Assignment.objects.active().filter(review=review)
    assert left.count() == 2
    for each in left:
        workflow.release(each, by=manager, reason="Ill too.")
