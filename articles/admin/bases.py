"""What the pages of the admin have in common."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline
else:

    class ModelAdmin(admin.ModelAdmin):
        """Takes a type parameter, as the type checker expects of it."""

        def __class_getitem__(cls, parameters: object) -> type:
            return cls

    class StackedInline(admin.StackedInline):
        """Likewise."""

        def __class_getitem__(cls, parameters: object) -> type:
            return cls


M = TypeVar("M", bound=models.Model)


class EditingAdmin(ModelAdmin[M]):
    """Forms that answer what cannot be saved with 400, and keep what was typed."""

    view_on_site = False

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002 # Django's signature
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: M | None = None,
    ) -> HttpResponse:
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if request.method == "POST":
            response.status_code = HTTPStatus.BAD_REQUEST
        return response


class RecordAdmin(EditingAdmin[M]):
    """Facts that are looked at. Nobody adds, changes or deletes them here, superusers included."""

    actions = None
    list_display_links: Any = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False
