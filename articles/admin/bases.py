"""What the pages of the admin have in common."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline
    from django_stubs_ext import StrOrPromise
else:

    class ModelAdmin(admin.ModelAdmin):
        """Takes a type parameter, as the type checker expects of it."""

        def __class_getitem__(cls, parameters: object) -> type:
            return cls

    class StackedInline(admin.StackedInline):
        """Likewise."""

        def __class_getitem__(cls, parameters: object) -> type:
            return cls


__all__ = ["NONE", "EditingAdmin", "ModelAdmin", "RecordAdmin", "StackedInline", "by_whom"]

M = TypeVar("M", bound=models.Model)

NONE = "\N{EN DASH}"


def by_whom(step: str, label: "StrOrPromise") -> Callable[[Any, models.Model], str]:
    """A line from `<step>_at` and `<step>_by`: "4 November 2025, 10:12, Sample Person"."""

    @admin.display(description=label)
    def line(_admin: object, record: models.Model) -> str:
        at, by = getattr(record, f"{step}_at"), getattr(record, f"{step}_by")
        if at is None:
            return NONE
        return f"{date_format(at, 'DATETIME_FORMAT')}, {by.get_full_name() or by.get_username()}"

    return line


class EditingAdmin(ModelAdmin[M]):
    """Forms that answer what cannot be saved with 400, and keep what was typed."""

    view_on_site = False

    def facts(self, request: HttpRequest, record: M, context: dict[str, Any]) -> dict[str, Any]:
        """What the page of a record shows beside its form; `context` is that of the form."""
        return {}

    def render_change_form(  # noqa: PLR0917 # Django's signature
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context.update(self.facts(request, obj, context))
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if request.method == "POST":
            response.status_code = HTTPStatus.BAD_REQUEST
        return response


class RecordAdmin(EditingAdmin[M]):
    """Facts that are looked at. Nobody adds, changes or deletes them here, superusers included."""

    actions: "Sequence[Callable[..., HttpResponse | None] | str] | None" = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False
