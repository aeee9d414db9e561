"""What members fill in about being asked, and about being away."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.forms import LONGEST_REASON, TextField
from editorial.models import BoardMember

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def reason_field(help_text: "_StrPromise") -> TextField:
    """Why, in the person's own words."""
    return TextField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
        error_messages={
            "required": _("Say why."),
            "max_length": _("Shorten this to %(limit_value)d characters. Your text is kept here."),
        },
    )


def day_field(label: "_StrPromise") -> forms.DateField:
    """A date, with the browser's own calendar where it has one."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a date."),
            "invalid": _("Give the date like 2025-11-04."),
        },
    )


def member_field(label: "_StrPromise") -> "forms.ModelChoiceField[BoardMember]":
    return forms.ModelChoiceField(
        label=label,
        queryset=BoardMember.objects.none(),
        empty_label=_("Choose a member"),
        error_messages={
            "required": _("Choose a member."),
            "invalid_choice": _("This member cannot be chosen now. Choose another one."),
        },
    )


class NothingForm(forms.Form):
    """A button, and nothing to fill in."""


class DeclineForm(forms.Form):
    """Why not."""

    reason = reason_field(_("The managing editors read it. It is kept in the history."))


class ProposeDateForm(forms.Form):
    """Until when instead, and why."""

    sign_by = day_field(_("I could sign by"))
    reason = reason_field(_("The managing editors read it and answer."))
    field_order = ["sign_by", "reason"]


class ProposeMemberForm(forms.Form):
    """Who instead, and why."""

    member = member_field(_("Who could do it"))
    reason = reason_field(_("The managing editors read it and answer."))
    field_order = ["member", "reason"]

    def __init__(self, *args: Any, members: Iterable[BoardMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "member", members)


class AwayForm(forms.Form):
    """Who is away, from when to when, and who stands in. `members` of one need not be chosen."""

    member = member_field(_("Who is away"))
    to = member_field(_("Who stands in"))
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    reason = reason_field(_("It is kept in the history, and the stand-in reads it."))
    hand_over = forms.BooleanField(
        label=_("Hand over what has been asked and not signed"), required=False
    )

    def __init__(
        self,
        *args: Any,
        members: Iterable[BoardMember],
        stand_ins: Iterable[BoardMember],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "member", members)
        offer(self, "to", stand_ins)


def offer(form: forms.Form, name: str, members: Iterable[BoardMember]) -> None:
    """The members that can be chosen in this field."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = BoardMember.objects.filter(pk__in=[member.pk for member in members])
