"""Who is away, and who stands in."""

import datetime
from collections.abc import Collection

from editorial.models import BoardMember, Delegation


def stand_ins(members: Collection[BoardMember], *, on: datetime.date) -> dict[int, Delegation]:
    """The delegation in force on this day (UTC), by the id of the absent member, in one query."""
    in_force = Delegation.objects.filter(
        member__in=members, begins_on__lte=on, ends_on__gte=on, ended_at__isnull=True
    )
    return {row.member_id: row for row in in_force.select_related("member__user", "to__user")}
