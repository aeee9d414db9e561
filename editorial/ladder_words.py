"""Ladders of reminders in words, with the versions before the present one."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.models import Ladder


@dataclass(frozen=True)
class Version:
    """One version of a ladder. `who` and `reason` are empty for what the site came with."""

    number: int
    steps: str
    escalation: str
    since: datetime.datetime
    who: str
    reason: str


def versions(tier: str) -> dict[Ladder.Clock, list[Version]]:
    """All of a tier, newest first, in one question."""
    found: dict[Ladder.Clock, list[Version]] = {clock: [] for clock in Ladder.Clock}
    rows = Ladder.objects.filter(tier=tier).select_related("set_by")
    for ladder in rows.order_by("-number"):
        found[Ladder.Clock(ladder.clock)].append(_version(ladder))
    return found


def steps(ladder: Ladder) -> str:
    """“30, 7 days before; on the day; 5 days after; then every 7 days”."""
    before = [str(-day) for day in sorted(ladder.days) if day < 0]
    after = [str(day) for day in sorted(ladder.days) if day > 0]
    parts = [_("%(days)s days before") % {"days": ", ".join(before)}] if before else []
    parts.append(_("on the day"))
    if after:
        parts.append(_("%(days)s days after") % {"days": ", ".join(after)})
    if ladder.repeat_every:
        parts.append(
            ngettext("then every day", "then every %(days)d days", ladder.repeat_every)
            % {"days": ladder.repeat_every}
        )
    return "; ".join(parts)


def escalation(ladder: Ladder) -> str:
    """“The managing editor of the specialty after 14 days, all after 28”."""
    return _("the managing editor of the specialty after %(lead)d days, all after %(all)d") % {
        "lead": ladder.lead_after,
        "all": ladder.all_after,
    }


def _version(ladder: Ladder) -> Version:
    by = ladder.set_by
    return Version(
        number=ladder.number,
        steps=steps(ladder),
        escalation=escalation(ladder),
        since=ladder.since,
        who=(by.get_full_name() or by.get_username()) if by is not None else "",
        reason=ladder.reason,
    )
