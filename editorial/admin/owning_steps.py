"""The step that gives an article to another owner."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from editorial import permissions, workflow
from editorial.admin.article_steps import ArticleStep
from editorial.admin.steps import Step
from editorial.owning_forms import ReceiverForm


class HandOver(ArticleStep):
    name = "hand-over"
    form_class = ReceiverForm
    title = _("Hand over to another editor")
    explanation = _(
        "The article stays as it is, with its history, open review and dates. Whoever gets it is "
        "told, and is reminded from now on."
    )
    button = _("Hand over")
    done = _("Handed over. The new owner has been told.")

    def is_allowed(self) -> bool:
        return permissions.may_hand_over(self.request.user, self.article.owner)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "owner": self.article.owner}

    def take(self, form: Form) -> None:
        given = form.cleaned_data
        workflow.hand_over_articles(
            self.article.owner,
            to=given["to"],
            by=self.user,
            reason=given["reason"],
            articles=[self.article],
        )


OWNING_STEPS: Sequence[type[Step]] = [HandOver]
