"""Taking a signature back before the approval. Called as a verb of `editorial.workflow`."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import beats, permissions
from editorial.exceptions import NotPossible
from editorial.models import Notification, SignOff, SignOffWithdrawal
from editorial.signing import confirm_identity
from editorial.states import State


def withdraw_sign_off(
    sign_off: SignOff,
    *,
    by: User,
    reason: str,
    password: str,
    code: str = "",
    passkey_used_at: datetime.datetime | None = None,
) -> SignOff:
    """Take one's signature back: it stays in the record and counts no more.

    Only the signer may, while the review is under way, with password and second factor as for
    signing. A withdrawn signature is an answer without a verdict: the review waits for the member
    no longer, and the member signs it no second time.

    Raises:
        WrongPassword, WrongCode, SecondFactorMissing, SigningLocked: who asks is not certain.
        ReasonMissing: without a reason.
        NotPossible: it is withdrawn already, or the review has ended.
    """
    why = beats.demand_reason(reason)
    permissions.demand(allowed=_is_own(sign_off, by))
    confirm_identity(by, password, code=code, passkey_used_at=passkey_used_at)
    with transaction.atomic():
        review = beats.lock(sign_off.review)
        signed = review.sign_offs.select_related("withdrawal", "member").get(pk=sign_off.pk)
        permissions.demand(allowed=_is_own(signed, by))
        if signed.is_withdrawn:
            raise NotPossible(_("This signature is withdrawn already. Nothing was changed."))
        beats.expect(review, State.UNDER_REVIEW)
        now = timezone.now()
        SignOffWithdrawal.objects.create(
            sign_off=signed, reason=why, withdrawn_at=now, withdrawn_by=by
        )
        event = beats.record(
            "withdraw-sign-off",
            review,
            by=by,
            at=now,
            reason=why,
            details={
                "sign_off": signed.pk,
                "verdict": signed.verdict,
                "signer": signed.printed_name,
            },
        )
        beats.tell_of_member(
            Notification.Kind.SIGN_OFF_WITHDRAWN,
            review.assignments.get(member=signed.member_id),
            review,
            at=now,
            event=event,
        )
    return signed


def _is_own(sign_off: SignOff, by: User) -> bool:
    return by.is_active and sign_off.signed_by_id == by.pk
