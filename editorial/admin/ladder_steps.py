"""The ladders of one tier, each changed on a page of its own that leads back to the policy."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from editorial import ladders, permissions, workflow
from editorial.admin.ladder_form import LadderForm
from editorial.admin.steps import Step, change_url
from editorial.models import Ladder, Policy


class ChangeLadder(Step):
    """The ladder of one clock of the policy's tier."""

    template_name = "admin/editorial/change_ladder.html"
    clock: Ladder.Clock
    form_class = LadderForm
    explanation = _(
        "The change is a new version: it counts for every reminder that is planned from the next "
        "minute on. What was sent stays sent."
    )
    button = _("Change the ladder")
    done = _("Changed. Reminders follow the new ladder from now on.")

    def is_allowed(self) -> bool:
        return permissions.may_change_policies(self.request.user)

    def back(self) -> str:
        return change_url(self.policy)

    @property
    def policy(self) -> Policy:
        policy: Policy = self.subject
        return policy

    def get_initial(self) -> dict[str, Any]:
        current = ladders.in_force(self.policy.tier, self.clock)
        names = ("days", "repeat_every", "lead_after", "all_after")
        return {name: getattr(current, name) for name in names} | {"instead_of": current.number}

    def take(self, form: Form) -> None:
        workflow.change_ladder(self.policy.tier, self.clock, by=self.user, **form.cleaned_data)


class ReviewLadder(ChangeLadder):
    name = "review-ladder"
    clock = Ladder.Clock.REVIEW
    title = _("Reminders of the next review")


class RespondLadder(ChangeLadder):
    name = "respond-ladder"
    clock = Ladder.Clock.RESPOND
    title = _("Reminders of the date to answer by")


class SignLadder(ChangeLadder):
    name = "sign-ladder"
    clock = Ladder.Clock.SIGN
    title = _("Reminders of the date to sign by")


LADDER_STEPS: Sequence[type[ChangeLadder]] = [ReviewLadder, RespondLadder, SignLadder]
