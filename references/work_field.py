"""A field that takes a work of the library by its number there or by an identifier."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from references.models import Reference
from references.pasted_identifiers import work_named

#: A longer one is an ISBN.
_LONGEST_NUMBER = 9


class WorkField(forms.ModelChoiceField):  # type: ignore[type-arg] # of Reference
    """`12`, `10.1016/j…`, `PMID: 8300650`, `PMC5013361`, an ISBN and the like are understood.

    A bare number is a number of the library; PubMed's is written with what it is.
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
        is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
        found = _numbered(int(text)) if is_number else work_named(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


def _numbered(number: int) -> Reference | None:
    found = Reference.objects.filter(pk=number).select_related("merged_into").first()
    return found and (found.merged_into or found)
