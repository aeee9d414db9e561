"""Steps that are taken from a reference's page: keeping it despite a notice, or no longer."""

from collections.abc import Sequence

from django import forms
from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.source_words import ABOVE, BESIDE, worded
from editorial import permissions, workflow
from editorial.acceptance import LONGEST_REASON
from editorial.admin.forms import ReasonForm
from editorial.admin.steps import Step, change_url
from editorial.forms import TextField
from editorial.source_places import citing
from references.models import Reference, Retraction
from references.standing import family


class KeepForm(forms.Form):
    """Why the source is kept. Readers get it too."""

    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Readers get it, beside the source and above the text. For instance: “Retracted and "
            "replaced by its authors; the corrected analysis supports the same sentence.”"
        ),
        error_messages={"required": gettext_lazy("Say why.")},
    )


class SourceStep(Step):
    """A step of a source."""

    @property
    def source(self) -> Reference:
        source: Reference = self.subject
        return source

    @property
    def work(self) -> family.Work:
        return family.work_of(self.source)

    def is_allowed(self) -> bool:
        return permissions.may_manage(self.request.user)

    def back(self) -> str:
        return change_url(self.source)

    def stands(self) -> str:
        """The notice, and how many articles it concerns."""
        work = self.work
        standing = Retraction(work.lead.retraction)
        words = worded(BESIDE, standing, work.lead.retracted_on) if standing in ABOVE else ""
        count = citing([row.pk for row in work.rows]).count()
        concerned = ngettext(
            "%(count)d article that readers have, or that is under review, cites it.",
            "%(count)d articles that readers have, or that are under review, cite it.",
            count,
        ) % {"count": count}
        return f"{words}. {concerned}" if words else _("It has no such notice. ") + concerned


class Keep(SourceStep):
    name = "keep"
    form_class = KeepForm
    title = gettext_lazy("Keep this source despite its notice")
    button = gettext_lazy("Keep it")
    done = gettext_lazy("Kept. Readers see the notice with your reason; those concerned are told.")

    @property
    def explanation(self) -> str:  # type: ignore[override] # it names the notice
        return (
            self.stands()
            + " "
            + _(
                "Readers go on seeing the notice, now with your reason. Drafts that cite the "
                "source can be submitted again. A re-review that was opened goes on."
            )
        )

    def take(self, form: Form) -> None:
        workflow.accept_source(self.source, by=self.user, reason=form.cleaned_data["reason"])


class NoLongerKeep(SourceStep):
    name = "no-longer-keep"
    form_class = ReasonForm
    title = gettext_lazy("No longer keep this source")
    button = gettext_lazy("No longer keep it")
    done = gettext_lazy("No longer kept. Those concerned are told.")
    is_grave = True

    @property
    def explanation(self) -> str:  # type: ignore[override] # it names the notice
        return (
            self.stands()
            + " "
            + _(
                "Readers are warned of the source again, and every live article that cites it is "
                "re-reviewed."
            )
        )

    def take(self, form: Form) -> None:
        workflow.no_longer_accept_source(
            self.source, by=self.user, reason=form.cleaned_data["reason"]
        )


SOURCE_STEPS: Sequence[type[Step]] = [Keep, NoLongerKeep]


def step_offered(reference: Reference) -> type[Step] | None:
    """The one that is possible now, if any."""
    lead = family.work_of(reference).lead
    if lead.is_accepted:
        return NoLongerKeep
    return Keep if lead.retraction in ABOVE else None
