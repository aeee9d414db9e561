"""A field that takes a work of the library by its number there or by an identifier."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from references import identifiers
from references.models import Reference

_LONGEST_NUMBER = 18
#: A bare number is a number of the library; PubMed's is written with what it is.
_READERS = {
    "doi": identifiers.normalise_doi,
    "pmid": identifiers.normalise_pmid,
    "pmcid": identifiers.normalise_pmcid,
}


class WorkField(forms.ModelChoiceField):  # type: ignore[type-arg] # of Reference
    """`12`, `10.1016/j…`, `PMID: 8300650` and `PMC5013361` are understood.

    A record that was merged stands for the one it was merged into.
    """

    default_error_messages = {
        "invalid_choice": _(
            "No work of the library has this number or identifier. Search for it, or add it first."
        )
    }

    def to_python(self, value: Any) -> Reference | None:  # noqa: ANN401 # what a form sends
        if value in self.empty_values:
            return None
        text = str(getattr(value, "pk", value)).strip()
        found = _numbered(text) if text.isascii() and text.isdigit() else _identified(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


def _numbered(text: str) -> Reference | None:
    return _first(pk=int(text)) if len(text) <= _LONGEST_NUMBER else None


def _identified(text: str) -> Reference | None:
    for column, read in _READERS.items():
        try:
            return _first(**{column: read(text)})
        except identifiers.InvalidIdentifier:
            continue
    return None


def _first(**identifier: str | int) -> Reference | None:
    works = Reference.objects.filter(**identifier).select_related("merged_into")
    found = works.order_by(F("merged_into").asc(nulls_first=True)).first()
    return found and (found.merged_into or found)
