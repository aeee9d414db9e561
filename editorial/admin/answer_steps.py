"""What a managing editor answers to a member, and asking again after a "not now"."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.forms import Form
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import permissions, workflow
from editorial.admin.assignment_forms import NothingForm
from editorial.admin.assignment_steps import AssignmentStep
from editorial.admin.forms import LONGEST_REASON
from editorial.admin.steps import Step
from editorial.exceptions import NotPossible
from editorial.forms import TextField
from editorial.models import Assignment, Proposal, Review
from editorial.states import State
from editorial.suggesting import known_of

YES, NO = "yes", "no"


class ProposalForm(forms.Form):
    """Yes or no; a no needs a reason."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[(YES, gettext_lazy("Yes, so be it")), (NO, gettext_lazy("No, it stays as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    reason = TextField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed for a no. The member reads it."),
    )


class AnswerProposal(AssignmentStep):
    """Another date, or another member in one's place."""

    name = "proposal"
    template_name = "admin/editorial/answer_proposal.html"
    form_class = ProposalForm
    title = gettext_lazy("Answer the proposal")
    explanation = gettext_lazy(
        "With a yes the date is moved, or the other member is asked and this one no more. With a "
        "no everything stays as it is. The member is told."
    )
    button = gettext_lazy("Answer")
    done = gettext_lazy("Answered. The member has been told.")

    @cached_property
    def proposal(self) -> Proposal | None:
        """The last one: another is only made once it was answered."""
        proposals = self.assignment.proposals.select_related("member", "assignment__member")
        return proposals.order_by("pk").last()

    def take(self, form: Form) -> None:
        if self.proposal is None:
            raise NotPossible(_("The member has proposed nothing."))
        workflow.answer_proposal(
            self.proposal,
            by=self.user,
            accept=form.cleaned_data["answer"] == YES,
            reason=form.cleaned_data["reason"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.proposal is None:
            return context
        other = self.proposal.member
        return {
            **context,
            "quoted": self.proposal.reason,
            "quoted_from": _what(self.proposal),
            "cautions": known_of([other], self.review).get(other.pk, []) if other else [],
        }


def _what(proposal: Proposal) -> str:
    facts = {"member": proposal.assignment.member, "other": proposal.member}
    if proposal.sign_by is None:
        return _("%(member)s proposes %(other)s instead") % facts
    return _("%(member)s proposes to sign by %(new)s instead of %(old)s") % {
        **facts,
        "new": date_format(proposal.sign_by),
        "old": date_format(proposal.assignment.sign_by),
    }


class AskAgain(AssignmentStep):
    """After the member declined, or the assignment was handed back."""

    name = "ask-again"
    form_class = NothingForm
    title = gettext_lazy("Ask this member again")
    explanation = gettext_lazy(
        "The member is asked anew, by dates of the policy from today. What was answered before "
        "stays in the history."
    )
    button = gettext_lazy("Ask again")
    done = gettext_lazy("Asked again. The member has been told.")

    def take(self, form: Form) -> None:
        del form
        workflow.reopen_assignment(self.assignment, by=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.assignment
        return super().get_context_data(
            quoted=own.release_reason or own.response_reason,
            quoted_from=_("Why the member is not asked now"),
            **kwargs,
        )


def next_step(
    assignment: Assignment, review: Review, user: User | AnonymousUser
) -> tuple[str, str] | None:
    """The label and address of the answer that is waited for, if this person may give it."""
    if State(review.state) is not State.UNDER_REVIEW or not permissions.may_manage(user):
        return None
    if not assignment.is_active:
        return _step(AskAgain, assignment)
    if any(each.answered_at is None for each in assignment.proposals.all()):
        return _step(AnswerProposal, assignment)
    return None


def _step(step: type[Step], assignment: Assignment) -> tuple[str, str]:
    return str(step.title), reverse(f"admin:editorial_assignment_{step.name}", args=[assignment.pk])


ANSWER_STEPS: Sequence[type[Step]] = [AnswerProposal, AskAgain]
