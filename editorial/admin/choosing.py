"""Choosing whom to ask: every member of the board with what speaks for and against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import assigning, workflow
from editorial.admin.choice_forms import MembersForm
from editorial.admin.review_steps import ReviewStep
from editorial.admin.steps import Step
from editorial.models import BoardMember
from editorial.suggesting import Suggestion, suggestions


@dataclass(frozen=True)
class Row:
    """One member of the table. `box` is the control that chooses them; None if none may."""

    suggestion: Suggestion
    box: Any


class ChooseMembers(ReviewStep):
    """A table of the board, whom to ask first at the top; those who cannot be asked have no box.

    A caution is no bar, but whoever asks all the same says that they have read it. `choice` is the
    form's field.
    """

    template_name = "admin/editorial/choose_members.html"
    form_class: type[Form] = MembersForm
    choice = "members"

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        return suggestions(self.review, on=timezone.now().date())

    @property
    def eligible(self) -> list[BoardMember]:
        return [each.member for each in self.suggestions if not each.forbidden]

    @property
    def cautioned(self) -> set[int]:
        """Those to read about before asking them."""
        return {s.member.pk for s in self.suggestions if s.cautions and not s.forbidden}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "eligible": self.eligible}

    def form_valid(self, form: Form) -> HttpResponse:
        chosen = form.cleaned_data[self.choice]
        members = [chosen] if isinstance(chosen, BoardMember) else chosen
        if {member.pk for member in members} & self.cautioned and not self.is_knowing:
            form.add_error(
                self.choice,
                _("Read what is said of those you chose. To ask them all the same, tick so below."),
            )
            return self.form_invalid(form)
        return super().form_valid(form)

    @property
    def is_knowing(self) -> bool:
        return bool(self.request.POST.get("knowing"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        boxes = {str(box.data["value"]): box for box in context["form"][self.choice]}
        rows = [Row(each, boxes.get(str(each.member.pk))) for each in self.suggestions]
        others = [field for field in context["form"] if field.name != self.choice]
        return {
            **context,
            "rows": rows,
            "choice": context["form"][self.choice],
            "other_fields": others,
            "has_cautions": bool(self.cautioned),
            "is_knowing": self.is_knowing,
        }


class AskMembers(ChooseMembers):
    """Members are chosen with the dates, which are those of the policy unless changed."""

    def get_initial(self) -> dict[str, Any]:
        dates = assigning.dates_of(self.review, today=timezone.now().date())
        return {"respond_by": dates.respond_by, "sign_by": dates.sign_by}

    def asked_with(self, form: Form) -> dict[str, Any]:
        """What `begin` and `assign` are given."""
        given = form.cleaned_data
        dates = assigning.Dates(respond_by=given["respond_by"], sign_by=given["sign_by"])
        return {"by": self.user, "members": given["members"], "dates": dates}


class Begin(AskMembers):
    name = "begin"
    title = gettext_lazy("Begin the review")
    explanation = gettext_lazy("Each member you choose is asked to read the version and to sign.")
    button = gettext_lazy("Begin the review")
    done = gettext_lazy("Begun. The members have been asked.")

    def take(self, form: Form) -> None:
        workflow.begin(self.review, **self.asked_with(form))


class Assign(AskMembers):
    name = "assign"
    title = gettext_lazy("Ask further members")
    explanation = gettext_lazy("For instance after one recused themselves.")
    button = gettext_lazy("Ask them")
    done = gettext_lazy("The members have been asked.")

    def take(self, form: Form) -> None:
        workflow.assign(self.review, **self.asked_with(form))


CHOOSING_STEPS: Sequence[type[Step]] = [Begin, Assign]
