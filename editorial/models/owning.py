"""Who looks after articles while their owner is away, and who answers for a specialty."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Specialty
from articles.protection import FrozenFields, permanent
from editorial import triggers
from editorial.models.absence import Absence, one_at_a_time


class Cover(Absence):
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

    class Meta(Absence.Meta):
        verbose_name = _("absence of an editor")
        verbose_name_plural = _("absences of editors")
        constraints = [
            *Absence.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("to")), name="cover_is_by_another"
            ),
            one_at_a_time("owner", name="one_cover_at_a_time"),
        ]
        triggers = [
            *permanent(),
            FrozenFields(name="cover_is_frozen", fields=["owner", *Absence.FROZEN]),
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
