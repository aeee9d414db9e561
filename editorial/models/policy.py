"""What each risk tier demands."""

from typing import TYPE_CHECKING, Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import RiskTier
from editorial import triggers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


#: When those who write and those who sign are warned about the sources. Reviews that were submitted
#: before these rules existed carry none of them.
THRESHOLDS = (
    *("most_own_percent", "least_primary_percent", "least_identified_percent"),
    *("least_checked_percent", "oldest_median_years", "oldest_source_years"),
)


def default_rungs() -> list[int]:
    """Named by the first migration; the ladders have its days since."""
    return [60, 30, 7, 0]


#: What happens while a review is due: asked of the policy in force, never of a review's copy.
KEEPING_CURRENT = (
    *("snooze_most_days", "hard_limit_days", "at_hard_limit"),
    *("reports_threshold", "reports_within_days"),
)


class AtHardLimit(models.TextChoices):
    """What becomes of a page whose review is overdue for too long."""

    WARN = "warn", _("readers get it with a stronger warning")
    WITHDRAW = "withdraw", _("it is withdrawn from readers until it is reviewed")


def _percent(name: "_StrPromise", default: int) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        name, default=default, db_default=default, validators=[MaxValueValidator(100)]
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Policy(models.Model):
    """The rules for one risk tier. A copy is frozen on every review when it is submitted."""

    tier = models.CharField(_("risk tier"), max_length=20, choices=RiskTier, unique=True)
    approvals_needed = models.PositiveSmallIntegerField(
        _("approvals needed"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    re_review_months = models.PositiveSmallIntegerField(
        _("months until the next review"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    respond_within_days = models.PositiveSmallIntegerField(
        _("days to respond"), default=7, validators=[MinValueValidator(1)]
    )
    sign_within_days = models.PositiveSmallIntegerField(
        _("days to sign"), default=21, validators=[MinValueValidator(1)]
    )
    snooze_most_days = models.PositiveSmallIntegerField(
        _("days reminders of a due date may be silenced in all"),
        default=30,
        db_default=30,
        help_text=_("0: never."),
    )
    hard_limit_days = models.PositiveSmallIntegerField(
        _("days overdue after which the page is not left as it is"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    at_hard_limit = models.CharField(
        _("what happens then"),
        max_length=10,
        choices=AtHardLimit,
        default=AtHardLimit.WARN,
        db_default=AtHardLimit.WARN,
    )
    reports_threshold = models.PositiveSmallIntegerField(
        _("reports of readers that make an article due"),
        default=3,
        db_default=3,
        validators=[MinValueValidator(1)],
    )
    reports_within_days = models.PositiveSmallIntegerField(
        _("counted are those of so many days"),
        default=90,
        db_default=90,
        validators=[MinValueValidator(1)],
    )
    needs_specialist = models.BooleanField(
        _("a member of the article's specialty must be among the signers"),
        default=False,
        db_default=False,
    )
    questions = ArrayField(
        models.CharField(max_length=300),
        default=list,
        db_default=[],
        blank=True,
        verbose_name=_("questions to every signer"),
        help_text=_("One in a line, for example: Are the doses those of the label?"),
    )
    most_own_percent = _percent(_("most citations of own publications, percent"), 25)
    least_primary_percent = _percent(_("least citations of primary sources, percent"), 20)
    least_identified_percent = _percent(_("least sources with an identifier, percent"), 90)
    least_checked_percent = _percent(
        _("least sources checked for retraction in the last 7 days, percent"), 100
    )
    oldest_median_years = models.PositiveSmallIntegerField(
        _("oldest median age of the sources, years"), default=10, db_default=10
    )
    oldest_source_years = models.PositiveSmallIntegerField(
        _("oldest source, years"), default=30, db_default=30
    )

    class Meta:
        ordering = ["tier"]
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approvals_needed__gte=1), name="policy_needs_an_approval"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    most_own_percent__lte=100,
                    least_primary_percent__lte=100,
                    least_identified_percent__lte=100,
                    least_checked_percent__lte=100,
                ),
                name="policy_percentages_are_percentages",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    re_review_months__gte=1, reports_threshold__gte=1, reports_within_days__gte=1
                )
                & (models.Q(hard_limit_days__isnull=True) | models.Q(hard_limit_days__gte=1)),
                name="policy_intervals_are_positive",
            ),
        ]

        triggers = [triggers.new_limits_are_looked_at()]

    def __str__(self) -> str:
        return self.get_tier_display()

    @property
    def withdraws(self) -> bool:
        """Whether pages are taken from readers at the hard limit; else they are warned."""
        return self.at_hard_limit == AtHardLimit.WITHDRAW

    def frozen(self) -> dict[str, Any]:
        """The rules as plain JSON, for the review that is judged by them."""
        return {
            "tier": self.tier,
            "approvals_needed": self.approvals_needed,
            "re_review_months": self.re_review_months,
            "respond_within_days": self.respond_within_days,
            "sign_within_days": self.sign_within_days,
            "needs_specialist": self.needs_specialist,
            "questions": list(self.questions),
            **{name: getattr(self, name) for name in (*THRESHOLDS, *KEEPING_CURRENT)},
        }
