"""Whether a member is in office, and if not, why and since when.

The same rule as `BoardMember.is_active_on`, with its reasons.
"""

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.models import BoardMember


class Cause(models.TextChoices):
    """What keeps a member from signing, credentials apart."""

    DEACTIVATED = "deactivated", gettext_lazy("Deactivated")
    TERM = "term", gettext_lazy("Term ended")
    CLOSED = "closed", gettext_lazy("Account closed")
    NOT_BEGUN = "not-begun", gettext_lazy("Term not begun")


@dataclass(frozen=True)
class Absence:
    """One cause; `on` is the day of it where that is known, and the last day of a term."""

    cause: Cause
    on: datetime.date | None = None

    @property
    def words(self) -> str:
        """ "Term ended, 31 December 2026"."""
        label = str(self.cause.label)
        return f"{label}, {date_format(self.on)}" if self.on else label

    @property
    def facts(self) -> dict[str, str]:
        """For an audit event."""
        return {"cause": str(self.cause), "on": self.on.isoformat() if self.on else ""}


@dataclass(frozen=True)
class Standing:
    """What of a member says whether they are in office."""

    term_from: datetime.date
    term_to: datetime.date | None
    deactivated_on: datetime.date | None
    account_is_open: bool

    @classmethod
    def of(cls, member: BoardMember) -> "Standing":
        return cls(
            term_from=member.term_from,
            term_to=member.term_to,
            deactivated_on=member.deactivated_at.date() if member.deactivated_at else None,
            account_is_open=member.user.is_active,
        )

    def absences(self, day: datetime.date) -> list[Absence]:
        """Every cause that holds on this day (UTC), the earliest first; none while in office."""
        found = []
        if self.term_to is not None and self.term_to < day:
            found.append(Absence(Cause.TERM, self.term_to))
        if self.deactivated_on is not None:
            found.append(Absence(Cause.DEACTIVATED, self.deactivated_on))
        found.sort(key=lambda absence: absence.on or day)
        if not self.account_is_open:
            found.append(Absence(Cause.CLOSED))
        if self.term_from > day:
            found.append(Absence(Cause.NOT_BEGUN, self.term_from))
        return found


def why_not_in_office(member: BoardMember, day: datetime.date) -> str:
    """A sentence for the history and for letters; empty while the member is in office."""
    found = Standing.of(member).absences(day)
    if not found:
        return ""
    sentences = {
        Cause.DEACTIVATED: _("%(member)s was deactivated on %(day)s."),
        Cause.TERM: _("The term of %(member)s ended on %(day)s."),
        Cause.CLOSED: _("The account of %(member)s was closed."),
        Cause.NOT_BEGUN: _("The term of %(member)s begins on %(day)s only."),
    }
    first = found[0]
    day_in_words = date_format(first.on) if first.on else ""
    return sentences[first.cause] % {"member": member, "day": day_in_words}
