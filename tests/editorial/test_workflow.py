"""What each verb demands and brings about, beyond who may and from which state."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError

from articles.models import Article
from editorial import audit, schedule, workflow
from editorial.exceptions import (
    NotEligible,
    NotPossible,
    ReasonMissing,
)
from editorial.models import AuditEvent, Notification, Review, ReviewSchedule, SignOff
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    first_signer,
    managing_editor,
    sign,
    sign_with,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db


def test_begin_with_too_few_members_is_refused() -> None:
    review = submitted()
    member = BoardMemberFactory.create()
    with pytest.raises(NotPossible, match="2 board members"):
        workflow.begin(review, by=managing_editor(), members=[member, member])


def test_begin_with_an_author_is_refused() -> None:
    article = ArticleFactory.create()
    review = submitted(article)
    members = [BoardMemberFactory.create(user=article.owner), BoardMemberFactory.create()]
    with pytest.raises(NotEligible, match="wrote a part"):
        workflow.begin(review, by=managing_editor(), members=members)


@pytest.mark.parametrize(
    "spoil",
    [
        {"term_to": datetime.date(2021, 1, 1)},
        {"term_from": datetime.date(2999, 1, 1)},
        {"user__is_active": False},
    ],
)
def test_begin_with_an_inactive_member_is_refused(spoil: dict[str, object]) -> None:
    review = submitted()
    with pytest.raises(NotEligible, match="not an active member"):
        workflow.begin(
            review,
            by=managing_editor(),
            members=[BoardMemberFactory.create(**spoil), BoardMemberFactory.create()],
        )


def test_begin_sets_dates_from_the_policy_and_asks_the_members() -> None:
    with time_machine.travel("2026-03-01T12:00Z", tick=False):
        review = under_review(answered=False)
    assert review.assignments.count() == 2
    for assignment in review.assignments.all():
        assert assignment.respond_by == datetime.date(2026, 3, 8)
        assert assignment.sign_by == datetime.date(2026, 3, 22)
        assert Notification.objects.filter(
            kind="sign-off-asked", recipient=assignment.member.user, review=review
        ).exists()


def test_assign_brings_in_a_member_after_a_recusal() -> None:
    first, second, third = (BoardMemberFactory.create() for _ in range(3))
    review = under_review(members=[first, second])
    sign(review, first)
    review = sign(review, second, "recuse")
    assert review.state == "under_review"

    workflow.assign(review, by=managing_editor(), members=[third])
    workflow.answer_conflict(review, by=third.user, conflict="none")

    assert sign(review, third).state == "approved"


def test_assign_the_same_member_again_is_refused() -> None:
    review = under_review()
    asked = review.assignments.first()
    assert asked is not None
    with pytest.raises(NotPossible, match="asked already"):
        workflow.assign(review, by=managing_editor(), members=[asked.member])


def test_steps_that_need_a_reason_are_refused_without() -> None:
    review = under_review()
    for step in (workflow.return_for_changes, workflow.withdraw):
        with pytest.raises(ReasonMissing):
            step(review, by=managing_editor(), reason=" \n")
    with pytest.raises(ReasonMissing):
        workflow.retire(approved().article, by=managing_editor(), reason="")


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-11-22", 24, "2028-11-22"),
    ],
)
def test_due_after_keeps_to_the_calendar(day: str, months: int, due: str) -> None:
    start = datetime.date.fromisoformat(day)
    assert schedule.due_after(start, months).isoformat() == due


def test_correction_moves_no_clock_and_re_review_does() -> None:
    with time_machine.travel("2026-01-10T12:00Z", tick=False):
        article = approved().article
    with time_machine.travel("2026-06-10T12:00Z", tick=False):
        approved(article, kind="correction")
    clocks = ReviewSchedule.objects.get(article=article)
    assert (clocks.reviewed_on.isoformat(), clocks.due_on.isoformat()) == (
        "2026-01-10",
        "2028-01-10",
    )
    with time_machine.travel("2026-09-10T12:00Z", tick=False):
        approved(article, kind="re-review")
    clocks.refresh_from_db()
    assert (clocks.reviewed_on.isoformat(), clocks.due_on.isoformat()) == (
        "2026-09-10",
        "2028-09-10",
    )


def test_retire_and_reinstate_keep_the_live_version() -> None:
    review = approved()
    workflow.retire(review.article, by=managing_editor(), reason="Superseded.")
    assert not Article.objects.live().exists()
    workflow.reinstate(review.article, by=managing_editor(), reason="It was not.")
    assert Article.objects.live().get().live_version_id == review.version_id


# One transaction.


@pytest.mark.django_db(transaction=True)
def test_verb_leaves_nothing_behind_when_its_event_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[first, second])
    sign(review, first)
    owed = Notification.objects.count()
    real = audit.record

    def record(action: str, **facts: object) -> AuditEvent:
        if action == "approve":
            raise IntegrityError("the audit table is full")
        return real(action, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "record", record)
    with pytest.raises(IntegrityError):
        sign(review, second)

    assert Review.objects.get(pk=review.pk).state == "under_review"
    assert SignOff.objects.count() == 1
    assert Article.objects.get().live_version_id is None
    assert not ReviewSchedule.objects.exists()
    assert Notification.objects.count() == owed


def test_review_state_cannot_be_set_in_python() -> None:
    review = submitted()
    with pytest.raises(AttributeError):
        review.state = "approved"


def test_refresh_from_db_reads_the_state_and_keeps_it_protected() -> None:
    review = submitted()
    workflow.withdraw(review, by=review.article.owner, reason="Not yet.")
    review.refresh_from_db()
    assert review.state == "withdrawn"
    with pytest.raises(AttributeError):
        review.state = "approved"


def test_refresh_from_db_that_fails_leaves_the_state_protected() -> None:
    review = submitted()
    pk, review.pk = review.pk, -1
    with pytest.raises(Review.DoesNotExist):
        review.refresh_from_db()
    other = Review.objects.get(pk=pk)
    with pytest.raises(AttributeError):
        other.state = "approved"


@pytest.mark.parametrize("text", ["a\x00b", "half a character \ud83d"])
def test_reason_that_is_not_text_is_refused_in_words(text: str) -> None:
    review = under_review()
    for step in (workflow.return_for_changes, workflow.withdraw):
        with pytest.raises(NotPossible):
            step(review, by=managing_editor(), reason=text)
    with pytest.raises(NotPossible):
        sign_with(review, first_signer(review), verdict="recuse", reason=text)
    with pytest.raises(NotPossible):
        workflow.submit(ArticleFactory.create(), by=managing_editor(), note=text)
