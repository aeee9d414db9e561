"""Steps that a managing editor takes about one assignment, from the board of open reviews."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext_lazy

from editorial import workflow
from editorial.admin.assignment_forms import ExtendForm, NothingForm, ReassignForm
from editorial.admin.choosing import ChooseMembers
from editorial.admin.forms import ReasonForm
from editorial.admin.review_steps import ReviewStep
from editorial.admin.steps import Step
from editorial.models import Assignment, Review


class AssignmentStep(ReviewStep):
    """A step about an assignment of a review. It leads back to the board."""

    @property
    def assignment(self) -> Assignment:
        assignment: Assignment = self.subject
        return assignment

    @property
    def review(self) -> Review:
        return self.assignment.review

    def back(self) -> str:
        return f"{reverse('editorial:reviews')}#review-{self.assignment.review_id}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assignment=self.assignment, **kwargs)


class Release(AssignmentStep):
    name = "release"
    form_class = ReasonForm
    title = gettext_lazy("Hand the assignment back")
    explanation = gettext_lazy(
        "The member is asked no more, and told why. What they answered is kept. Nobody is asked "
        "in their place."
    )
    button = gettext_lazy("Hand it back")
    done = gettext_lazy("Handed back. The member has been told.")

    def take(self, form: Form) -> None:
        workflow.release(self.assignment, by=self.user, reason=form.cleaned_data["reason"])


class Reassign(AssignmentStep, ChooseMembers):
    name = "reassign"
    form_class = ReassignForm
    choice = "member"
    title = gettext_lazy("Ask another member instead")
    explanation = gettext_lazy(
        "The assignment is handed back, and the other member is asked, by the dates of the policy "
        "from today. Both are told."
    )
    button = gettext_lazy("Ask instead")
    done = gettext_lazy("Reassigned. Both members have been told.")

    def take(self, form: Form) -> None:
        workflow.reassign(
            self.assignment,
            by=self.user,
            to=form.cleaned_data["member"],
            reason=form.cleaned_data["reason"],
        )


class Extend(AssignmentStep):
    name = "extend"
    form_class = ExtendForm
    title = gettext_lazy("Give another date")
    explanation = gettext_lazy("The member is told the new date and the reason.")
    button = gettext_lazy("Set the date")
    done = gettext_lazy("The date is set. The member has been told.")

    def get_initial(self) -> dict[str, Any]:
        return {"sign_by": self.assignment.sign_by}

    def take(self, form: Form) -> None:
        workflow.extend(
            self.assignment,
            by=self.user,
            sign_by=form.cleaned_data["sign_by"],
            reason=form.cleaned_data["reason"],
            may_be_earlier=form.cleaned_data["may_be_earlier"],
        )


class RemindNow(AssignmentStep):
    name = "remind"
    form_class = NothingForm
    title = gettext_lazy("Remind now")
    explanation = gettext_lazy(
        "The member gets an e-mail at once, with the link to the review and the date to sign by. "
        "Once a day at most."
    )
    button = gettext_lazy("Send the reminder")
    done = gettext_lazy("The reminder is on its way.")

    def take(self, form: Form) -> None:
        del form
        workflow.remind_now(self.assignment, by=self.user)


ASSIGNMENT_STEPS: Sequence[type[Step]] = [Reassign, Extend, RemindNow, Release]
