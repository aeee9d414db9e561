"""What a disclosure says, for the desk and the admin. What is allowed is the verb's to say."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.disclosing import LONGEST_ENTITY, LONGEST_STATEMENT
from editorial.forms import TextField
from editorial.models import Disclosure
from editorial.states import DisclosureItem


class DayField(forms.DateField):
    """A day, chosen from a calendar where the browser has one."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {
        "invalid": _("Give a day, such as 2026-11-04."),
        "required": _("Give a day."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class DisclosureForm(forms.Form):
    """A relationship, activity or interest with its dates (ICMJE)."""

    item = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose one")), *DisclosureItem.choices],
        error_messages={
            "required": _("Choose what kind of interest it is."),
            "invalid_choice": _("Choose what kind of interest it is."),
        },
    )
    entity = TextField(
        label=_("With whom"),
        max_length=LONGEST_ENTITY,
        help_text=_("A company, an institution, a person."),
        error_messages={"required": _("Say with whom: a company, an institution, a person.")},
    )
    statement = TextField(
        label=_("What it is"),
        required=False,
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In plain words. Readers see it on the page of the member."),
    )
    began_on = DayField(label=_("From"))
    ended_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The last day, if it is known. It can be added later."),
    )


class EndDisclosureForm(forms.Form):
    """The last day of a disclosure."""

    ended_on = DayField(label=_("Last day"))


class ChosenDisclosureForm(EndDisclosureForm):
    """Which of a member's disclosures is over, and since when."""

    disclosure = forms.ModelChoiceField(
        label=_("What is over"),
        queryset=Disclosure.objects.none(),
        error_messages={
            "required": _("Choose what is over."),
            "invalid_choice": _("Choose what is over."),
        },
    )
    field_order = ["disclosure", "ended_on"]

    def __init__(self, *args: Any, disclosures: Iterable[Disclosure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["disclosure"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Disclosure.objects.filter(pk__in=[each.pk for each in disclosures])
