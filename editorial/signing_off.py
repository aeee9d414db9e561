"""Signing a verdict. Called as a verb of `editorial.workflow`."""

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import assigning, beats, permissions, signatures
from editorial.exceptions import NotPossible
from editorial.models import Notification, Review
from editorial.signing import confirm_identity
from editorial.states import State, Verdict

Message = Notification.Kind
#: What managing editors hear of at once: the others may complete the quorum meanwhile.
NEWS = {Verdict.RECUSE: Message.RECUSED, Verdict.REQUEST_CHANGES: Message.CHANGES_WISHED}
ONE_SIGNATURE = "one_sign_off_per_member_and_review"


def sign_off(
    review: Review,
    *,
    by: User,
    verdict: str,
    digest: str,
    password: str,
    reason: str = "",
    answers: Sequence[str] = (),
    code: str = "",
    passkey_used_at: datetime.datetime | None = None,
) -> Review:
    """Sign a verdict on the text with this digest; the last approval needed makes it live.

    `answers` are those to the policy's questions, in their order. `code` and `passkey_used_at` are
    the second factor of an account that has one (`editorial.signing.confirm_identity`).

    Who signs is made sure of before the review is locked: hashing is slow by design, and a wrong
    password must be counted even though nothing else is written.

    Raises:
        WrongPassword, WrongCode, SecondFactorMissing, SigningLocked: who signs is not certain.
        DigestMismatch: another text was read than the one under review.
        ConflictUnanswered, NotEligible: the member may not judge this version (now).
        ReasonMissing: a verdict other than approval without a reason.
        AnswersMissing: a question of the policy without an answer.
        NotPossible: the review is closed or not begun, or the member has signed already.
    """
    reason = beats.readable(reason)
    permissions.demand(allowed=permissions.may_sign(by, review))
    used = confirm_identity(by, password, code=code, passkey_used_at=passkey_used_at)
    try:
        with transaction.atomic():
            review = beats.lock(review)
            assignment = signatures.lock_signer(review, by=by)
            beats.expect(review, State.UNDER_REVIEW)
            now = timezone.now()
            signatures.refuse_signature(
                assignment, review, verdict=verdict, digest=digest, reason=reason, at=now
            )
            accepted = assigning.take_on(assignment, by=by, at=now)
            if accepted:
                assignment.save(update_fields=["response", "responded_at", "responded_by"])
            signed = signatures.sign(
                assignment,
                review,
                verdict=verdict,
                reason=reason,
                answers=signatures.answered(review, answers, verdict=verdict),
                used_second_factor=used,
                by=by,
                at=now,
            )
            beats.record(
                "sign-off",
                review,
                by=by,
                at=now,
                reason=signed.reason,
                details=signatures.told_of(signed) | {"accepted": accepted},
            )
            signatures.conclude(review, by=by, at=now)
            if news := NEWS.get(Verdict(verdict)):
                beats.tell_of_member(news, assignment, review, at=now)
    except IntegrityError as error:
        if ONE_SIGNATURE not in str(error):
            raise
        raise NotPossible(_("You have signed this review already.")) from error
    return review
