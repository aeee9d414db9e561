"""When each work is asked about next, and how the watch over all of them fares."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from references.models.reference import Reference


class NextCheck(models.Model):
    """When a work is due to be asked about again; without a row it is due at once.

    `failures` counts the checks in a row in which a teller that should have answered did not.
    """

    reference = models.OneToOneField(
        Reference,
        models.CASCADE,
        primary_key=True,
        related_name="next_check",
        verbose_name=_("reference"),
    )
    due = models.DateTimeField(_("due"))
    failures = models.PositiveSmallIntegerField(_("checks that failed"), db_default=0, default=0)

    class Meta:
        verbose_name = _("next check")
        verbose_name_plural = _("next checks")

    def __str__(self) -> str:
        return f"{self.reference_id}: {self.due}"


class Watch(models.Model):
    """One row: what the last run of the watch found.

    `complete` is the last moment at which every watched work had been asked about, and every
    teller that should have answered had.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    ran = models.DateTimeField(_("last run"))
    complete = models.DateTimeField(_("last complete"), null=True)
    watched = models.PositiveIntegerField(_("works watched"), default=0)
    waiting = models.PositiveIntegerField(_("works that wait for their turn"), default=0)
    failing = models.PositiveIntegerField(_("works that could not be asked about"), default=0)
    trouble = models.TextField(_("what hindered it"), blank=True)

    class Meta:
        verbose_name = _("watch over the library")
        verbose_name_plural = _("watch over the library")
        constraints = (models.CheckConstraint(condition=Q(id=1), name="watch_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.ran}"
