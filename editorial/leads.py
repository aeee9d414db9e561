"""Who answers for a specialty: the managing editor who hears first of what is late in it.

Called as a verb of `editorial.workflow`. Without one, all managing editors hear of it. The next
minute's plan follows the new one, and what waits for the one before is not sent any more.
"""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Specialty
from editorial import audit, outbox, permissions
from editorial.exceptions import Unfit
from editorial.models import SpecialtyLead
from editorial.planning import look_at_everything


def set_lead(specialty: Specialty, *, user: User | None, by: User) -> SpecialtyLead | None:
    """Name the lead of a specialty, or nobody. Naming who is named already changes nothing.

    Raises:
        Unfit: `user` is no active managing editor.
    """
    with transaction.atomic():
        held = Specialty.objects.select_for_update(no_key=True).get(pk=specialty.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        lead = SpecialtyLead.objects.select_related("user").filter(specialty=held).first()
        before = lead.user if lead is not None else None
        if user == before:
            return lead
        _refuse_who_does_not_manage(user)
        now = timezone.now()
        if user is None:
            SpecialtyLead.objects.filter(specialty=held).delete()
            lead = None
        else:
            facts = {"user": user, "set_at": now, "set_by": by}
            lead, _made = SpecialtyLead.objects.update_or_create(specialty=held, defaults=facts)
        details: dict[str, Any] = {
            "specialty": {"id": held.pk, "name": held.name},
            "before": _person(before),
            "lead": _person(user),
        }
        audit.record("set-lead", by=by, details=details, at=now)
        look_at_everything()
    return lead


def _refuse_who_does_not_manage(user: User | None) -> None:
    if user is not None and not outbox.managing_editors().filter(pk=user.pk).exists():
        raise Unfit(
            "lead",
            _("%(name)s is not an active managing editor. Choose somebody else.")
            % {"name": audit.name_of(user)},
        )


def _person(user: User | None) -> dict[str, Any] | None:
    return {"id": user.pk, "name": audit.name_of(user)} if user is not None else None
