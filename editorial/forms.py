"""What board members fill in at their desk. Which answers are allowed is the workflow's to say."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from editorial.states import Conflict, Verdict

LONGEST_REASON = 10_000
LONGEST_PASSWORD = 1_000
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def refuse_broken_characters(text: str) -> None:
    """Half a surrogate pair is no character: it can neither be stored nor sent back."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError(
            _("This holds a broken character. It is marked %(mark)s: please type it again."),
            params={"mark": REPLACEMENT},
            code="broken-character",
        )


def readable(text: str) -> str:
    """The text as it can be shown again, with a mark for each broken character."""
    return "".join(REPLACEMENT if "\ud800" <= c <= "\udfff" or c == "\0" else c for c in text)


class TextField(forms.CharField):
    """Text of a person. What cannot be shown again is marked in what is given back."""

    default_validators = [refuse_broken_characters]

    def bound_data(self, data: object, initial: object) -> object:
        value: object = super().bound_data(data, initial)
        return readable(value) if isinstance(value, str) else value


class ConflictForm(forms.Form):
    """The conflict-of-interest question (ICMJE). It comes before the text and the signature."""

    conflict = forms.ChoiceField(
        choices=[
            (Conflict.NONE, Conflict.NONE.label),
            (Conflict.DECLARED, Conflict.DECLARED.label),
        ],
        error_messages={
            "required": _("Answer whether you have a conflict of interest."),
            "invalid_choice": _("Answer whether you have a conflict of interest."),
        },
    )
    statement = TextField(
        required=False,
        max_length=LONGEST_REASON,
        error_messages={"max_length": _("Shorten this to %(limit_value)d characters.")},
    )


class SignOffForm(forms.Form):
    """Verdict, reason and password. The digest names the text that was on the page."""

    verdict = forms.ChoiceField(
        choices=Verdict.choices,
        error_messages={
            "required": _("Choose a verdict."),
            "invalid_choice": _("Choose a verdict."),
        },
    )
    reason = TextField(
        required=False,
        max_length=LONGEST_REASON,
        error_messages={
            "max_length": _(
                "Shorten this to %(limit_value)d characters; it has %(show_value)d. "
                "Your text is kept here."
            )
        },
    )
    password = TextField(
        strip=False,
        max_length=LONGEST_PASSWORD,
        error_messages={
            "required": _("Give your password. It stands for your signature."),
            "max_length": _("This is too long to be your password."),
        },
    )
    digest = forms.Field(required=False)
