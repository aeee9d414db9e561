"""What each verb demands and brings about, beyond who may and from which state."""

import datetime

import pghistory
import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from articles.findings import check
from articles.models import Article, Section, Version
from editorial import audit, schedule, signing, workflow
from editorial.exceptions import (
    ConflictUnanswered,
    DigestMismatch,
    DraftNotReady,
    NotEligible,
    NotPossible,
    ReasonMissing,
    SigningLocked,
    WrongPassword,
)
from editorial.models import AuditEvent, Notification, Review, ReviewSchedule, SignOff
from references.models import Reference
from tests.factories.articles import PASSWORD, ArticleFactory, SectionFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


def codes(error: pytest.ExceptionInfo[DraftNotReady]) -> list[str]:
    return [finding.code for finding in error.value.findings if finding.blocks]


# Submitting.


def test_submit_lists_every_blocking_finding_at_once() -> None:
    retracted = ReferenceFactory.create(
        retraction="retracted", retracted_on=datetime.date(2024, 1, 1)
    )
    article = ArticleFactory.create(text="", summary="", specialty=None, disclaimer=None)
    SectionFactory.create(article=article, body="<p> </p>", heading="Empty")
    SectionFactory.create(
        article=article,
        body=(
            '<p>One<cite data-unresolved="smith2020"></cite>'
            f'<cite data-reference="{retracted.pk}"></cite>'
            '<cite data-reference="999999"></cite></p>'
        ),
    )

    with pytest.raises(DraftNotReady) as error:
        workflow.submit(article, by=article.owner)

    assert sorted(codes(error)) == [
        "empty-section",
        "no-disclaimer",
        "no-specialty",
        "no-summary",
        "retracted-reference",
        "unresolved-citation",
        "unresolved-citation",
    ]
    assert not Version.objects.exists()
    assert not AuditEvent.objects.exists()


def test_submit_without_any_text_is_refused() -> None:
    article = ArticleFactory.create(text="")
    with pytest.raises(DraftNotReady) as error:
        workflow.submit(article, by=article.owner)
    assert codes(error) == ["no-text"]


def test_submit_with_warnings_only_goes_through_and_check_names_them() -> None:
    article = ArticleFactory.create(text="")
    SectionFactory.create(article=article, body="<p>Give 5 mg twice daily.</p>")
    article.listed_references.add(ReferenceFactory.create())

    review = workflow.submit(article, by=article.owner)

    found = check(article)
    assert [finding.code for finding in found] == ["uncited-reference", "uncited-claim"]
    assert review.state == "submitted"


def test_submit_freezes_the_text_whatever_happens_to_the_draft() -> None:
    review = submitted()
    digest, html = review.version.digest, review.version.clinical_html
    Section.objects.filter(article=review.article).update(body="<p>Something else.</p>")
    Reference.objects.update(csl={"type": "book", "title": "Something else"})

    version = Version.objects.get(pk=review.version_id)

    assert (version.digest, version.clinical_html) == (digest, html)
    assert "Something else" not in str(version.content)


def test_submit_takes_down_everyone_who_wrote_a_part() -> None:
    writer = UserFactory.create(group="Editors")
    article = ArticleFactory.create()
    section = SectionFactory.create(article=article)
    with pghistory.context(user=writer.pk):
        section.body = "<p>A sentence by somebody else.</p>"
        section.save()
    with pghistory.context(user=UserFactory.create().pk):
        SectionFactory.create()

    review = workflow.submit(article, by=article.owner)

    assert [author["id"] for author in review.version.authors] == sorted(
        [article.owner_id, writer.pk]
    )


def test_submit_re_review_signs_the_same_text_anew() -> None:
    first = approved()
    review = workflow.submit(first.article, by=first.article.owner, kind="re-review")
    assert review.version_id == first.version_id
    assert Version.objects.count() == 1


@pytest.mark.parametrize("kind", ["revision", "correction", "re-review", "nonsense"])
def test_submit_first_version_is_new_and_nothing_else(kind: str) -> None:
    article = ArticleFactory.create()
    with pytest.raises(NotPossible):
        workflow.submit(article, by=article.owner, kind=kind)


def test_submit_freezes_the_policy() -> None:
    review = submitted()
    assert review.policy["approvals_needed"] == review.approvals_needed == 2
    assert review.policy["tier"] == "treatment"


# Beginning and assigning.


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


# Signing.


def test_sign_off_of_the_quorum_makes_the_version_live() -> None:
    first, second = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[first, second])

    assert sign(review, first).state == "under_review"
    assert Article.objects.get().live_version_id is None
    review = sign(review, second)

    assert review.state == "approved"
    assert Article.objects.get().live_version_id == review.version_id
    assert review.closed_by == second.user


def test_sign_off_keeps_name_credentials_and_meaning_as_they_were() -> None:
    member = BoardMemberFactory.create(name="Sample Reviewer", credentials="MD, PhD")
    review = sign(under_review(members=[member, BoardMemberFactory.create()]), member)
    member.name, member.credentials = "Another Name", "None"
    member.save()

    signature = SignOff.objects.get(review=review)

    assert signature.printed_name == "Sample Reviewer, MD, PhD"
    assert "version 1" in signature.meaning
    assert "medically accurate" in signature.meaning


def sign_with(review: Review, by: User, **changed: str) -> Review:
    arguments = {
        "verdict": "approve",
        "digest": review.version.digest,
        "password": PASSWORD,
        "reason": "",
    }
    return workflow.sign_off(review, by=by, **(arguments | changed))


def test_sign_off_with_another_digest_signs_nothing() -> None:
    review = under_review()
    with pytest.raises(DigestMismatch):
        sign_with(review, _signer(review), digest="0" * 64)
    assert not SignOff.objects.exists()


def test_sign_off_before_the_conflict_question_is_refused() -> None:
    review = under_review(answered=False)
    with pytest.raises(ConflictUnanswered):
        sign_with(review, _signer(review))


def test_sign_off_with_a_declared_conflict_is_refused_but_recusal_is_not() -> None:
    review = under_review(answered=False)
    signer = _signer(review)
    workflow.answer_conflict(review, by=signer, conflict="declared", statement="I own shares.")
    with pytest.raises(NotEligible, match="declared a conflict"):
        sign_with(review, signer)
    sign_with(review, signer, verdict="recuse", reason="I own shares.")
    assert SignOff.objects.get().verdict == "recuse"


@pytest.mark.parametrize("verdict", ["request_changes", "recuse"])
def test_sign_off_not_approving_needs_a_reason(verdict: str) -> None:
    review = under_review()
    with pytest.raises(ReasonMissing):
        sign_with(review, _signer(review), verdict=verdict, reason="  ")


def test_sign_off_twice_is_refused() -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members)
    sign(review, members[0], "request_changes")
    with pytest.raises(NotPossible, match="signed this review already"):
        sign(review, members[0])


def test_sign_off_of_a_member_who_left_is_refused() -> None:
    review = under_review()
    assignment = review.assignments.select_related("member").first()
    assert assignment is not None
    member = assignment.member
    member.deactivated_at, member.deactivated_by = review.submitted_at, review.submitted_by
    member.save()
    with pytest.raises(NotEligible):
        sign(review, member)


def test_sign_off_does_not_count_a_signer_who_has_left_since() -> None:
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members)
    sign(review, members[0])
    members[0].deactivated_at, members[0].deactivated_by = review.submitted_at, members[0].user
    members[0].save()
    assert sign(review, members[1]).state == "under_review"
    assert sign(review, members[2]).state == "approved"


def test_sign_off_asking_for_changes_returns_once_all_have_answered() -> None:
    first, second = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[first, second])
    assert sign(review, first, "request_changes", "The dose is wrong.").state == "under_review"
    review = sign(review, second)
    assert review.state == "changes_requested"
    assert "The dose is wrong." in review.reason
    assert Article.objects.get().live_version_id is None


def test_sign_off_with_wrong_password_counts_down_and_the_fifth_locks() -> None:
    review = under_review()
    signer = _signer(review)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPassword) as error:
            sign_with(review, signer, password="wrong")
        assert error.value.attempts_left == left
    with pytest.raises(SigningLocked):
        sign_with(review, signer, password="wrong")
    event = AuditEvent.objects.get(action="signing-locked")
    assert (event.chain, event.actor) == (0, signer)

    with pytest.raises(SigningLocked):
        sign_with(review, signer)
    assert not SignOff.objects.exists()


def test_signing_lock_ends_after_fifteen_minutes() -> None:
    review = under_review()
    signer = _signer(review)
    for _ in range(signing.ATTEMPTS):
        with pytest.raises((WrongPassword, SigningLocked)):
            sign_with(review, signer, password="wrong")
    later = datetime.datetime.now(datetime.UTC) + signing.LOCKED_FOR
    with time_machine.travel(later + datetime.timedelta(seconds=1)):
        sign_with(review, signer)
    assert SignOff.objects.count() == 1


def test_right_password_forgets_the_wrong_ones() -> None:
    signer = UserFactory.create()
    for _ in range(2):
        for _ in range(signing.ATTEMPTS - 1):
            with pytest.raises(WrongPassword):
                signing.confirm_identity(signer, "wrong")
        signing.confirm_identity(signer, PASSWORD)


def test_superuser_who_is_no_member_cannot_sign() -> None:
    review = under_review()
    with pytest.raises(PermissionDenied):
        sign_with(review, UserFactory.create(is_superuser=True))


def _signer(review: Review) -> User:
    assignment = review.assignments.select_related("member__user").first()
    assert assignment is not None
    return assignment.member.user


# Reasons, clocks, retiring.


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
        sign_with(review, _signer(review), verdict="recuse", reason=text)
    with pytest.raises(NotPossible):
        workflow.submit(ArticleFactory.create(), by=managing_editor(), note=text)
