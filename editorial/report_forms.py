"""What readers report, and how editors answer it."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from editorial.forms import TOO_LONG, TextField, refuse_broken_characters
from editorial.models import ReaderReport
from editorial.reader_reports import DAYS_TO_ASK, LONGEST_REPORT, LONGEST_SETTLEMENT

LONGEST_ADDRESS = 254


class AddressField(TextField):
    """A mail address, given back as it was typed."""

    widget = forms.EmailInput
    default_validators = [refuse_broken_characters, validate_email]


class ReportForm(forms.Form):
    """`website` is filled in by programs only: people are told to leave it empty, and see none."""

    text = TextField(
        label=_("What is wrong or out of date?"),
        help_text=_("Say which sentence, and where it says otherwise if you know."),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what is wrong. Nothing was sent yet."), **TOO_LONG},
    )
    contact = AddressField(
        label=_("Your e-mail address (may stay empty)"),
        help_text=format_lazy(
            _(
                "Only editors see it, in case they have a question for you. It is deleted {days}"
                " days after they have settled your report."
            ),
            days=DAYS_TO_ASK,
        ),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("This is no e-mail address. Mend it, or leave the field empty."),
            "max_length": _("This is too long to be an e-mail address."),
        },
    )
    website = TextField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_by_a_program(self) -> bool:
        return bool(self.cleaned_data["website"])


class SettleReportForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("The report is"),
        choices=[
            (ReaderReport.Verdict.CONFIRMED, _("confirmed: something is to be done")),
            (ReaderReport.Verdict.DISMISSED, _("dismissed: nothing is to be done")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose whether you confirm or dismiss the report."),
            "invalid_choice": _("Choose whether you confirm or dismiss the report."),
        },
    )
    settlement = TextField(
        label=_("What was done, or why nothing is"),
        max_length=LONGEST_SETTLEMENT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say what was done, or why nothing is. It is kept."),
            **TOO_LONG,
        },
    )


class WantedReportsForm(forms.Form):
    """Which reports are listed: those that wait for an answer unless chosen otherwise."""

    WAITING, ALL = "waiting", "all"

    verdict = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (WAITING, _("waiting for an answer")),
            (ReaderReport.Verdict.CONFIRMED, _("confirmed")),
            (ReaderReport.Verdict.DISMISSED, _("dismissed")),
            (ALL, _("all")),
        ],
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    article = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("There is no such article.")
        ),
    )

    def wanted(self) -> dict[str, Any]:
        """As conditions of a query, of what is valid."""
        given = getattr(self, "cleaned_data", {})
        verdict = given.get("verdict") or self.WAITING
        found: dict[str, Any] = {} if verdict == self.ALL else {"verdict": verdict}
        if verdict == self.WAITING:
            found["verdict"] = ReaderReport.Verdict.OPEN
        if article := given.get("article"):
            found["article"] = article
        return found
