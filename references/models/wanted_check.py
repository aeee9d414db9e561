"""A check that a person asked for, ahead of the daily one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from references.models.reference import Reference


class WantedCheck(models.Model):
    """The row goes with the check; asking twice is asking once."""

    reference = models.OneToOneField(
        Reference,
        models.CASCADE,
        primary_key=True,
        related_name="wanted_check",
        verbose_name=_("reference"),
    )
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("check that was asked for")
        verbose_name_plural = _("checks that were asked for")
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"{self.reference_id}: {self.asked_at}"
