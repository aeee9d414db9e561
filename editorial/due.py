"""Dates as people say them: how long is left, or how late it is."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: With so few days left, a date is shown as pressing.
SOON = 3


@dataclass(frozen=True)
class Due:
    """A date seen from today (UTC)."""

    on: datetime.date
    days_left: int

    @classmethod
    def seen_from(cls, today: datetime.date, on: datetime.date) -> "Due":
        return cls(on=on, days_left=(on - today).days)

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def is_soon(self) -> bool:
        return 0 <= self.days_left <= SOON

    def __str__(self) -> str:
        if self.days_left == 0:
            return _("today")
        if self.days_left == 1:
            return _("tomorrow")
        if self.is_late:
            return ngettext("%(count)d day late", "%(count)d days late", -self.days_left) % {
                "count": -self.days_left
            }
        return ngettext("in %(count)d day", "in %(count)d days", self.days_left) % {
            "count": self.days_left
        }
