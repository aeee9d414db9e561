"""The page on which two records of one work become one."""

import hashlib
import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles.merging import Merged, MergeRefused, may_merge, merge
from articles.use_report import report_on
from articles.where_used import articles_using
from references.duplicates import MOST_PAIRS, possible_duplicates, possible_pairs
from references.forms import ReferenceForm
from references.merging import ChoiceMissing, Fact, Side, facts
from references.models import Reference
from references.work_field import WorkField

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

PAGE = "references_reference_merge"
PAIRS = "references_reference_duplicates"
PERMISSION = "references.merge_reference"
SIDES = (
    (Side.KEPT.value, gettext_lazy("kept record")),
    (Side.DUPLICATE.value, gettext_lazy("other")),
)


CHANGED = gettext_lazy(
    "One of these records was changed meanwhile. Nothing was merged: look again."
)


class OtherForm(forms.Form):
    """Which record to merge with."""

    other = WorkField(
        label=gettext_lazy("The other record"),
        queryset=Reference.objects.current(),
        help_text=gettext_lazy("Its number in the library, its DOI, or “PMID: …”."),
        widget=forms.TextInput,
    )


class MergeForm(forms.Form):
    """One choice for each fact in which the records contradict each other.

    The kept record's word is proposed, but for what names the work: there nothing is.
    """

    seen = forms.CharField(required=False)

    def __init__(self, stated: list[Fact], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in stated:
            if fact.is_contradicted:
                self.fields[self.field_name(fact)] = forms.ChoiceField(
                    label=fact.label,
                    choices=SIDES,
                    widget=forms.RadioSelect,
                    initial=None if fact.names_the_work else Side.KEPT.value,
                    error_messages={"required": _("Choose which of the two is right.")},
                )

    @staticmethod
    def field_name(fact: Fact) -> str:
        return f"choice-{fact.name}"

    def choices(self) -> dict[str, Side]:
        chosen = self.cleaned_data.items()
        return {
            name.removeprefix("choice-"): Side(value)
            for name, value in chosen
            if name.startswith("choice-")
        }


def _demand(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not may_merge(user):
        raise PermissionDenied
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def merge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other record, then look at both side by side, then merge."""
    user = _demand(request)
    record = get_object_or_404(Reference.objects.current(), pk=pk)
    if "with" not in request.GET:
        return _choosing(request, record)
    other = get_object_or_404(
        Reference.objects.current().exclude(pk=pk), pk=_number(request, "with")
    )
    kept, duplicate = _kept_and_duplicate(request, record, other)
    stated = facts(kept, duplicate)
    if request.method != "POST":
        return _comparing(request, kept, duplicate, MergeForm(stated))
    form = MergeForm(stated, request.POST)
    if not form.is_valid() or not form.cleaned_data["seen"]:
        return _comparing(request, kept, duplicate, form, HTTPStatus.BAD_REQUEST)
    try:
        if form.cleaned_data["seen"] != _state(kept, duplicate):
            raise MergeRefused(CHANGED)
        merged = merge(duplicate, into=kept, by=user, choices=form.choices())
    except (MergeRefused, ChoiceMissing) as refusal:
        form.add_error(None, CHANGED if isinstance(refusal, ChoiceMissing) else str(refusal))
        return _comparing(request, kept, duplicate, form, HTTPStatus.CONFLICT)
    messages.success(request, _told(merged, duplicate))
    return HttpResponseRedirect(reverse("admin:references_reference_change", args=[kept.pk]))


def _choosing(request: HttpRequest, record: Reference) -> HttpResponse:
    form = OtherForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and form.cleaned_data["other"].pk != record.pk:
            return HttpResponseRedirect(f"?with={form.cleaned_data['other'].pk}")
        if form.is_valid():
            form.add_error("other", _("This is the record itself. Name another one."))
        status = HTTPStatus.BAD_REQUEST
    context = {"title": _("Merge with another record"), "record": record, "form": form}
    context["likely"] = possible_duplicates(record)
    return _answer(request, "admin/articles/merge_choosing.html", context, status)


def _comparing(
    request: HttpRequest,
    kept: Reference,
    duplicate: Reference,
    form: MergeForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    mine, theirs = report_on([kept.pk, duplicate.pk]).works
    context = {
        "title": _("Merge two records"),
        "kept": mine,
        "duplicate": theirs,
        "both": (mine, theirs),
        "drafts": {use.article_id for use in theirs.uses if use.version_number is None},
        "versions": {
            (use.article_id, use.version_number)
            for use in theirs.uses
            if use.version_number is not None
        },
        "rows": list(_rows(facts(kept, duplicate), form)),
        "form": form,
        "state": _state(kept, duplicate),
        "swap": f"?with={request.GET['with']}&keep={duplicate.pk}",
        "contradicts": any(
            fact.is_contradicted and fact.names_the_work for fact in facts(kept, duplicate)
        ),
    }
    return _answer(request, "admin/articles/merge.html", context, status)


def _rows(stated: list[Fact], form: MergeForm) -> Iterator[tuple[Fact, Any]]:
    """Each fact with the field in which it is chosen, if it is contradicted."""
    for fact in stated:
        yield fact, form[form.field_name(fact)] if fact.is_contradicted else None


def _kept_and_duplicate(
    request: HttpRequest, record: Reference, other: Reference
) -> tuple[Reference, Reference]:
    """As the address says; else what more articles cite is kept, then what was there earlier."""
    keep = request.GET.get("keep", "")
    if keep in (str(record.pk), str(other.pk)):
        return (record, other) if keep == str(record.pk) else (other, record)
    used = articles_using([record.pk, other.pk])
    first, second = sorted((record, other), key=lambda work: (-used.get(work.pk, 0), work.pk))
    return first, second


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET[name]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0  # noqa: PLR2004


def _state(*references: Reference) -> str:
    """Changes whenever one of the records does."""
    fields = ("csl", "merged_into_id", "retraction", "retracted_on", *ReferenceForm.Meta.fields)
    told = [[work.pk, *(str(getattr(work, name)) for name in fields)] for work in references]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _told(merged: Merged, duplicate: Reference) -> str:
    return ngettext(
        "Record %(id)d is merged into this one. %(count)d section now cites this one in its place.",
        "Record %(id)d is merged into this one. %(count)d sections now cite this one in its place.",
        merged.sections,
    ) % {"id": duplicate.pk, "count": merged.sections}


@require_safe
def duplicates_page(request: HttpRequest) -> HttpResponse:
    """Pairs of records that may be of one work."""
    _demand(request)
    found = possible_pairs()
    context = {
        "title": _("Possible duplicates"),
        "pairs": found.pairs,
        "is_cut": len(found.pairs) >= MOST_PAIRS,
        "is_whole": found.is_whole,
    }
    return _answer(request, "admin/articles/duplicates.html", context, HTTPStatus.OK)


@admin.action(description=gettext_lazy("Merge these two records"), permissions=["merge"])
def merge_these(
    model_admin: "ModelAdmin[Reference]", request: HttpRequest, queryset: QuerySet[Reference]
) -> HttpResponse | None:
    """To the page on which both stand side by side."""
    _demand(request)
    chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(chosen) != 2:  # noqa: PLR2004 # as the name says
        model_admin.message_user(
            request,
            _("Nothing was merged. Choose two records, no more and no less."),
            messages.ERROR,
        )
        return None
    return HttpResponseRedirect(reverse(f"admin:{PAGE}", args=chosen[:1]) + f"?with={chosen[1]}")


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: HTTPStatus
) -> TemplateResponse:
    common = {**admin.site.each_context(request), "opts": Reference._meta}
    return TemplateResponse(request, template, {**common, **context}, status=status)
