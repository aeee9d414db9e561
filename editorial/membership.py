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
        details = _named(locked) | ({"for_cause": True} if for_cause else {})
        audit.record(removed_signers.REMOVED, by=by, reason=why, details=details, at=now)
        transaction.on_commit(signers_news.tell, robust=True)
        if for_cause:
            _follow_up_soon()
    return locked


def find_cause(member: BoardMember, *, by: User, reason: str) -> None:
    """A member was deactivated, and a cause to look at what they signed is found out afterwards.

    The same follows as from `deactivate_member` for cause, from today on.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: the member is not deactivated, or was removed for cause already.
    """
    permissions.demand(allowed=permissions.may_manage(by))
    with transaction.atomic():
        locked = BoardMember.objects.select_for_update(no_key=True).get(pk=member.pk)
        if locked.deactivated_at is None:
            raise NotPossible(_("This member is not deactivated. Deactivate them for cause."))
        if removed_signers.was_for_cause(locked.pk):
            raise NotPossible(_("This member was removed for cause already. Nothing was changed."))
        why, details = beats.demand_reason(reason), _named(locked) | {"for_cause": True}
        audit.record(removed_signers.FOUND, by=by, reason=why, details=details)
        _follow_up_soon()


def _named(member: BoardMember) -> dict[str, object]:
    return {"member": member.pk, "name": member.printed_name}


def _follow_up_soon() -> None:
    """Once this is committed, for as long as a person waits; the rest is left to the sweeps."""
    wait = removed_signers.LONGEST_WAIT
    transaction.on_commit(partial(removed_signers.follow_up, within=wait), robust=True)
