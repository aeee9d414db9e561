"""Who is away, and who stands in: what holds among members of the board as among editors."""

import datetime
from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.exceptions import NotPossible
from editorial.models import BoardMember, Delegation
from editorial.models.absence import Absence

#: Why there is no room for an absence, told of the one in its way.
STANDS_IN = gettext_lazy(
    "%(stand_in)s stands in for %(absent)s from %(first)s to %(last)s. End that first, or choose "
    "other days."
)
STAND_IN_IS_AWAY = gettext_lazy(
    "%(absent)s is away from %(first)s to %(last)s. Choose somebody else."
)
AWAY_ALREADY = gettext_lazy(
    "%(absent)s is away from %(first)s to %(last)s already, and %(stand_in)s stands in. End that "
    "first, or choose other days."
)


def in_force(on: datetime.date) -> Q:
    """Absences that include this day (UTC) and were not ended early."""
    return overlapping(on, on)


def overlapping(first: datetime.date, last: datetime.date) -> Q:
    """Absences of which a day lies in this period, both ends included."""
    return Q(ended_at__isnull=True, begins_on__lte=last, ends_on__gte=first)


def to_come(today: datetime.date) -> Q:
    """Absences that are not over, begun or not; the contrary of `Absence.is_over_on`."""
    return Q(ended_at__isnull=True, ends_on__gte=today)


def stand_ins(members: Collection[BoardMember], *, on: datetime.date) -> dict[int, Delegation]:
    """The delegation in force on this day (UTC), by the id of the absent member, in one query."""
    rows = Delegation.objects.filter(in_force(on), member__in=members)
    return {row.member_id: row for row in rows.select_related("to__user")}


def period_of(absence: Absence) -> dict[str, str]:
    """Its first and last day, as a sentence tells them."""
    return {"first": date_format(absence.begins_on), "last": date_format(absence.ends_on)}


def end(absence: Absence, *, by: User, at: datetime.datetime) -> None:
    """Once only; the caller holds the row.

    Raises:
        NotPossible: it is over already.
    """
    refuse_what_is_over(absence, today=at.date())
    absence.ended_at, absence.ended_by = at, by
    absence.save(update_fields=["ended_at", "ended_by"])


def refuse_what_is_over(absence: Absence, *, today: datetime.date) -> None:
    if absence.is_over_on(today):
        raise NotPossible(_("This absence is over already. Nothing was changed."))
