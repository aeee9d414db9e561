"""What makes an article due earlier than its interval says."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.protection import FrozenFields, permanent
from editorial import triggers
from editorial.models.review import Review
from references.constraints import both_or_neither


class DueTrigger(models.Model):
    """Why an article is due earlier than its interval says. Rows stay, with what settled them.

    `key` tells one cause from another of its kind ("reference:12:2027-03-31"), so that what was
    settled is not raised again for the same cause. `details` are what people are told: names and
    dates as they were. An approved full review settles what was raised, and due, before it was
    submitted; a cause that holds no more, or a managing editor with a reason, settles it too.
    """

    class Kind(models.TextChoices):
        """What happened."""

        SOURCE_RETRACTED = "source-retracted", _("a cited source was retracted")
        SOURCE_DOUBTED = "source-doubted", _("a cited source is under an expression of concern")
        GUIDELINE_SUPERSEDED = "guideline-superseded", _("a cited guideline was superseded")
        GUIDELINE_EXPIRED = "guideline-expired", _("a cited guideline is past its validity")
        SOURCE_TOO_OLD = "source-too-old", _("a cited source is older than its tier allows")
        SIGNER_REMOVED = "signer-removed", _("a signer was removed from the board for cause")
        READER_REPORTS = "reader-reports", _("readers reported problems")
        URGENT = "urgent", _("a managing editor asks for it")

    class Settlement(models.TextChoices):
        """What settled it."""

        OPEN = "", _("open")
        REVIEWED = "reviewed", _("reviewed in full")
        NO_LONGER = "no-longer", _("holds no more")
        DISMISSED = "dismissed", _("dismissed")

    article = models.ForeignKey(Article, models.PROTECT, related_name="due_triggers")
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    key = models.CharField(_("cause"), max_length=100)
    due_on = models.DateField(_("due"))
    details = models.JSONField(_("details"), default=dict)
    reason = models.TextField(_("reason"), blank=True, db_default="")
    raised_at = models.DateTimeField(_("raised"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settlement = models.CharField(
        _("settled"), max_length=20, choices=Settlement, blank=True, db_default=""
    )
    settlement_reason = models.TextField(_("why it was dismissed"), blank=True, db_default="")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_by_review = models.ForeignKey(
        Review, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["article", "due_on", "pk"]
        verbose_name = _("trigger of a review")
        verbose_name_plural = _("triggers of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "key"], name="one_trigger_per_cause"
            ),
            both_or_neither("settled_at", "settled_by"),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settlement="")
                | (models.Q(settled_at__isnull=False) & ~models.Q(settlement="")),
                name="trigger_is_settled_by_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(settlement="dismissed") | ~models.Q(settlement_reason=""),
                name="trigger_is_dismissed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(settlement="reviewed", settled_by_review__isnull=False)
                | (~models.Q(settlement="reviewed") & models.Q(settled_by_review__isnull=True)),
                name="trigger_was_reviewed_in_a_review",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="urgent") | ~models.Q(reason=""),
                name="trigger_urgent_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article", "due_on"],
                condition=models.Q(settled_at__isnull=True),
                name="trigger_open",
            )
        ]
        triggers = [
            *permanent(),
            FrozenFields(
                name="trigger_is_frozen",
                fields=[
                    *("article", "kind", "key", "due_on", "details", "reason"),
                    *("raised_at", "raised_by"),
                ],
            ),
            triggers.settled_triggers_stay_settled(),
            triggers.trigger_moves_its_clock(),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.get_kind_display()}"
