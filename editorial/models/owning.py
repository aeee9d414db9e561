"""Who looks after articles while their owner is away, and who answers for a specialty."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Specialty
from articles.protection import FrozenFields, permanent
from editorial import triggers
from editorial.models.standing import span
from references.constraints import both_or_neither


class Cover(models.Model):
    """An editor is away; another gets the reminders of their articles meanwhile."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="covers", verbose_name=_("away")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="covers_received",
        verbose_name=_("stand-in"),
    )
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("The last day."))
    reason = models.TextField(_("reason"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-begins_on", "-pk"]
        verbose_name = _("absence of an editor")
        verbose_name_plural = _("absences of editors")
        constraints = [
            both_or_neither("ended_at", "ended_by"),
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("to")), name="cover_is_by_another"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")),
                name="cover_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="cover_has_a_reason"),
            ExclusionConstraint(
                name="one_cover_at_a_time",
                expressions=[
                    (span("owner", "int8range"), RangeOperators.OVERLAPS),
                    (span("begins_on", "daterange", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        triggers = [
            *permanent(),
            FrozenFields(
                name="cover_is_frozen",
                fields=["owner", "to", "begins_on", "ends_on", "reason", "made_at", "made_by"],
            ),
            triggers.nobody_covers_while_away(),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} → {self.to_id}"


class SpecialtyLead(models.Model):
    """The managing editor who hears first of what is late in a specialty."""

    specialty = models.OneToOneField(
        Specialty, models.CASCADE, related_name="lead", primary_key=True
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="led_specialties",
        verbose_name=_("managing editor"),
    )
    set_at = models.DateTimeField(_("set"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("managing editor of a specialty")
        verbose_name_plural = _("managing editors of specialties")

    def __str__(self) -> str:
        return f"{self.specialty_id}: {self.user_id}"
