"""What any absence is: somebody is away for a period, and another stands in."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from references.constraints import both_or_neither


class Absence(models.Model):
    """One period. Who is away, and `to` whom their part goes, each kind says for itself."""

    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The last day."))
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    #: What stays as it was made, beside who is away.
    FROZEN: ClassVar = ("to", "begins_on", "ends_on", "reason", "made_at", "made_by")

    class Meta:
        abstract = True
        ordering = ["-begins_on", "-pk"]
        constraints = [
            both_or_neither("ended_at", "ended_by"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")),
                name="%(class)s_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="%(class)s_has_a_reason"),
        ]

    def is_over_on(self, day: datetime.date) -> bool:
        """Ended early, or its last day is before this one (UTC)."""
        return self.ended_at is not None or self.ends_on < day


def one_at_a_time(absent: str, *, name: str) -> ExclusionConstraint:
    """Whoever this column names is away once on any day. What was ended early does not count."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (_span(absent, "int8range"), RangeOperators.OVERLAPS),
            (_span("begins_on", "daterange", "ends_on"), RangeOperators.OVERLAPS),
        ],
        condition=models.Q(ended_at__isnull=True),
    )


def _span(first: str, function: str, last: str = "") -> models.Func:
    """From one column to another, both included; a single value without `last`.

    Values as ranges are what an exclusion constraint compares without a further extension.
    """
    ends = models.F(first), models.F(last or first)
    return models.Func(*ends, models.Value("[]"), function=function)
