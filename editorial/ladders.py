"""Which ladder of reminders is in force, and changing it. A change is a new version."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import audit, beats, permissions
from editorial.exceptions import NotPossible, Unfit
from editorial.models import Ladder, Policy
from editorial.planning import look_at_everything

MOST_STEPS: Final = 20
#: Further from the date is a slip of the keyboard.
MOST_DAYS: Final = 730


def in_force(tier: str, clock: str) -> Ladder:
    """The newest version for this tier and clock."""
    return Ladder.objects.filter(tier=tier, clock=clock).order_by("-number")[0]


def change_ladder(
    tier: str,
    clock: str,
    *,
    by: User,
    days: Sequence[int],
    repeat_every: int,
    lead_after: int,
    all_after: int,
    reason: str,
    instead_of: int | None = None,
) -> Ladder:
    """Write a new version, by which the next minute's plan reminds.

    `days` count from the date in question, negative before it, and name the day itself (0).
    `instead_of` is the number of the version that whoever changes it has seen.

    Raises:
        Unfit: the steps are none to go by.
        NotPossible: another has changed the ladder meanwhile, or it says all this already.
        ReasonMissing: without a reason.
    """
    with transaction.atomic():
        policy = Policy.objects.select_for_update().get(tier=tier)
        permissions.demand(allowed=permissions.may_change_policies(by))
        before = in_force(tier, clock)
        if instead_of is not None and instead_of != before.number:
            raise NotPossible(
                _("Somebody has changed this ladder meanwhile. Look at it, then change it again.")
            )
        why = beats.demand_reason(reason)
        steps = {
            "days": sorted(set(days)),
            "repeat_every": repeat_every,
            "lead_after": lead_after,
            "all_after": all_after,
        }
        for name, problem in problems(steps).items():
            raise Unfit(name, problem)
        changes = {
            name: {"from": getattr(before, name), "to": value}
            for name, value in steps.items()
            if getattr(before, name) != value
        }
        if not changes:
            raise NotPossible(_("The ladder says this already. Nothing was changed."))
        now, number = timezone.now(), before.number + 1
        ladder = Ladder.objects.create(
            tier=policy.tier, clock=clock, number=number, reason=why, since=now, set_by=by, **steps
        )
        audit.record(
            "change-ladder",
            by=by,
            at=now,
            reason=why,
            details={"tier": tier, "clock": clock, "number": number, **changes},
        )
        look_at_everything()
    return ladder


def problems(steps: Mapping[str, Any]) -> dict[str, str]:
    """By field, what is wrong with a ladder; what the database refuses too, and slips of the hand.

    A field that is not given is not asked about.
    """
    found = {}
    days = steps.get("days")
    if days is not None and len(days) > MOST_STEPS:
        found["days"] = _("At most %(count)d days.") % {"count": MOST_STEPS}
    elif days is not None and 0 not in days:
        found["days"] = _("Name the day itself too: 0.")
    elif days is not None and not all(-MOST_DAYS <= day <= MOST_DAYS for day in days):
        found["days"] = _("Name days within %(count)d of the date.") % {"count": MOST_DAYS}
    for name, least in (("repeat_every", 0), ("lead_after", 1), ("all_after", 1)):
        value = steps.get(name)
        if value is not None and not least <= value <= MOST_DAYS:
            found[name] = _("Choose a number of days from %(least)d to %(most)d.") % {
                "least": least,
                "most": MOST_DAYS,
            }
    lead, everybody = steps.get("lead_after"), steps.get("all_after")
    if lead is not None and everybody is not None and everybody < lead:
        found.setdefault(
            "all_after", _("All managing editors hear of it after the first one, or on that day.")
        )
    return found
