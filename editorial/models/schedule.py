"""When each live article is due again."""

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
    `limit_met_for` is the due date for which what the policy does at its hard limit has been done.
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
    limit_met_for = models.DateField(_("hard limit met for"), null=True, editable=False)
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
            models.Index(
                fields=["due_on"],
                condition=models.Q(limit_met_for__isnull=True)
                | ~models.Q(limit_met_for=models.F("due_on")),
                name="schedule_limit_not_met",
            ),
        ]
        triggers = [
            *permanent(),
            triggers.schedule_rests_on_an_approval(),
            triggers.due_no_later_than_its_triggers(),
            triggers.limit_is_lifted_for_a_cause(),
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
