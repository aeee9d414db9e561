"""The rules of one tier as a form."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.models import Policy

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Policy]
else:
    ModelForm = forms.ModelForm

AGES = ("oldest_median_years", "oldest_source_years")


class PolicyForm(ModelForm):
    class Meta:
        model = Policy
        exclude: list[str] = []
        help_texts = {
            "most_own_percent": gettext_lazy(
                "Of all citations. 100 never warns. What is our own: setting OWN_PUBLICATIONS."
            ),
            "least_primary_percent": gettext_lazy(
                "Of all citations: trials and other original research. 0 never warns."
            ),
            "least_identified_percent": gettext_lazy(
                "Of the sources, each once: DOI, PMID, PMCID, ISBN, set id or NCT number."
            ),
            "least_checked_percent": gettext_lazy(
                "Of the sources that have a DOI or PubMed number, by which others can be asked."
            ),
            "oldest_median_years": gettext_lazy("Half of the sources are older than the median."),
            "oldest_source_years": gettext_lazy("Any source that is older is named."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in AGES:
            if name in self.fields:  # absent for whoever may only look
                self.fields[name].validators.append(MinValueValidator(1))
                self.fields[name].widget.attrs["min"] = 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        median, oldest = (cleaned.get(name) for name in AGES)
        if median and oldest and oldest < median:
            self.add_error(
                "oldest_source_years",
                _("Half of the sources are older than the median: allow at least %(years)d.")
                % {"years": median},
            )
        return cleaned
