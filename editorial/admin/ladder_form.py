"""A ladder of reminders as a form."""

import re
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import ladders
from editorial.admin.forms import LONGEST_REASON
from editorial.forms import TextField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: What people type for a minus sign.
MINUS: Final = re.compile("[\N{MINUS SIGN}\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
APART: Final = re.compile(r"[\s,;]+")
LONGEST_LIST: Final = 500


class DaysField(TextField):
    """Days relative to a date, typed in a row."""

    def prepare_value(self, value: object) -> object:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: object) -> list[int]:
        text = MINUS.sub("-", super().clean(value))
        try:
            days = [int(part) for part in APART.split(text.strip(" ,;\n\t")) if part]
        except ValueError:
            raise ValidationError(
                _("Give whole days with a comma between them, such as -30, -7, 0.")
            ) from None
        return sorted(set(days))


def _number(label: "_StrPromise", least: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        validators=[MinValueValidator(least), MaxValueValidator(ladders.MOST_DAYS)],
        error_messages={
            "required": gettext_lazy("Give a number of days."),
            "invalid": gettext_lazy("Give a whole number of days."),
        },
        widget=forms.NumberInput(attrs={"min": least, "max": ladders.MOST_DAYS}),
    )


class LadderForm(forms.Form):
    """A new version of a ladder, and why."""

    days = DaysField(
        label=gettext_lazy("Reminders on these days"),
        max_length=LONGEST_LIST,
        error_messages={"required": gettext_lazy("Name at least the day itself: 0.")},
        help_text=gettext_lazy(
            "With a minus before the date, 0 on it, without a sign after it: -30, -7, 0, 7."
        ),
    )
    repeat_every = _number(gettext_lazy("After the last of them, every so many days"), 0)
    lead_after = _number(
        gettext_lazy("Days after the date on which the managing editor of the specialty hears"), 1
    )
    all_after = _number(gettext_lazy("Days after the date on which all managing editors hear"), 1)
    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the history, beside the old version and the new."),
        error_messages={"required": gettext_lazy("Say why.")},
    )
    instead_of = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["repeat_every"].help_text = _("0: never again.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, problem in ladders.problems(cleaned).items():
            self.add_error(name, problem)
        if "instead_of" in self.errors:
            self.add_error(None, _("This page is no longer as it was. Open it again."))
        return cleaned
