"""When each live article is due again, and what makes it due earlier."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.protection import FrozenFields, permanent
from editorial import triggers
from editorial.models.review import Review
from references.constraints import both_or_neither


class ReviewSchedule(models.Model):
    """The clocks of one live article.

    `reviewed_on` and `review` are set by the approval of a full review, by nothing else.
    `regular_due_on` is so many months later (`interval_months`: the policy's, or the article's
    own), or where a managing editor moved it to level the load. `due_on` is that day, or the
    earliest open `DueTrigger`, whichever comes first: the database lets it be no later.

    `planned_for` is the due date the planner of reminders has last seen here. Where it differs from
    `due_on`, the date is new or has moved, by whatever hand, and the next sweep looks at it.
    `moves` counts how often `due_on` changed: the sequence number of its calendar entry.
    """

    article = models.OneToOneField(
        Article, models.PROTECT, related_name="review_schedule", primary_key=True
    )
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    reviewed_on = models.DateField(_("last reviewed in full"))
    interval_months = models.PositiveSmallIntegerField(_("months until the next review"))
    regular_due_on = models.DateField(_("due by its interval"))
    due_on = models.DateField(_("next review due"))
    planned_for = models.DateField(_("reminders planned for"), null=True, editable=False)
    moves = models.PositiveIntegerField(_("moves"), default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("review schedule")
        verbose_name_plural = _("review schedules")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("reviewed_on")),
                name="schedule_due_when_it_was_reviewed_or_later",
            ),
            models.CheckConstraint(
                condition=models.Q(regular_due_on__gt=models.F("reviewed_on")),
                name="schedule_has_an_interval",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="schedule_by_due_date"),
            models.Index(
                fields=["due_on"],
                condition=models.Q(planned_for__isnull=True)
                | ~models.Q(planned_for=models.F("due_on")),
                name="schedule_not_planned",
            ),
        ]
        triggers = [
            *permanent(),
            triggers.schedule_rests_on_an_approval(),
            triggers.due_no_later_than_its_triggers(),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.due_on}"


class Interval(models.Model):
    """An article's own months between reviews, in place of its policy's. At most one is open."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="intervals")
    months = models.PositiveSmallIntegerField(
        _("months"), validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    reason = models.TextField(_("reason"))
    set_at = models.DateTimeField(_("set"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["article", "-set_at", "-pk"]
        verbose_name = _("own interval")
        verbose_name_plural = _("own intervals")
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(ended_at__isnull=True),
                name="one_own_interval_per_article",
            ),
            models.CheckConstraint(
                condition=models.Q(months__gte=1, months__lte=120), name="interval_is_positive"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="interval_has_a_reason"),
            both_or_neither("ended_at", "ended_by"),
        ]
        triggers = [
            *permanent(),
            FrozenFields(
                name="interval_is_frozen",
                fields=["article", "months", "reason", "set_at", "set_by"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.months}"


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
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.until}"
