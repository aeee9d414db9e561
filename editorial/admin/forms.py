"""What the steps of the workflow ask for. Whether a step is possible is the workflow's to say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from editorial.forms import TextField
from editorial.states import Kind

LONGEST_REASON = 5_000


class SubmitForm(forms.Form):
    """A note to the reviewers, and what kind of review is asked for."""

    kind = forms.ChoiceField(label=_("Kind of review"), widget=forms.RadioSelect)
    note = TextField(
        label=_("Note to the managing editors and reviewers"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is new, what to look at. May stay empty."),
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_first = article.live_version_id is None
        kinds = [Kind.NEW] if is_first else [Kind.REVISION, Kind.CORRECTION, Kind.RE_REVIEW]
        explained = {
            Kind.NEW: _("New article"),
            Kind.REVISION: _("Revision: the text changed; reviewed in full"),
            Kind.CORRECTION: _("Correction: a small mistake is mended; the next review date stays"),
            Kind.RE_REVIEW: _("Re-review: the live text stays as it is and is signed again"),
        }
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind.value, explained[kind]) for kind in kinds]
        field.initial = kinds[0].value


class ReasonForm(forms.Form):
    """Why. It is kept in the history and sent to those involved."""

    reason = TextField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kept in the history and sent to those involved."),
        error_messages={"required": _("Say why.")},
    )
