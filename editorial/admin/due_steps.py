"""Steps about the due date of an article, from its page."""

from typing import Any

from django import forms
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import clocks, permissions, workflow
from editorial.admin.article_steps import ArticleStep
from editorial.admin.forms import KeptReasonForm
from editorial.admin.steps import Step
from editorial.due_dates import LONGEST_INTERVAL
from editorial.models import DueTrigger, Interval


class UrgentForm(KeptReasonForm):
    """Why it cannot wait."""

    kept = gettext_lazy(
        "Kept in the history. It stands in the reminders and on the article's page."
    )


class IntervalForm(KeptReasonForm):
    """How often this article is reviewed, and why not as often as its risk tier says."""

    months = forms.IntegerField(
        label=gettext_lazy("Months between reviews"),
        min_value=1,
        max_value=LONGEST_INTERVAL,
        help_text=gettext_lazy("From 1 to 120."),
        error_messages={
            "required": gettext_lazy("Give the number of months."),
            "invalid": gettext_lazy("Give a whole number of months."),
            "min_value": gettext_lazy("At least 1 month."),
            "max_value": gettext_lazy("At most 120 months."),
        },
    )
    field_order = ["months", "reason"]


class CauseForm(KeptReasonForm):
    """Which of the open causes, and why it needs no review."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Cause"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a cause."),
            "invalid_choice": gettext_lazy("This cause is settled. Choose another one."),
        },
    )
    field_order = ["cause", "reason"]

    def __init__(self, *args: Any, causes: list[clocks.Cause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cause"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(cause.trigger.pk), _in_words(cause)) for cause in causes]


def _in_words(cause: clocks.Cause) -> str:
    return _("%(cause)s Due on %(day)s.") % {
        "cause": cause.words,
        "day": date_format(cause.due_on),
    }


class DueStep(ArticleStep):
    """For managing editors."""

    def is_allowed(self) -> bool:
        return permissions.may_manage(self.request.user)


class SetInterval(DueStep):
    name = "interval"
    form_class = IntervalForm
    title = gettext_lazy("Set an interval of its own")
    explanation = gettext_lazy(
        "This article is then reviewed every so many months, counted from its last review in full, "
        "whatever its risk tier says. The due date moves at once."
    )
    button = gettext_lazy("Set the interval")
    done = gettext_lazy("Set. The due date counts by it from now on.")

    def get_initial(self) -> dict[str, Any]:
        own = Interval.objects.filter(article=self.article, ended_at__isnull=True).first()
        return {"months": own.months} if own else {}

    def take(self, form: Form) -> None:
        given = form.cleaned_data
        workflow.set_interval(
            self.article, by=self.user, months=given["months"], reason=given["reason"]
        )


class ClearInterval(DueStep):
    name = "clear-interval"
    form_class = KeptReasonForm
    title = gettext_lazy("Go back to the interval of its risk tier")
    explanation = gettext_lazy(
        "The due date is counted again by the policy under which it was last reviewed."
    )
    button = gettext_lazy("Go back to it")
    done = gettext_lazy("The interval of its risk tier counts again.")

    def take(self, form: Form) -> None:
        workflow.clear_interval(self.article, by=self.user, reason=form.cleaned_data["reason"])


class MakeDueNow(DueStep):
    name = "due-now"
    form_class = UrgentForm
    title = gettext_lazy("Make its review due now")
    explanation = gettext_lazy(
        "For what cannot wait for the interval, for instance a recall. Its owner is reminded at "
        "once. The article stays due until it is reviewed in full."
    )
    button = gettext_lazy("Make it due now")
    done = gettext_lazy("Due today. Its owner is reminded.")

    def take(self, form: Form) -> None:
        workflow.make_due_now(self.article, by=self.user, reason=form.cleaned_data["reason"])


class DismissCause(DueStep):
    name = "dismiss-cause"
    form_class = CauseForm
    title = gettext_lazy("Dismiss a cause to be due earlier")
    explanation = gettext_lazy(
        "The article is then due as if it were not there, and is not made due for the same cause "
        "again. The history keeps it, with your reason."
    )
    button = gettext_lazy("Dismiss it")
    done = gettext_lazy("Dismissed. The due date was reckoned without it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.now().date()
        return {
            **super().get_form_kwargs(),
            "causes": clocks.open_causes(self.article, today=today),
        }

    def take(self, form: Form) -> None:
        trigger = DueTrigger.objects.get(pk=form.cleaned_data["cause"])
        workflow.dismiss_trigger(trigger, by=self.user, reason=form.cleaned_data["reason"])


DUE_STEPS: list[type[Step]] = [SetInterval, ClearInterval, MakeDueNow, DismissCause]


def addresses(article_id: int) -> dict[str, str]:
    """Where each is taken, by its name with underscores, for the panel."""
    return {
        step.name.replace("-", "_"): reverse(
            f"admin:articles_article_{step.name}", args=[article_id]
        )
        for step in DUE_STEPS
    }
