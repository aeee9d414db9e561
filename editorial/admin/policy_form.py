"""The rules of one tier as a form."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.forms import refuse_broken_characters
from editorial.models import Policy
from editorial.models.policy import AtHardLimit

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Policy]
else:
    ModelForm = forms.ModelForm

LONGEST_QUESTION = 300
MOST_QUESTIONS = 20
AGES = ("oldest_median_years", "oldest_source_years")
#: Most days, and most reports, that anybody may mean; a longer row of digits is a slip.
MOST: Final = {
    "snooze_most_days": 366,
    "hard_limit_days": 3_650,
    "reports_threshold": 1_000,
    "reports_within_days": 3_650,
}


class QuestionsField(forms.Field):
    """A list of texts, typed one per line."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 80})

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> list[str]:
        lines = [" ".join(line.split()) for line in str(value or "").splitlines()]
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        refuse_broken_characters("".join(value))
        if len(value) > MOST_QUESTIONS or any(len(line) > LONGEST_QUESTION for line in value):
            raise ValidationError(
                _("At most %(count)d questions, each of at most %(length)d characters.")
                % {"count": MOST_QUESTIONS, "length": LONGEST_QUESTION}
            )
        if len(set(value)) < len(value):
            raise ValidationError(_("Each question once."))

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))


class PolicyForm(ModelForm):
    questions = QuestionsField(
        label=gettext_lazy("Questions to those who sign"),
        required=False,
        help_text=gettext_lazy(
            "One per line. Asked beside the signature and kept with the answers. Reviews that are "
            "open keep the questions under which they were submitted."
        ),
    )

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
            "snooze_most_days": gettext_lazy(
                "Of one due date, all snoozes taken together. 0: nobody silences a reminder."
            ),
            "hard_limit_days": gettext_lazy("After the due date. Empty: there is no limit."),
            "at_hard_limit": gettext_lazy(
                "A withdrawn page comes back by itself with the approval of its review. A managing "
                "editor's snooze holds the limit back."
            ),
            "reports_threshold": gettext_lazy(
                "So many reports that nobody dismissed make the article due on that day."
            ),
            "reports_within_days": gettext_lazy(
                "Those that came before the last full review was submitted do not count."
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

        for name, most in MOST.items():
            if name in self.fields:
                self.fields[name].validators.append(MaxValueValidator(most))
                self.fields[name].widget.attrs["max"] = most

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._refuse_withdrawal_without_a_limit(cleaned)
        median, oldest = (cleaned.get(name) for name in AGES)
        if median and oldest and oldest < median:
            self.add_error(
                "oldest_source_years",
                _("Half of the sources are older than the median: allow at least %(years)d.")
                % {"years": median},
            )
        return cleaned

    def _refuse_withdrawal_without_a_limit(self, cleaned: dict[str, Any]) -> None:
        """Whoever chooses that pages are withdrawn means some day on which they are."""
        if "hard_limit_days" not in cleaned or cleaned.get("at_hard_limit") != (
            AtHardLimit.WITHDRAW
        ):
            return
        if cleaned["hard_limit_days"] is None:
            self.add_error(
                "hard_limit_days",
                _("Say after how many days pages are withdrawn, or let readers be warned."),
            )
