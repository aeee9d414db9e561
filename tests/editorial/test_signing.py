"""When a signature is taken, and what the last one brings about."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from articles.models import Article
from editorial import signing, workflow
from editorial.exceptions import (
    ConflictUnanswered,
    DigestMismatch,
    NotEligible,
    NotPossible,
    ReasonMissing,
    SigningLocked,
    WrongPassword,
)
from editorial.models import AuditEvent, Notification, SignOff
from tests.factories.articles import PASSWORD, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    first_signer,
    managing_editor,
    sign,
    sign_with,
    submitted,
    under_review,
)
from tests.raw_sql import run, without

pytestmark = pytest.mark.django_db


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


def test_sign_off_with_another_digest_signs_nothing() -> None:
    review = under_review()
    with pytest.raises(DigestMismatch):
        sign_with(review, first_signer(review), digest="0" * 64)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("verdict", ["approve", "request_changes", "recuse"])
def test_sign_off_before_the_conflict_question_is_refused(verdict: str) -> None:
    review = under_review(answered=False)
    with pytest.raises(ConflictUnanswered):
        sign_with(review, first_signer(review), verdict=verdict, reason="For a reason.")


def test_sign_off_with_a_declared_conflict_is_refused_but_recusal_is_not() -> None:
    review = under_review(answered=False)
    signer = first_signer(review)
    workflow.answer_conflict(review, by=signer, conflict="declared", statement="I own shares.")
    with pytest.raises(NotEligible, match="declared a conflict"):
        sign_with(review, signer)
    sign_with(review, signer, verdict="recuse", reason="I own shares.")
    assert SignOff.objects.get().verdict == "recuse"


@pytest.mark.parametrize("verdict", ["request_changes", "recuse"])
def test_sign_off_not_approving_needs_a_reason(verdict: str) -> None:
    review = under_review()
    with pytest.raises(ReasonMissing):
        sign_with(review, first_signer(review), verdict=verdict, reason="  ")


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


@pytest.mark.parametrize(
    "since",
    [
        "conflict = 'declared', conflict_statement = 'Shares.'",
        "response = 'declined', response_reason = 'Ill.'",
        "released_at = now(), released_by_id = assigned_by_id, release_reason = 'Ill.'",
    ],
)
def test_sign_off_does_not_count_who_may_not_judge_any_more(since: str) -> None:
    """The database keeps an answer under a signature as it was; the quorum relies on nobody."""
    first, second = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[first, second])
    sign(review, first)
    with without("editorial_assignment", "answer_stands_once_signed"):
        run(f"UPDATE editorial_assignment SET {since} WHERE member_id = %s", first.pk)  # noqa: S608
    assert sign(review, second).state == "under_review"


def test_credential_that_ran_out_keeps_from_being_asked_and_from_signing() -> None:
    member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    review, waiting = under_review(members=[member, other]), submitted()
    member.held_credentials.create(
        title="Licence", is_required=True, expires_on=datetime.date(2026, 3, 1)
    )
    with pytest.raises(NotEligible, match="Licence"):
        sign(review, member)
    with pytest.raises(NotEligible, match="Licence"):
        workflow.begin(waiting, by=managing_editor(), members=[member, other])


def test_sign_off_asking_for_changes_returns_once_all_have_answered() -> None:
    first, second = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[first, second])
    assert sign(review, first, "request_changes", "The dose is wrong.").state == "under_review"
    review = sign(review, second)
    assert review.state == "changes_requested"
    assert "The dose is wrong." in review.reason
    assert Article.objects.get().live_version_id is None


def test_sign_off_asking_for_changes_tells_the_managing_editors_at_once() -> None:
    managing = managing_editor()
    members = [BoardMemberFactory.create() for _ in range(3)]
    review = under_review(members=members)
    for member in members[:2]:
        sign(review, member, "request_changes", "The dose is wrong.")
    told = Notification.objects.filter(kind="changes-wished", recipient=managing)
    assert told.count() == 2


def test_sign_off_with_wrong_password_counts_down_and_the_fifth_locks() -> None:
    review = under_review()
    signer = first_signer(review)
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
    signer = first_signer(review)
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
