"""When a signature is taken, and what the last one brings about."""

import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.publication import publish
from articles.versions import faults_of
from editorial import assigning, beats, schedule
from editorial.eligibility import why_not, why_not_asked
from editorial.exceptions import (
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


def refuse_second_signature(review: Review, *, by: User) -> None:
    """Asked before the state is: the first signature may be what closed the review."""
    if review.sign_offs.filter(member__user=by).exists():
        raise NotPossible(_("You have signed this review already. Nothing was changed."))


def lock_signer(review: Review, *, by: User) -> Assignment:
    """The member as of now. Name, term and account stay so until the signature is written."""
    return (
        review.assignments.select_related("member__user")
        .select_for_update(of=("self", "member", "member__user"), no_key=True)
        .get(member__user=by)
    )


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
    why = why_not_asked(assignment) or why_not(assignment.member, review.version, on=at.date())
    if why:
        raise NotEligible(why)
    if assignment.conflict == Conflict.UNANSWERED:
        raise ConflictUnanswered
    if not assignment.is_unconflicted and verdict != Verdict.RECUSE:
        raise NotEligible(_("You declared a conflict of interest. You can recuse yourself."))


def sign(
    assignment: Assignment,
    review: Review,
    *,
    verdict: str,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> SignOff:
    try:
        with transaction.atomic():
            return SignOff.objects.create(
                review=review,
                member=assignment.member,
                verdict=verdict,
                reason=reason,
                digest=review.version.digest,
                meaning=meaning_of(verdict, review.version),
                signer_name=assignment.member.name,
                signer_credentials=assignment.member.credentials,
                signer_affiliation=assignment.member.affiliation,
                signer_specialties=sorted(
                    assignment.member.specialties.values_list("slug", flat=True)
                ),
                stands_in_for=assignment.in_place_of,
                signed_at=at,
                signed_by=by,
            )
    except IntegrityError as error:
        raise NotPossible(_("You have signed this review already.")) from error


def conclude(review: Review, *, by: User, at: datetime.datetime) -> None:
    """Approve with the quorum; return when all have answered and one asks for changes."""
    asked = assigning.assigned(review)
    signed = {signature.member_id: signature for signature in review.sign_offs.all()}
    stands = {
        signature.member_id: signature
        for signature in review.sign_offs.filter(withdrawal__isnull=True)
    }
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
    wishes = [s for s in stands.values() if s.verdict == Verdict.REQUEST_CHANGES]
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
    review.save()
    publish(review.version, by=by, at=at)
    due_on = schedule.renew(review, at=at)
    beats.record("approve", review, by=by, at=at, details={"due_on": due_on and due_on.isoformat()})
    members = [assignment.member.user for assignment in asked]
    beats.tell(
        Message.APPROVED, review, to=[review.article.owner, review.submitted_by, *members], at=at
    )


def send_back(review: Review, *, by: User, at: datetime.datetime, reason: str) -> None:
    review.return_for_changes(by=by, at=at, reason=reason)
    review.save()
    beats.record("return", review, by=by, at=at, reason=reason)
    beats.tell(
        Message.CHANGES_REQUESTED, review, to=[review.article.owner, review.submitted_by], at=at
    )
