"""The library's pages with what articles know of its records: where each is used."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin import where_used
from articles.where_used import articles_using
from references.admin import ReferenceAdmin
from references.admin.pages import Page
from references.models import Reference

SEEING = "articles.view_article"
PAGES: tuple[Page, ...] = (
    Page(
        "<int:pk>/where-used/",
        where_used.of_record,
        "references_reference_where_used",
        _("Where used"),
        SEEING,
    ),
    Page(
        "where-used/",
        where_used.of_many,
        "references_reference_where_many_are_used",
        _("Where works are used"),
        SEEING,
    ),
)

admin.site.unregister(Reference)


class UsedChangeList(ChangeList):
    """The records of one page, each with how many articles cite it: one query for all of them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found: list[Any] = list(self.result_list)
        used = articles_using([reference.pk for reference in found])
        for reference in found:
            reference.used_in = used.get(reference.pk, 0)
        self.result_list = found


@admin.register(Reference)
class CitedReferenceAdmin(ReferenceAdmin):
    """Whoever subclasses it again adds pages `beside`, columns and actions, as this does."""

    beside = (*ReferenceAdmin.beside, *PAGES)
    actions = (*(getattr(ReferenceAdmin, "actions", None) or ()), where_used.where_are_these_used)

    def get_list_display(self, request: HttpRequest) -> Any:  # noqa: ANN401 # Django's own is long
        return (*super().get_list_display(request), "articles_citing_it")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UsedChangeList

    @admin.display(description=_("articles citing it"))
    def articles_citing_it(self, reference: Reference) -> int:
        return int(getattr(reference, "used_in", 0))

    def has_see_uses_permission(self, request: HttpRequest) -> bool:
        return where_used.may_see(request)
