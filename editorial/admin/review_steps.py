"""Steps that are taken from a review's page."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy

from editorial import permissions, workflow
from editorial.admin.forms import ReasonForm
from editorial.admin.steps import Step, change_url
from editorial.models import Review


class ReviewStep(Step):
    """A step of a review."""

    @property
    def review(self) -> Review:
        review: Review = self.subject
        return review

    def is_allowed(self) -> bool:
        return permissions.may_manage(self.request.user)

    def back(self) -> str:
        return change_url(self.review)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review=self.review, article=self.review.article, **kwargs)


class ReturnForChanges(ReviewStep):
    name = "return"
    form_class = ReasonForm
    title = gettext_lazy("Return for changes")
    explanation = gettext_lazy("This review ends. The editor mends the draft and submits it again.")
    button = gettext_lazy("Return for changes")
    done = gettext_lazy("Returned. The editors have been told.")

    def take(self, form: Form) -> None:
        workflow.return_for_changes(self.review, by=self.user, reason=form.cleaned_data["reason"])


class Withdraw(ReviewStep):
    name = "withdraw"
    form_class = ReasonForm
    title = gettext_lazy("Withdraw from review")
    explanation = gettext_lazy(
        "This review ends without a verdict. The draft stays, and what readers see stays."
    )
    button = gettext_lazy("Withdraw")
    done = gettext_lazy("Withdrawn. Those involved have been told.")

    def is_allowed(self) -> bool:
        return permissions.may_withdraw(self.request.user, self.review)

    def take(self, form: Form) -> None:
        workflow.withdraw(self.review, by=self.user, reason=form.cleaned_data["reason"])


REVIEW_STEPS: Sequence[type[Step]] = [ReturnForChanges, Withdraw]
