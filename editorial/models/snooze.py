"""Reminders that are silent for a while."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.protection import FrozenFields, permanent
from editorial import triggers
from references.constraints import both_or_neither


class Snooze(models.Model):
    """Reminders of one due date are silent until a day, for a reason, within the policy's bounds.

    Whoever owns the article silences their own; a managing editor silences the escalation too, and
    holds back what the policy does to a page that is overdue for too long (`is_for_all`).
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="snoozes")
    due_on = models.DateField(_("of the review due"))
    until = models.DateField(_("until"), help_text=_("The first day with reminders again."))
    reason = models.TextField(_("reason"))
    is_for_all = models.BooleanField(_("the escalation too"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["article", "-made_at", "-pk"]
        verbose_name = _("snooze")
        verbose_name_plural = _("snoozes")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="snooze_has_a_reason"),
            both_or_neither("ended_at", "ended_by"),
        ]
        indexes = [
            models.Index(
                fields=["article", "until"],
                condition=models.Q(ended_at__isnull=True),
                name="snooze_open",
            )
        ]
        triggers = [
            *permanent(),
            FrozenFields(
                name="snooze_is_frozen",
                fields=[
                    *("article", "due_on", "until", "reason", "is_for_all"),
                    *("made_at", "made_by"),
                ],
            ),
            triggers.snooze_is_bounded(),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.until}"
