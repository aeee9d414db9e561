"""Steps that are taken from a review's page."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import permissions, workflow
from editorial.admin.forms import MembersForm, ReasonForm
from editorial.admin.steps import Step, change_url
from editorial.eligibility import why_not
from editorial.models import BoardMember, Review


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


class ChooseMembers(ReviewStep):
    """Shows every member: those who may judge the version, and why the others may not."""

    form_class: type[Form] = MembersForm

    @cached_property
    def reasons(self) -> list[tuple[BoardMember, str]]:
        """Every member with why not; an empty reason means that the member can be asked."""
        today = timezone.now().date()
        asked = set(self.review.assignments.values_list("member_id", flat=True))
        return [
            (
                member,
                _("Asked already.")
                if member.pk in asked
                else why_not(member, self.review.version, on=today),
            )
            for member in BoardMember.objects.select_related("user")
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        eligible = [member for member, reason in self.reasons if not reason]
        return {**super().get_form_kwargs(), "eligible": eligible}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        not_eligible = [(member, reason) for member, reason in self.reasons if reason]
        return super().get_context_data(not_eligible=not_eligible, **kwargs)


class Begin(ChooseMembers):
    name = "begin"
    title = gettext_lazy("Begin the review")
    explanation = gettext_lazy("Each member you choose is asked to read the version and to sign.")
    button = gettext_lazy("Begin the review")
    done = gettext_lazy("Begun. The members have been asked.")

    def take(self, form: Form) -> None:
        workflow.begin(self.review, by=self.user, members=form.cleaned_data["members"])


class Assign(ChooseMembers):
    name = "assign"
    title = gettext_lazy("Ask further members")
    explanation = gettext_lazy("For instance after one recused themselves.")
    button = gettext_lazy("Ask them")
    done = gettext_lazy("The members have been asked.")

    def take(self, form: Form) -> None:
        workflow.assign(self.review, by=self.user, members=form.cleaned_data["members"])


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


REVIEW_STEPS: Sequence[type[Step]] = [Begin, Assign, ReturnForChanges, Withdraw]
