"""Which of the open reviews are shown, from the address."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Specialty
from editorial.models import BoardMember
from editorial.oversight.reviews import Wanted
from editorial.states import State

if TYPE_CHECKING:
    OfSpecialties = forms.ModelChoiceField[Specialty]
else:
    OfSpecialties = forms.ModelChoiceField


class SpecialtyField(OfSpecialties):
    """By its short name in the address."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Specialty"),
            required=False,
            queryset=Specialty.objects.order_by("name"),
            to_field_name="slug",
            empty_label=_("All"),
            error_messages={"invalid_choice": _("There is no such specialty. Choose another one.")},
        )


class WantedForm(forms.Form):
    """Every field may be left out."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            (State.SUBMITTED, State.SUBMITTED.label),
            (State.UNDER_REVIEW, State.UNDER_REVIEW.label),
        ],
        error_messages={"invalid_choice": _("Choose one of the states.")},
    )
    specialty = SpecialtyField()
    member = forms.ModelChoiceField(
        label=_("Waiting for"),
        required=False,
        queryset=BoardMember.objects.order_by("name"),
        to_field_name="slug",
        empty_label=_("Anybody"),
        error_messages={"invalid_choice": _("There is no such member. Choose another one.")},
    )
    late = forms.BooleanField(label=_("Late only"), required=False)

    @property
    def wanted(self) -> Wanted:
        """All of them where what was asked for is no answer."""
        if not self.is_valid():
            return Wanted()
        specialty = self.cleaned_data["specialty"]
        return Wanted(
            state=self.cleaned_data["state"],
            specialty=specialty.slug if specialty else "",
            member=self.cleaned_data["member"],
            only_late=self.cleaned_data["late"],
        )
