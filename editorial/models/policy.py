"""What each risk tier demands."""

from typing import TYPE_CHECKING, Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import RiskTier

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


#: When those who write and those who sign are warned about the sources. Reviews that were submitted
#: before these rules existed carry none of them.
THRESHOLDS = (
    *("most_own_percent", "least_primary_percent", "least_identified_percent"),
    *("least_checked_percent", "oldest_median_years", "oldest_source_years"),
)


def _percent(name: "_StrPromise", default: int) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        name, default=default, db_default=default, validators=[MaxValueValidator(100)]
    )


def default_rungs() -> list[int]:
    """Days before the due date on which the owner is reminded."""
    return [60, 30, 7, 0]


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
    remind_days_before = ArrayField(
        models.PositiveSmallIntegerField(),
        default=default_rungs,
        verbose_name=_("reminders, days before due"),
        help_text=_("For example 60, 30, 7, 0."),
    )
    overdue_every_days = models.PositiveSmallIntegerField(
        _("overdue reminders, every so many days"),
        default=7,
        validators=[MinValueValidator(1)],
    )
    escalate_after_days = models.PositiveSmallIntegerField(
        _("days overdue until managing editors are told"), default=14
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
                condition=models.Q(overdue_every_days__gte=1, re_review_months__gte=1),
                name="policy_intervals_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.get_tier_display()

    def frozen(self) -> dict[str, Any]:
        """The rules as plain JSON, for the review that is judged by them."""
        return {
            "tier": self.tier,
            "approvals_needed": self.approvals_needed,
            "re_review_months": self.re_review_months,
            "respond_within_days": self.respond_within_days,
            "sign_within_days": self.sign_within_days,
            "remind_days_before": self.remind_days_before,
            "overdue_every_days": self.overdue_every_days,
            "escalate_after_days": self.escalate_after_days,
            "needs_specialist": self.needs_specialist,
            "questions": list(self.questions),
            **{name: getattr(self, name) for name in THRESHOLDS},
        }
