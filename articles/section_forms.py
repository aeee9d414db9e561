"""The sections of a draft as forms."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from articles.forms import ProseField
from articles.models import Article, Section
from articles.text.schema import MOST_SECTIONS
from articles.widgets import ProseWidget

if TYPE_CHECKING:
    from django.http import QueryDict

    SectionModelForm = forms.ModelForm[Section]
    SectionInlineFormSet = BaseInlineFormSet[Section, Article, "SectionForm"]
else:
    SectionModelForm = forms.ModelForm
    SectionInlineFormSet = BaseInlineFormSet


class PositionField(forms.IntegerField):
    """A section's place. Alone it does not make a section out of an empty form."""

    def has_changed(self, initial: object, data: object) -> bool:
        return initial is not None and super().has_changed(initial, data)


class SectionForm(SectionModelForm):
    """One section. Its position may stay empty: it then comes last."""

    position = PositionField(
        label=_("Position"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Sections are shown in this order."),
    )
    body = ProseField(
        label=_("Clinical text"), required=False, widget=ProseWidget(attrs={"rows": 14})
    )
    plain_language = ProseField(
        label=_("Plain-language text"),
        required=False,
        widget=ProseWidget(attrs={"rows": 6}),
        help_text=_("The same for patients. May stay empty: patients then read the clinical text."),
    )

    class Meta:
        model = Section
        fields = ("position", "heading", "body", "plain_language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.pop("position", None)


class SectionFormSet(SectionInlineFormSet):
    """Gives sections without a position the places after the last."""

    def __init__(self, data: "QueryDict | None" = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        if data is not None:
            present = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
            self.data = deleted_as_new(data, self.prefix or "", present)

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and not self._goes(form)]
        places = [form.cleaned_data.get("position") for form in kept]
        following = max((place for place in places if place is not None), default=-1) + 1
        for form in kept:
            if form.cleaned_data.get("position") is None:
                form.instance.position = following
                following += 1

    def _goes(self, form: "SectionForm") -> bool:
        return bool(self.can_delete and form.cleaned_data.get("DELETE"))


def deleted_as_new(data: "QueryDict", prefix: str, present: Collection[str]) -> "QueryDict":
    """Forms of sections that a colleague deleted meanwhile, as forms of new sections.

    Django leaves a form without its row out of the page, and what was typed into it with it.
    """
    try:
        initial = int(str(data[f"{prefix}-{INITIAL_FORM_COUNT}"]))
        total = min(int(str(data[f"{prefix}-{TOTAL_FORM_COUNT}"])), MOST_SECTIONS)
    except (KeyError, ValueError):
        return data
    gone = [i for i in range(min(initial, total)) if data.get(f"{prefix}-{i}-id") not in present]
    if not gone:
        return data
    kept = [i for i in range(min(initial, total)) if i not in gone]
    order = [*kept, *gone, *range(initial, total)]
    numbered = {old: new for new, old in enumerate(order)}
    changed = data.copy()
    changed.clear()
    for name, values in data.lists():
        changed.setlist(_renumbered(name, prefix, numbered), values)
    for old in gone:
        changed[f"{prefix}-{numbered[old]}-id"] = ""
    changed[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(len(kept))
    return changed


def _renumbered(name: str, prefix: str, numbered: dict[int, int]) -> str:
    """`sections-3-body` with the form's new number; other names as they are."""
    start, _dash, field = name.removeprefix(f"{prefix}-").partition("-")
    if not name.startswith(f"{prefix}-") or not start.isdecimal() or int(start) not in numbered:
        return name
    return f"{prefix}-{numbered[int(start)]}-{field}"
