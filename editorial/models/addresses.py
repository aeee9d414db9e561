"""What is known of people's mail addresses, and the addresses of their private calendars."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.protection import permanent
from editorial.models.notification import Notification
from editorial.querysets import BounceQuerySet
from references.constraints import both_or_neither


class Bounce(models.Model):
    """A mail server said for good that mail to this address does not arrive.

    While a row about somebody's present address is open, nothing is sent to it: its owner is told
    on screen, and others hear in their place. A new address is a clean one.
    """

    class Source(models.TextChoices):
        """Who told us."""

        SMTP = "smtp", _("refused when it was handed over")
        HOOK = "hook", _("told by the mail service")
        FILE = "file", _("read from a bounce message")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bounces")
    address = models.EmailField(_("address"))
    source = models.CharField(_("told by"), max_length=10, choices=Source)
    status = models.CharField(_("status"), max_length=20, blank=True)
    says = models.TextField(_("what the server said"), blank=True)
    notification = models.ForeignKey(
        Notification, models.PROTECT, null=True, blank=True, db_index=False, related_name="bounces"
    )
    told = models.DateTimeField(_("told"), db_default=Now())
    cleared_at = models.DateTimeField(_("cleared"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = BounceQuerySet.as_manager()

    class Meta:
        ordering = ["-told", "-pk"]
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        constraints = [
            both_or_neither("cleared_at", "cleared_by"),
            models.UniqueConstraint(
                fields=["user", "address"],
                condition=models.Q(cleared_at__isnull=True),
                name="one_open_bounce_per_address",
            ),
        ]
        triggers = permanent()

    def __str__(self) -> str:
        return self.address


class CalendarFeed(models.Model):
    """A private calendar: whoever has its address reads it, until it is revoked.

    Only the SHA-256 of the token is kept (64 hexadecimal digits).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feeds"
    )
    token_digest = models.CharField(_("digest of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["user", "-made_at"]
        verbose_name = _("private calendar")
        verbose_name_plural = _("private calendars")
        constraints = [
            both_or_neither("revoked_at", "revoked_by"),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_private_calendar",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)
