"""What members fill in beside a section while they read, and editors to settle a comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.commenting import LONGEST_COMMENT, LONGEST_QUOTE
from editorial.forms import TextField
from editorial.states import Weight

_TOO_LONG = {
    "max_length": _(
        "Shorten this to %(limit_value)d characters; it has %(show_value)d. Your text is kept here."
    )
}
_NO_SECTION = _("Open the review again: the page did not say which section is meant.")


class CommentForm(forms.Form):
    """A remark on a section, or on a passage of it as it was copied."""

    section = forms.IntegerField(
        min_value=0,
        error_messages={"required": _NO_SECTION, "invalid": _NO_SECTION, "min_value": _NO_SECTION},
    )
    quote = TextField(required=False, max_length=LONGEST_QUOTE, error_messages=_TOO_LONG)
    weight = forms.ChoiceField(
        choices=Weight.choices,
        error_messages={
            "required": _("Choose how much weight your comment has."),
            "invalid_choice": _("Choose how much weight your comment has."),
        },
    )
    text = TextField(
        max_length=LONGEST_COMMENT,
        error_messages={"required": _("Write your comment: it has no text yet."), **_TOO_LONG},
    )


class SettlementForm(forms.Form):
    """What came of a comment."""

    comment = forms.IntegerField(min_value=1)
    settlement = TextField(
        max_length=LONGEST_COMMENT,
        error_messages={
            "required": _("Say what came of it: what was changed, or why nothing was."),
            **_TOO_LONG,
        },
    )


class TickForm(forms.Form):
    """Which section was read."""

    section = forms.IntegerField(min_value=0)
