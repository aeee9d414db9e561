"""How and when somebody wants their mail."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial import triggers


def monday_to_friday() -> list[int]:
    """Days of the week as ISO 8601 numbers them: 1 is Monday."""
    return [1, 2, 3, 4, 5]


class MailPreference(models.Model):
    """Without a row: reminders come together, everything else at once.

    Reminders wait for the recipient's office hours: outside `quiet_from` to `quiet_until` (the same
    time twice: never quiet), on `working_days`, both in `time_zone` (empty: the site's). What they
    are in SQL is `editorial_office_moment`.
    """

    class Rhythm(models.TextChoices):
        """What comes together."""

        GATHERED = "gathered", _("Reminders together, everything else at once")
        DAILY = "daily", _("One mail a day")
        SINGLE = "single", _("Every message by itself, at once")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference", primary_key=True
    )
    rhythm = models.CharField(
        _("rhythm"),
        max_length=10,
        choices=Rhythm,
        default=Rhythm.GATHERED,
        db_default=Rhythm.GATHERED,
    )
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, db_default="")
    quiet_from = models.TimeField(
        _("quiet from"), default=datetime.time(19), db_default=datetime.time(19)
    )
    quiet_until = models.TimeField(
        _("quiet until"), default=datetime.time(7), db_default=datetime.time(7)
    )
    working_days = ArrayField(
        models.PositiveSmallIntegerField(),
        default=monday_to_friday,
        db_default=[1, 2, 3, 4, 5],
        verbose_name=_("working days"),
    )

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    working_days__len__gte=1, working_days__contained_by=[1, 2, 3, 4, 5, 6, 7]
                ),
                name="mail_preference_has_working_days",
            ),
            models.CheckConstraint(
                condition=models.Q(rhythm__in=["gathered", "daily", "single"]),
                name="mail_preference_rhythm_is_known",
            ),
        ]
        triggers = [triggers.time_zone_is_known()]

    def __str__(self) -> str:
        return str(self.user_id)
