"""Steps that are taken from an article's page."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from articles.admin.places import placed, prefixes_of
from articles.findings import check
from articles.models import Article
from editorial import permissions, submission, workflow
from editorial.admin.comment_panel import comment_panel
from editorial.admin.forms import ReasonForm, SubmitForm
from editorial.admin.steps import Step, change_url


class ArticleStep(Step):
    """A step of an article."""

    @property
    def article(self) -> Article:
        article: Article = self.subject
        return article

    def back(self) -> str:
        return change_url(self.article)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(article=self.article, **kwargs)


class Submit(ArticleStep):
    name = "submit"
    form_class = SubmitForm
    title = _("Submit for review")
    explanation = _(
        "The draft as it is saved becomes a version that nobody can change. You can keep drafting "
        "while it is reviewed."
    )
    button = _("Submit for review")
    done = _("Submitted. The managing editors have been told.")

    def is_allowed(self) -> bool:
        return permissions.may_submit(self.request.user, self.article)

    def get_form_kwargs(self) -> dict[str, Any]:
        live = self.article.live_version
        beyond = submission.beyond_correction(self.article, live) if live else []
        return {
            **super().get_form_kwargs(),
            "article": self.article,
            "beyond_correction": len(beyond),
        }

    def take(self, form: Form) -> None:
        workflow.submit(
            self.article,
            by=self.user,
            note=form.cleaned_data["note"],
            kind=form.cleaned_data["kind"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = kwargs.pop("findings", None)
        found = placed(
            check(self.article) if findings is None else findings, prefixes_of(self.article)
        )
        panel = {
            "article": self.article,
            "comments": comment_panel(self.article),
            "findings": found,
            "blocking": sum(place.finding.blocks for place in found),
        }
        return super().get_context_data(panel=panel, **kwargs)


class Retire(ArticleStep):
    name = "retire"
    form_class = ReasonForm
    title = _("Retire this article")
    explanation = _("Readers no longer get the text, at once. Its address says that it is retired.")
    button = _("Retire")
    done = _("Retired. Readers are told so at its address.")
    is_grave = True

    def is_allowed(self) -> bool:
        return permissions.may_manage(self.request.user)

    def take(self, form: Form) -> None:
        workflow.retire(self.article, by=self.user, reason=form.cleaned_data["reason"])


class Reinstate(ArticleStep):
    name = "reinstate"
    form_class = ReasonForm
    title = _("Reinstate this article")
    explanation = _("Readers get its approved version again, at once.")
    button = _("Reinstate")
    done = _("Reinstated. Readers get its approved version again.")

    def is_allowed(self) -> bool:
        return permissions.may_manage(self.request.user)

    def take(self, form: Form) -> None:
        workflow.reinstate(self.article, by=self.user, reason=form.cleaned_data["reason"])


ARTICLE_STEPS: Sequence[type[Step]] = [Submit, Retire, Reinstate]
