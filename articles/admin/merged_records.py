"""Records that were merged: looked at, but neither edited, listed nor offered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from references.models import Reference

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Filter = admin.SimpleListFilter
else:
    Filter = admin.SimpleListFilter


class MergedFilter(Filter):
    """The list holds what counts, unless it is asked for what was merged."""

    title = _("merged records")
    parameter_name = "merged"

    def lookups(
        self, request: HttpRequest, model_admin: "ModelAdmin[Any]"
    ) -> list[tuple[str, Any]]:
        return [("yes", _("Merged into another"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """“All” would be a lie: without a choice these are left out."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Not merged")}
        yield from others

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Reference]"
    ) -> "QuerySet[Reference]":
        return queryset.filter(merged_into__isnull=self.value() != "yes")


def is_offering(request: HttpRequest) -> bool:
    """Whether works are offered for choice, as beside an article's sources at hand."""
    match = request.resolver_match
    return match is not None and match.url_name == "autocomplete"


def merged_record(pk: int | str | None) -> Reference | None:
    """The record with this id, if it was merged."""
    if pk is None or not str(pk).isdecimal() or len(str(pk)) > 18:  # noqa: PLR2004
        return None
    merged = Reference.objects.filter(pk=pk, merged_into__isnull=False)
    return merged.select_related("merged_into", "merged_by").first()
