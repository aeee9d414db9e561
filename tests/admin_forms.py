"""What a browser would post back from a page of the admin, unless a test changes it."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.forms import BaseForm, ModelMultipleChoiceField


class Answer(Protocol):
    """What the test client gives back for a page that was rendered."""

    @property
    def context(self) -> Any: ...  # noqa: ANN401 # a stack of dictionaries


def posted(response: Answer, **changes: object) -> dict[str, Any]:
    """Every field of the page's form and of its inlines, with these changes."""
    context = response.context
    data = _values(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        data |= _values(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= _values(form)
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


def errors(response: Answer) -> str:
    """All that the page complains about, as one text."""
    return " ".join(str(problem) for problem in _flat(response.context["errors"]))


def _flat(problems: Iterable[Any]) -> Iterable[str]:
    for problem in problems:
        if isinstance(problem, str):
            yield problem
        else:
            yield from _flat(problem)


def _values(form: BaseForm) -> dict[str, Any]:
    return {
        bound.html_name: _plain(bound.value())
        for bound in form
        if bound.value() is not None or not isinstance(bound.field, ModelMultipleChoiceField)
        if bound.name != "DELETE" or bound.value()
    }


def _plain(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return [str(getattr(item, "pk", item)) for item in value]
    return value
