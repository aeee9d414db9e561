"""Ending a member's part in the board."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import audit, beats, permissions
from editorial.exceptions import NotPossible
from editorial.models import BoardMember


def deactivate_member(member: BoardMember, *, by: User, reason: str) -> BoardMember:
    """From now on this member signs nothing. What was signed stands, under the name it bears.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: the member is deactivated already.
    """
    with transaction.atomic():
        locked = BoardMember.objects.select_for_update().get(pk=member.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        if locked.deactivated_at is not None:
            raise NotPossible(_("This member is deactivated already. Nothing was changed."))
        why, now = beats.demand_reason(reason), timezone.now()
        locked.deactivated_at, locked.deactivated_by = now, by
        locked.save(update_fields=["deactivated_at", "deactivated_by"])
        audit.record(
            "deactivate-member",
            by=by,
            reason=why,
            details={"member": locked.pk, "name": locked.printed_name},
            at=now,
        )
    return locked
