"""Silence for the reminders of an article, from its page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import Form
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import audit, permissions, snoozing, workflow
from editorial.admin.article_steps import ArticleStep
from editorial.admin.forms import KeptReasonForm
from editorial.admin.steps import Step
from editorial.models import Snooze


class SnoozeForm(KeptReasonForm):
    """Until when, and why."""

    until = forms.DateField(
        label=gettext_lazy("No reminders before"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("This is no date. Give one like 2027-03-31."),
        },
    )
    field_order = ["until", "reason"]

    def __init__(self, *args: Any, bounds: snoozing.Bounds | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bounds is not None and bounds.days_left:
            self.fields["until"].widget.attrs["max"] = bounds.latest.isoformat()
            self.fields["until"].help_text = _(
                "%(latest)s at the latest: the policy leaves %(days)d days for this due date."
            ) % {"latest": date_format(bounds.latest), "days": bounds.days_left}
        else:
            self.fields["until"].help_text = _("The policy leaves no days for this due date.")


class SnoozeReminders(ArticleStep):
    name = "snooze"
    form_class = SnoozeForm
    title = gettext_lazy("Silence its reminders for a while")
    button = gettext_lazy("Silence them")
    done = gettext_lazy("Silenced. The history says until when, and why.")

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """A managing editor silences more."""
        stays = _(
            "The due date stays, and readers see when a review is overdue. An urgent cause, such as"
            " a retraction, ends the silence."
        )
        if permissions.may_manage(self.request.user):
            reach = _(
                "Nobody is reminded meanwhile, nothing is escalated, and a page that is overdue "
                "for too long stays with readers, or comes back to them."
            )
        else:
            reach = _("You are not reminded meanwhile. Managing editors hear of it as before.")
        return f"{reach} {stays}"

    def is_allowed(self) -> bool:
        return permissions.may_snooze(self.request.user, self.article)

    def get_form_kwargs(self) -> dict[str, Any]:
        bounds = snoozing.bounds(self.article, today=timezone.now().date())
        return {**super().get_form_kwargs(), "bounds": bounds}

    def take(self, form: Form) -> None:
        given = form.cleaned_data
        workflow.snooze(self.article, by=self.user, until=given["until"], reason=given["reason"])


class EndSnooze(ArticleStep):
    name = "end-snooze"
    form_class = Form
    title = gettext_lazy("Have its reminders come again")
    button = gettext_lazy("End the silence")
    done = gettext_lazy("Ended. Reminders come again, in office hours.")

    @cached_property
    def in_force(self) -> Snooze | None:
        found = snoozing.bounds(self.article, today=timezone.now().date())
        return found.in_force if found else None

    @property
    def explanation(self) -> str:  # type: ignore[override]
        """What is in force."""
        if self.in_force is None:
            return _("Nothing is silenced now.")
        return _("%(who)s silenced them until %(day)s: “%(reason)s”") % {
            "who": audit.name_of(self.in_force.made_by),
            "day": date_format(self.in_force.until),
            "reason": self.in_force.reason,
        }

    def is_allowed(self) -> bool:
        if self.in_force is None:
            return permissions.may_snooze(self.request.user, self.article)
        return permissions.may_end_snooze(self.request.user, self.in_force, self.article)

    def take(self, form: Form) -> None:
        if self.in_force is not None:
            workflow.end_snooze(self.in_force, by=self.user)


SNOOZE_STEPS: Sequence[type[Step]] = [SnoozeReminders, EndSnooze]
