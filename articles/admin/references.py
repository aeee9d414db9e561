"""The library's pages with what articles know of its records: where each is used."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import where_used as pages
from articles.where_used import articles_using, where_used
from references.admin import ReferenceAdmin
from references.admin.pages import Page
from references.models import Reference

SEEING = "articles.view_article"
PAGES: tuple[Page, ...] = (
    Page(
        "<int:pk>/where-used/",
        pages.of_record,
        "references_reference_where_used",
        _("Where used"),
        SEEING,
    ),
    Page(
        "where-used/",
        pages.of_many,
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


def uses_in_words(references: Iterable[Reference]) -> Iterator[SafeString]:
    """A line for each use of these works, with the article's address."""
    for use in where_used([work.pk for work in references], at_hand=True):
        number = "" if use.version_number is None else f" {use.version_number}"
        yield format_html(
            '<a href="{}">{}</a>: {}{}{}',
            reverse("admin:articles_article_change", args=[use.article_id]),
            use.title,
            use.place_label,
            number,
            f", {use.section_position}. {use.section_heading}" if use.section_position else "",
        )


def unless_used_meanwhile(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of a view that may delete; the database has the last word on what is used."""
    try:
        with transaction.atomic():
            return view()
    except IntegrityError:
        messages.error(
            request,
            gettext("Nothing was deleted: meanwhile an article cites a work that you chose."),
        )
        return HttpResponseRedirect(reverse("admin:references_reference_changelist"))


@admin.register(Reference)
class CitedReferenceAdmin(ReferenceAdmin):
    """Whoever subclasses it again adds pages `beside`, columns and actions, as this does."""

    beside = (*ReferenceAdmin.beside, *PAGES)
    actions = (*(getattr(ReferenceAdmin, "actions", None) or ()), pages.where_are_these_used)

    def get_list_display(self, request: HttpRequest) -> Any:  # noqa: ANN401 # Django's own is long
        return (*super().get_list_display(request), "articles_citing_it")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UsedChangeList

    @admin.display(description=_("articles citing it"))
    def articles_citing_it(self, reference: Reference) -> int:
        return int(getattr(reference, "used_in", 0))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:  # noqa: ANN401
        """What is used is not deleted; the page says where it is."""
        *told, protected = super().get_deleted_objects(objs, request)
        return (*told, [*protected, *uses_in_words(objs)])

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return unless_used_meanwhile(
            request, lambda: super(CitedReferenceAdmin, self).delete_view(request, object_id)
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return unless_used_meanwhile(
            request,
            lambda: super(CitedReferenceAdmin, self).changelist_view(request, extra_context),
        )

    def has_see_uses_permission(self, request: HttpRequest) -> bool:
        return pages.may_see(request)
