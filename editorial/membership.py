"""Ending a member's part in the board."""

from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import audit, beats, leaving, permissions, removed_signers, signers_news
from editorial.exceptions import NotPossible
from editorial.models import BoardMember


def deactivate_member(
    member: BoardMember, *, by: User, reason: str, for_cause: bool = False
) -> BoardMember:
    """From now on this member signs nothing. What was signed stands, under the name it bears.

    A member who is removed `for_cause` leaves behind texts that are to be looked at again: every
    article whose live version they approved is due now (`editorial.removed_signers`).

    What waits for the member is handed back, and the managing editors hear of it, and of every
    live article under which only former members stand.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: the member is deactivated already.
    """
    permissions.demand(allowed=permissions.may_manage(by))
    with transaction.atomic():
        reviews = leaving.lock_open_reviews(member)
        locked = BoardMember.objects.select_for_update().get(pk=member.pk)
        if locked.deactivated_at is not None:
            raise NotPossible(_("This member is deactivated already. Nothing was changed."))
        why, now = beats.demand_reason(reason), timezone.now()
        locked.deactivated_at, locked.deactivated_by = now, by
        locked.save(update_fields=["deactivated_at", "deactivated_by"])
        leaving.hand_back_all(locked, reviews, at=now)
        audit.record(
            "deactivate-member",
            by=by,
            reason=why,
            details={
                "member": locked.pk,
                "name": locked.printed_name,
                **({"for_cause": True} if for_cause else {}),
            },
            at=now,
        )
        transaction.on_commit(signers_news.tell, robust=True)
        if for_cause:
            wait = removed_signers.LONGEST_WAIT
            transaction.on_commit(partial(removed_signers.follow_up, within=wait), robust=True)
    return locked
