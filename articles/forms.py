"""Forms for drafts. What cannot be stored is refused at its field, and stays there as typed."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.draft_history import last_writer
from articles.fingerprint import fingerprint
from articles.models import Article
from articles.text.sanitise import UnreadableText, sanitise
from articles.widgets import ProseWidget
from references.models import Reference

if TYPE_CHECKING:
    from django.http import QueryDict

    ArticleModelForm = forms.ModelForm[Article]
else:
    ArticleModelForm = forms.ModelForm

#: Some 50,000 words. A longer text belongs into several sections.
LONGEST_TEXT = 300_000
LONGEST_SUMMARY = 5_000


class ProseField(forms.CharField):
    """HTML, stored in the canonical form of `articles.text.schema`."""

    widget = ProseWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, strip=False, **kwargs)

    def clean(self, value: object) -> str:
        html = str(super().clean(value))
        try:
            return sanitise(html)
        except UnreadableText as problem:
            raise forms.ValidationError(str(problem), code="unreadable") from problem

    def has_changed(self, initial: object, data: object) -> bool:
        """Whether the text differs, however the browser writes the same HTML."""
        try:
            return sanitise(str(initial or "")) != sanitise(str(data or ""))
        except UnreadableText:
            return True


class ArticleForm(ArticleModelForm):
    """The draft's own fields, and what the draft was when the form was opened."""

    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=LONGEST_SUMMARY,
        help_text=_("The answer in two or three sentences, without citations."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )
    opened_draft = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Article
        exclude: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_draft"] = fingerprint(self.instance)
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = _possible_owners(self.instance.owner_id)

    def clean_summary(self) -> str:
        """With the line ends of this house, not those of the browser."""
        return str(self.cleaned_data["summary"]).replace("\r\n", "\n")

    def clean_listed_references(self) -> "QuerySet[Reference]":
        """What was merged since the page was opened is listed as what it was merged into."""
        chosen: QuerySet[Reference] = self.cleaned_data["listed_references"]
        pairs = chosen.values_list("pk", "merged_into_id")
        return Reference.objects.filter(pk__in={kept or pk for pk, kept in pairs})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk:
            self._refuse_to_overwrite(str(self.data.get(self.add_prefix("opened_draft"), "")))
        return cleaned

    def _refuse_to_overwrite(self, opened: str) -> None:
        """Compare with the draft as it is now, and hold it until the transaction ends."""
        saved = Article.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
        now = fingerprint(saved)
        if opened == now:
            return
        typed = cast("QueryDict", self.data).copy()
        typed[self.add_prefix("opened_draft")] = now
        self.data = typed
        who = last_writer(saved)
        self.add_error(
            None,
            (
                _("%(name)s saved this article after you opened it.") % {"name": who}
                if who
                else _("Someone saved this article after you opened it.")
            )
            + " "
            + _(
                "Nothing of yours was saved yet; all of it is still below. Compare it with the "
                "saved draft (“Preview draft”, or this page in another tab), then save again to "
                "put yours in its place."
            ),
        )


def _possible_owners(present: int | None) -> QuerySet[User]:
    """Active staff, and the present owner even if no longer one of them."""
    return User.objects.filter(Q(is_active=True, is_staff=True) | Q(pk=present)).order_by(
        "first_name", "last_name", "username"
    )
