"""How much each member of the board carries."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.models import Assignment, BoardMember, SignOff
from editorial.oversight.periods import Period
from editorial.querysets import AssignmentQuerySet, SignOffQuerySet

#: What "lately" means on the board, in days.
LATELY = 90


@dataclass(frozen=True)
class Load:
    """One member: what waits for them, how much of it is late, what they signed lately.

    The percentages are of the longest bar, for the chart.
    """

    member: BoardMember
    is_active: bool
    waiting: int
    late: int
    signed: int
    waiting_percent: int
    late_percent: int

    def __str__(self) -> str:
        waiting = ngettext("%(count)d waiting", "%(count)d waiting", self.waiting) % {
            "count": self.waiting
        }
        if not self.late:
            return waiting
        return _("%(waiting)s, %(late)d of them late") % {"waiting": waiting, "late": self.late}


def load_of_members(*, today: datetime.date) -> list[Load]:
    """Every active member, and whoever else is still waited for; who carries most comes first."""
    lately = Period.of_the_last_days(LATELY, today=today)
    waiting = _per_member(Assignment.objects.waiting_for_verdict())
    late = _per_member(Assignment.objects.late(today))
    signed = _per_member(
        SignOff.objects.filter(signed_at__gte=lately.begin, signed_at__lt=lately.end)
    )
    active = set(BoardMember.objects.active_on(today).values_list("pk", flat=True))
    longest = max(waiting.values(), default=0) or 1
    members = BoardMember.objects.filter(Q(pk__in=active) | Q(pk__in=waiting))
    loads = [
        Load(
            member=member,
            is_active=member.pk in active,
            waiting=waiting.get(member.pk, 0),
            late=late.get(member.pk, 0),
            signed=signed.get(member.pk, 0),
            waiting_percent=100 * waiting.get(member.pk, 0) // longest,
            late_percent=100 * late.get(member.pk, 0) // longest,
        )
        for member in members
    ]
    return sorted(loads, key=lambda load: (-load.waiting, -load.late, load.member.name))


def _per_member(rows: AssignmentQuerySet | SignOffQuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("member").annotate(Count("pk")))
