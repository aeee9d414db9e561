"""When a signature is taken, and what the last one brings about."""

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from articles.publication import publish
from articles.versions import faults_of
from editorial import assigning, beats, overdue, schedule, seals, source_causes
from editorial.eligibility import why_not, why_not_asked
from editorial.exceptions import (
    AnswersMissing,
    ConflictUnanswered,
    DigestMismatch,
    NotEligible,
    NotPossible,
    ReasonMissing,
    StoredTextAltered,
)
from editorial.models import Assignment, Notification, Review, SignOff
from editorial.states import Conflict, Verdict
from editorial.wording import meaning_of

Message = Notification.Kind
#: The addresses of the specialties of an assignment's member.
_SPECIALTIES = """
    ARRAY(
        SELECT specialty.slug
        FROM editorial_boardmember_specialties AS held
        JOIN articles_specialty AS specialty ON specialty.id = held.specialty_id
        WHERE held.boardmember_id = editorial_assignment.member_id
    )
"""


def lock_signer(review: Review, *, by: User) -> Assignment:
    """The member as of now. Name, term and account stay so until the signature is written.

    `specialties_now` is a list of the member's specialties, by their addresses. The caller holds
    the review, so nobody signs it meanwhile.

    Raises:
        PermissionDenied: this account was not asked.
        NotPossible: it has signed. Said before what state the review is in, for the first
            signature may be what closed it.
    """
    rows = review.assignments.select_related("member__user").annotate(
        specialties_now=RawSQL(_SPECIALTIES, ())  # noqa: S611 # nothing of theirs
    )
    held = rows.select_for_update(of=("self", "member", "member__user"), no_key=True)
    assignment = assigning.asked_of(by, held)
    if getattr(assignment, "has_signed", False):
        raise NotPossible(_("You have signed this review already. Nothing was changed."))
    return assignment


def refuse_signature(
    assignment: Assignment,
    review: Review,
    *,
    verdict: str,
    digest: str,
    reason: str,
    at: datetime.datetime,
) -> None:
    if verdict not in Verdict.values:
        raise NotPossible(_("Choose a verdict."))
    if digest != review.version.digest:
        raise DigestMismatch
    if faults_of(review.version):
        raise StoredTextAltered
    if verdict != Verdict.APPROVE and not reason.strip():
        raise ReasonMissing
    _refuse_member(assignment, review, verdict=verdict, at=at)


def _refuse_member(
    assignment: Assignment, review: Review, *, verdict: str, at: datetime.datetime
) -> None:
    """The member may not judge this version, or not in this way."""
    why = why_not(assignment.member, review.version, on=at.date()) or why_not_asked(assignment)
    if why:
        raise NotEligible(why)
    if assignment.conflict == Conflict.UNANSWERED:
        raise ConflictUnanswered
    if not assignment.is_unconflicted and verdict != Verdict.RECUSE:
        raise NotEligible(_("You declared a conflict of interest. You can recuse yourself."))


def answered(review: Review, answers: Sequence[str], *, verdict: str) -> list[dict[str, str]]:
    """The policy's questions with the member's answers, as they are kept with the signature.

    Raises AnswersMissing unless each has one; whoever recuses themselves need not answer.
    """
    questions: list[str] = review.policy.get("questions", [])
    given = [beats.readable(answer) for answer in answers]
    if len(given) > len(questions):
        raise NotPossible(_("There are more answers than questions. Open the review again."))
    given += [""] * (len(questions) - len(given))
    missing = [place for place, answer in enumerate(given) if not answer]
    if missing and verdict != Verdict.RECUSE:
        raise AnswersMissing(missing)
    pairs = zip(questions, given, strict=True)
    return [{"question": question, "answer": answer} for question, answer in pairs if answer]


def sign(
    assignment: Assignment,
    review: Review,
    *,
    verdict: str,
    reason: str,
    answers: list[dict[str, str]],
    used_second_factor: bool,
    by: User,
    at: datetime.datetime,
) -> SignOff:
    """The signature, sealed and kept. The caller holds the review and the signer."""
    signature = SignOff(
        review=review,
        member=assignment.member,
        verdict=verdict,
        reason=reason,
        digest=review.version.digest,
        meaning=meaning_of(verdict, review.version),
        signer_name=assignment.member.name,
        signer_credentials=assignment.member.credentials,
        signer_affiliation=assignment.member.affiliation,
        signer_specialties=sorted(getattr(assignment, "specialties_now", [])),
        stands_in_for_id=assignment.in_place_of_id,
        answers=answers,
        used_second_factor=used_second_factor,
        signed_at=at,
        signed_by=by,
    )
    seals.seal(signature)
    signature.save(force_insert=True)
    return signature


def told_of(signature: SignOff) -> dict[str, object]:
    """What the history says of a signature, so that each can be held against the other."""
    return {
        "verdict": signature.verdict,
        "meaning": signature.meaning,
        "signer": signature.printed_name,
        "affiliation": signature.signer_affiliation,
        "sign_off": signature.pk,
        "seal": signature.seal,
    }


def conclude(review: Review, *, by: User, at: datetime.datetime) -> None:
    """Approve with the quorum; return when all have answered and one asks for changes."""
    signed = {
        signature.member_id: signature
        for signature in review.sign_offs.select_related("withdrawal")
    }
    stands = {pk: signature for pk, signature in signed.items() if not signature.is_withdrawn}
    wishes = [s for s in stands.values() if s.verdict == Verdict.REQUEST_CHANGES]
    if len(stands) < review.approvals_needed and not wishes:
        return
    asked = assigning.assigned(review)
    valid = [
        stands[assignment.member_id]
        for assignment in asked
        if assignment.member_id in stands
        and stands[assignment.member_id].verdict == Verdict.APPROVE
        and assignment.is_unconflicted
        and not why_not_asked(assignment)
        and not why_not(assignment.member, review.version, on=at.date())
    ]
    if len(valid) >= review.approvals_needed and _has_specialist(review, valid):
        _approve(review, asked, by=by, at=at)
        return
    if wishes and all(each.member_id in signed for each in asked if not why_not_asked(each)):
        reason = "\n\n".join(f"{wish.signer_name}: {wish.reason}" for wish in wishes)
        send_back(review, by=by, at=at, reason=reason)


def _has_specialist(review: Review, valid: list[SignOff]) -> bool:
    """Whether one of these signers is of the article's specialty, where the policy wants one."""
    if not review.policy.get("needs_specialist"):
        return True
    wanted = review.version.content["specialty_slug"]
    return any(wanted in signature.signer_specialties for signature in valid)


def _approve(review: Review, asked: list[Assignment], *, by: User, at: datetime.datetime) -> None:
    review.approve(by=by, at=at)
    review.save(update_fields=["state", "closed_at", "closed_by"])
    publish(review.version, by=by, at=at)
    beats.record("approve", review, by=by, at=at, details=schedule.renew(review, at=at).told)
    source_causes.look_at(review.article, at=at)
    overdue.give_back_reviewed(review, by=by, at=at)
    members = [each.member.user_id for each in asked if each.is_active]
    concerned = [review.article.owner_id, review.submitted_by_id, *members]
    beats.tell(Message.APPROVED, review, to=User.objects.filter(pk__in=concerned), at=at)


def send_back(review: Review, *, by: User, at: datetime.datetime, reason: str) -> None:
    review.return_for_changes(by=by, at=at, reason=reason)
    review.save()
    beats.record("return", review, by=by, at=at, reason=reason)
    concerned = [
        review.article.owner_id,
        review.submitted_by_id,
        *assigning.still_asked(review),
    ]
    others = User.objects.filter(pk__in=concerned).exclude(pk=by.pk)
    beats.tell(Message.CHANGES_REQUESTED, review, to=others, at=at)
