"""What the steps of the workflow ask for. Whether a step is possible is the workflow's to say."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Article
from editorial.forms import TextField
from editorial.states import Kind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_REASON = 5_000
FIRST: Final = [Kind.NEW]
LATER: Final = [Kind.REVISION, Kind.CORRECTION, Kind.RE_REVIEW]
#: What each kind of review asks of whom, and what it does to the dates.
EXPLAINED: Final = {
    Kind.NEW: _("New article: the board reads it in full before readers get it."),
    Kind.REVISION: _(
        "Revision: the text says something else than before. The board reads it in full, and the "
        "next review date is set anew."
    ),
    Kind.CORRECTION: _(
        "Correction: spelling and punctuation only, no number, drug, source or advice. One member "
        "signs, and the dates of the full review stay."
    ),
    Kind.RE_REVIEW: _(
        "Re-review: the live text stays as it is, whatever the draft says. The board signs it "
        "anew, and the next review date is set anew."
    ),
}


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

    def __init__(
        self, *args: Any, article: Article, beyond_correction: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = FIRST if article.live_version_id is None else LATER
        if article.is_withdrawn:  # a correction would not give it back
            kinds = [kind for kind in LATER if kind != Kind.CORRECTION]
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind.value, EXPLAINED[kind]) for kind in kinds]
        field.initial = kinds[0].value
        if beyond_correction:
            field.help_text = ngettext(
                "As the draft stands, %(count)d change in it is more than a correction.",
                "As the draft stands, %(count)d changes in it are more than a correction.",
                beyond_correction,
            ) % {"count": beyond_correction}


class ReasonForm(forms.Form):
    """Why. It is kept in the history and sent to those involved."""

    reason = TextField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Kept in the history and sent to those involved."),
        error_messages={"required": _("Say why.")},
    )


class KeptReasonForm(ReasonForm):
    """Why. Nobody is written to for it alone."""

    kept: "StrOrPromise" = _("Kept in the history.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = self.kept
