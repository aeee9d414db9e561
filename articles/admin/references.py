"""The library's pages with what articles know of its records: where each is used, and merging."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.admin import merging, where_used
from articles.admin.keeping import unless_used_meanwhile, uses_in_words
from articles.admin.merged_records import MergedFilter, is_offering, merged_record
from articles.merging import may_merge
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
    Page("<int:pk>/merge/", merging.merge_page, merging.PAGE, _("Merge"), merging.PERMISSION),
    Page(
        "duplicates/",
        merging.duplicates_page,
        merging.PAIRS,
        _("Possible duplicates"),
        merging.PERMISSION,
    ),
)
#: What is offered of a merged record: to look at it.
LOOKING = ("references.view_reference", SEEING)

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
    actions = (
        *(getattr(ReferenceAdmin, "actions", None) or ()),
        where_used.where_are_these_used,
        merging.merge_these,
    )
    change_form_template = "admin/articles/reference_change_form.html"

    def get_list_display(self, request: HttpRequest) -> Any:  # noqa: ANN401 # Django's own is long
        first, *others = super().get_list_display(request)
        return (first, "articles_citing_it", *others)

    def get_list_filter(self, request: HttpRequest) -> Any:  # noqa: ANN401
        return (*super().get_list_filter(request), MergedFilter)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UsedChangeList

    @admin.display(description=_("articles"))
    def articles_citing_it(self, reference: Reference) -> int:
        return int(getattr(reference, "used_in", 0))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Reference], search_term: str
    ) -> tuple[QuerySet[Reference], bool]:
        """What was merged is offered nowhere."""
        if is_offering(request):
            queryset = queryset.filter(merged_into__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    def links(self, request: HttpRequest, pk: int | None = None) -> list[dict[str, Any]]:
        links = super().links(request, pk)
        if merged_record(pk) is None:
            return links
        kept = {str(page.label) for page in self.beside if page.permission in LOOKING}
        return [link for link in links if str(link["label"]) in kept]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {**(extra_context or {}), "merged_record": merged_record(object_id)}
        return super().changeform_view(request, object_id, form_url, context)

    def has_change_permission(self, request: HttpRequest, obj: Reference | None = None) -> bool:
        """What was merged is looked at; who had it open before gets the form and what was typed."""
        if obj is not None and obj.merged_into_id is not None and request.method != "POST":
            return False
        return super().has_change_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # noqa: ANN401
        """What is used is not deleted; the page says where it is."""
        *told, protected = super().get_deleted_objects(objs, request)
        return (*told, [*protected, *uses_in_words(objs)])

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        delete = super().delete_view
        return unless_used_meanwhile(request, lambda: delete(request, object_id, extra_context))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        view = super().changelist_view
        return unless_used_meanwhile(request, lambda: view(request, extra_context))

    def has_see_uses_permission(self, request: HttpRequest) -> bool:
        return where_used.may_see(request)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return may_merge(request.user)
