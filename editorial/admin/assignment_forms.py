"""What the steps about one assignment ask for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.admin.forms import ReasonForm
from editorial.models import BoardMember


class NothingForm(forms.Form):
    """A button, and nothing to fill in."""


class ReassignForm(ReasonForm):
    """Who is asked instead, and why."""

    member = forms.ModelChoiceField(
        label=_("Board member to ask instead"),
        queryset=BoardMember.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a board member."),
            "invalid_choice": _("This member cannot be asked now. Choose another one."),
        },
    )
    field_order = ["member", "reason"]

    def __init__(self, *args: Any, eligible: Iterable[BoardMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = BoardMember.objects.filter(pk__in=[member.pk for member in eligible])


class ExtendForm(ReasonForm):
    """The new date, and why."""

    sign_by = forms.DateField(
        label=_("Sign by"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a date."),
            "invalid": _("Give the date like 2025-11-04."),
        },
    )
    may_be_earlier = forms.BooleanField(
        label=_("The date may be earlier than the one so far"), required=False
    )
    field_order = ["sign_by", "may_be_earlier", "reason"]
