"""What the site's own work left behind when it was last done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sweep(models.Model):
    """One row: when a sweep last ended, for which day (UTC) everything was planned, and so on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    finished = models.DateTimeField(_("finished"), null=True)
    planned_on = models.DateField(_("everything planned on"), null=True)
    #: The last row of history of a reference that was looked at for triggers of reviews.
    seen_reference_event = models.BigIntegerField(default=0, db_default=0)
    causes_seen_on = models.DateField(_("every source looked at on"), null=True)
    #: How far today's look at every source has come, by the ids of references; 0 before and after.
    causes_seen_to = models.BigIntegerField(default=0, db_default=0)
    verified = models.DateTimeField(_("history verified"), null=True)
    faults_found = models.PositiveIntegerField(
        _("faults found in the history"), default=0, db_default=0
    )

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="sweep_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.finished}"
