"""Waiving a declared conflict of interest, from the page of the review."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext_lazy

from editorial import permissions, workflow
from editorial.admin.forms import ReasonForm
from editorial.admin.steps import Step, change_url
from editorial.models import Assignment
from editorial.states import Conflict, State


class WaiveConflict(Step):
    """For managing editors, but not for a conflict of their own."""

    name = "waive"
    form_class = ReasonForm
    title = gettext_lazy("Waive the conflict of interest")
    explanation = gettext_lazy(
        "The member may then sign although the conflict stands. Readers are shown the conflict, "
        "who waived it, and your reason. Another answer of the member ends the waiver."
    )
    button = gettext_lazy("Waive it")
    done = gettext_lazy("Waived. The member has been told.")
    is_grave = True

    @property
    def assignment(self) -> Assignment:
        assignment: Assignment = self.subject
        return assignment

    def is_allowed(self) -> bool:
        return may_waive(self.assignment, self.request.user)

    def back(self) -> str:
        return change_url(self.assignment.review)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.assignment.review
        return super().get_context_data(
            review=review,
            article=review.article,
            quoted=self.assignment.conflict_statement,
            quoted_from=self.assignment.member,
            **kwargs,
        )

    def take(self, form: Form) -> None:
        workflow.waive_conflict(self.assignment, by=self.user, reason=form.cleaned_data["reason"])


def may_waive(assignment: Assignment, user: User | AnonymousUser) -> bool:
    """Who may take the step; whether it is possible is the verb's to say."""
    return permissions.may_manage(user) and assignment.member.user_id != user.pk


def waiver_address(assignment: Assignment, user: User | AnonymousUser) -> str:
    """Where this person waives the conflict; empty where there is nothing for them to waive."""
    waits = (
        assignment.conflict == Conflict.DECLARED
        and assignment.waived_at is None
        and assignment.is_active
        and assignment.review.state == State.UNDER_REVIEW
    )
    if not waits or not may_waive(assignment, user):
        return ""
    return reverse("admin:editorial_assignment_waive", args=[assignment.pk])
