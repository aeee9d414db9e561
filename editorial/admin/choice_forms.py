"""Which board members are asked, and by when they answer and sign."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.models import BoardMember

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def date_field(label: "_StrPromise") -> forms.DateField:
    """A date that may stay empty; the browser's own calendar where it has one."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=_("Left empty, the policy gives the date."),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give the date like 2025-11-04.")},
    )


class MembersForm(forms.Form):
    """Which of the members that may judge the version are asked, and by when."""

    members = forms.ModelMultipleChoiceField(
        label=_("Board members to ask"),
        queryset=BoardMember.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one board member."),
            "invalid_choice": _("A member you chose cannot be asked now. Choose again."),
        },
    )
    respond_by = date_field(_("Answer by"))
    sign_by = date_field(_("Sign by"))

    def __init__(self, *args: Any, eligible: Iterable[BoardMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = BoardMember.objects.filter(pk__in=[member.pk for member in eligible])
