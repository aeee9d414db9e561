"""Whatever people do with the verbs, verify.py takes none of it for tampering."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.evidence.verifier.main import main
from editorial.models import Assignment, BoardMember, Review
from tests.editorial.evidence.scenario import bundle_of
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


def refuse_faults(article: Article, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "bundle.zip"
    file.write_bytes(bundle_of(article))
    status = main([str(file)])
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if not line.startswith("ok")][:-2] == []
    assert status == 0


def seat(review: Review, member: BoardMember) -> Assignment:
    return review.assignments.get(member=member)


def test_find_nothing_after_seats_have_changed_hands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by, today = managing_editor(), timezone.now().date()
    one, two, three, four, five, six = (BoardMemberFactory.create() for _ in range(6))
    review = workflow.begin(submitted(), by=by, members=[one, two, three])
    workflow.accept(seat(review, one), by=one.user)
    workflow.extend(
        seat(review, one), by=by, sign_by=today + datetime.timedelta(days=90), reason="A holiday."
    )
    workflow.remind_now(seat(review, one), by=by)
    workflow.decline(seat(review, two), by=two.user, reason="Not now.")
    workflow.reopen_assignment(seat(review, two), by=two.user)
    wish = workflow.propose(seat(review, two), by=two.user, reason="Knows more.", member=four)
    workflow.answer_proposal(wish, by=by, accept=True)
    workflow.reassign(seat(review, three), by=by, to=five, reason="Ill.")
    workflow.delegate(
        five,
        by=by,
        to=six,
        begins_on=today,
        ends_on=today + datetime.timedelta(days=5),
        reason="Away.",
    )
    workflow.answer_conflict(review, by=one.user, conflict="declared", statement="Shares.")
    workflow.waive_conflict(seat(review, one), by=by, reason="Few.")
    workflow.answer_conflict(review, by=one.user, conflict="declared", statement="Many shares.")
    workflow.release(seat(review, one), by=by, reason="Too many shares.")
    refuse_faults(review.article, tmp_path, capsys)
    waited_for = Assignment.objects.active().filter(review=review).select_related("member__user")
    for member in [each.member for each in waited_for]:
        workflow.answer_conflict(review, by=member.user, conflict="none")
        review = sign(review, member)
    assert review.state == "approved"
    refuse_faults(review.article, tmp_path, capsys)


def test_find_nothing_after_a_round_returned_by_the_members(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = under_review()
    first, second = (each.member for each in review.assignments.select_related("member__user"))
    sign(review, first, "recuse")
    review = sign(review, second, "request_changes")
    assert review.state == "changes_requested"
    review = submitted(review.article)
    workflow.withdraw(review, by=managing_editor(), reason="Too early.")
    refuse_faults(review.article, tmp_path, capsys)


def test_find_nothing_after_a_correction_and_a_revision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = approved(ArticleFactory.create(text="<p>The pain is teh worst.</p>")).article
    article.sections.update(body="<p>The pain is the worst.</p>")
    members = [BoardMemberFactory.create() for _ in range(2)]
    review = under_review(article, kind="correction", members=members)
    for member in members[: review.approvals_needed]:
        review = sign(review, member)
    article.refresh_from_db()
    approved(article)
    refuse_faults(article, tmp_path, capsys)
