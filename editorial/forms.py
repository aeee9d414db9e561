"""What board members fill in at their desk. Which answers are allowed is the workflow's to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from editorial.states import Conflict, Verdict

LONGEST_REASON = 10_000
LONGEST_PASSWORD = 1_000
LONGEST_CODE = 100
TOO_LONG = {
    "max_length": _(
        "Shorten this to %(limit_value)d characters; it has %(show_value)d. Your text is kept here."
    )
}
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


class IdentityForm(forms.Form):
    """The password again, and a code where the account has codes."""

    password = TextField(
        strip=False,
        max_length=LONGEST_PASSWORD,
        error_messages={
            "required": _("Give your password. It stands for your signature."),
            "max_length": _("This is too long to be your password."),
        },
    )
    code = TextField(
        required=False,
        max_length=LONGEST_CODE,
        error_messages={"max_length": _("This is too long to be a code.")},
    )


class SignOffForm(IdentityForm):
    """Verdict, reason, answers and password. The digest names the text that was on the page.

    `questions` are the policy's; each has a field `answer_0`, `answer_1`, ….
    """

    verdict = forms.ChoiceField(
        choices=Verdict.choices,
        error_messages={
            "required": _("Choose a verdict."),
            "invalid_choice": _("Choose a verdict."),
        },
    )
    reason = TextField(required=False, max_length=LONGEST_REASON, error_messages=TOO_LONG)
    digest = forms.Field(required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, questions: Sequence[str] = ()
    ) -> None:
        super().__init__(data)
        for place, question in enumerate(questions):
            self.fields[answer_field(place)] = TextField(
                label=question,
                required=False,
                max_length=LONGEST_REASON,
                error_messages=TOO_LONG,
            )
        self.questions_asked = len(questions)

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[answer_field(place)] for place in range(self.questions_asked)]

    def arguments(self) -> dict[str, Any]:
        """What `workflow.sign_off` takes, of a form that is valid."""
        given = dict(self.cleaned_data)
        fields = [answer_field(place) for place in range(self.questions_asked)]
        return given | {"answers": [given.pop(field) for field in fields]}

    def typed(self) -> list[str]:
        """What would be a pity to lose."""
        return [field.value() for field in (self["reason"], *self.answers) if field.value()]


def answer_field(place: int) -> str:
    return f"answer_{place}"


class TakeBackForm(IdentityForm):
    """Why a signature is withdrawn."""

    reason = TextField(
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why. The reason is kept.")} | TOO_LONG,
    )
