"""What readers type: into the search box, and as a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.passages import LONGEST_QUESTION
from articles.search import LONGEST_QUERY


class SearchForm(forms.Form):
    """Words to look for."""

    q = forms.CharField(
        label=_("Words to look for"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={
            "max_length": _("Use at most %(limit_value)d characters. You sent %(show_value)d.")
        },
    )


class AskForm(forms.Form):
    """A question in the reader's own words."""

    q = forms.CharField(
        label=_("Your question"),
        required=False,
        max_length=LONGEST_QUESTION,
        error_messages={
            "max_length": _("Use at most %(limit_value)d characters. You sent %(show_value)d.")
        },
    )
