"""When each live article is due again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.protection import permanent
from editorial import triggers
from editorial.models.review import Review


class ReviewSchedule(models.Model):
    """The clocks of one live article: set by the approval of a full review, by nothing else.

    `planned_for` is the due date the planner of reminders has last seen here. Where it differs from
    `due_on`, the date is new or has moved, by whatever hand, and the next sweep looks at it.
    """

    article = models.OneToOneField(
        Article, models.PROTECT, related_name="review_schedule", primary_key=True
    )
    review = models.ForeignKey(Review, models.PROTECT, related_name="+")
    reviewed_on = models.DateField(_("last reviewed in full"))
    due_on = models.DateField(_("next review due"))
    planned_for = models.DateField(_("reminders planned for"), null=True, editable=False)

    class Meta:
        verbose_name = _("review schedule")
        verbose_name_plural = _("review schedules")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("reviewed_on")),
                name="schedule_due_after_it_was_reviewed",
            )
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
        triggers = [*permanent(), triggers.schedule_rests_on_an_approval()]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.due_on}"
