"""When somebody is reminded, and who hears of it after them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models import RiskTier
from articles.protection import append_only


class Ladder(models.Model):
    """The reminders of one clock in one tier. The highest `number` is in force; older ones stay.

    `days` are counted from the date in question: negative before it, 0 on it, positive after it.
    After the last of them a reminder comes every `repeat_every` days (0: never again). From
    `lead_after` days after the date on, the managing editor who answers for the article's specialty
    hears of it, as often; from `all_after` days on, all managing editors.

    `set_by` is empty for what the site came with.
    """

    class Clock(models.TextChoices):
        """What date the days are counted from, and who is reminded first."""

        REVIEW = "review", _("next review due: the article's owner")
        RESPOND = "respond", _("date to respond by: the member who was asked")
        SIGN = "sign", _("date to sign by: the member who was asked")

    tier = models.CharField(_("risk tier"), max_length=20, choices=RiskTier)
    clock = models.CharField(_("clock"), max_length=10, choices=Clock)
    number = models.PositiveIntegerField(_("version"))
    days = ArrayField(models.SmallIntegerField(), verbose_name=_("days"))
    repeat_every = models.PositiveSmallIntegerField(_("then every so many days"))
    lead_after = models.PositiveSmallIntegerField(
        _("days after which the managing editor hears of it"), validators=[MinValueValidator(1)]
    )
    all_after = models.PositiveSmallIntegerField(
        _("days after which all managing editors hear of it"), validators=[MinValueValidator(1)]
    )
    reason = models.TextField(_("why it was changed"), blank=True, db_default="")
    since = models.DateTimeField(_("since"), db_default=Now())
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["tier", "clock", "-number"]
        verbose_name = _("ladder of reminders")
        verbose_name_plural = _("ladders of reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["tier", "clock", "number"], name="ladder_number_per_clock"
            ),
            models.CheckConstraint(
                condition=models.Q(days__contains=[0], days__len__lte=20),
                name="ladder_reminds_on_the_day",
            ),
            models.CheckConstraint(
                condition=models.Q(lead_after__gte=1, all_after__gte=models.F("lead_after")),
                name="ladder_escalates_upwards",
            ),
            models.CheckConstraint(
                condition=models.Q(set_by__isnull=True) | ~models.Q(reason=""),
                name="ladder_was_changed_for_a_reason",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.tier}, {self.clock}, {self.number}"
