"""The reference library for editors."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from references.admin import exports, pages
from references.admin.evidence import (
    FIELDSETS,
    CurrencyFilter,
    EvidenceFilter,
    arranged,
    currency,
    kind_and_strength,
)
from references.admin.standing import CheckedFilter, facts
from references.forms import ReferenceForm
from references.house_style import in_house_style
from references.models import Reference, matching
from references.standing import consult_retraction_watch
from references.watch_state import watch_state
from references.work_field import WorkField

if TYPE_CHECKING:
    from django.db.models import ForeignKey, QuerySet

    ModelAdmin = admin.ModelAdmin[Reference]
else:
    ModelAdmin = admin.ModelAdmin

FACTS = (
    (
        None,
        {
            "fields": (
                *("preview", "kind", "standing"),
                *("evidence_level", "certainty", "superseded_by"),
                *("issuing_body", "valid_from", "valid_until"),
            )
        },
    ),
)


@admin.register(Reference)
class ReferenceAdmin(ModelAdmin):
    """`articles` and `editorial` subclass it, each with its own pages and columns beside these."""

    beside: tuple[pages.Page, ...] = pages.PAGES
    form = ReferenceForm
    list_display = ("__str__", "kind_and_strength", "year", "retraction", "currency")
    list_filter = ("kind", "retraction", CheckedFilter, EvidenceFilter, CurrencyFilter)
    list_select_related = ("superseded_by",)
    raw_id_fields = ("superseded_by",)
    list_per_page = 50
    search_fields = ("search_text",)
    search_help_text = _("Title, author, year, journal, or an identifier in any form")
    show_full_result_count = False
    readonly_fields = ("preview", "standing")
    actions = exports.ACTIONS
    save_on_top = True
    fieldsets = (
        (None, {"fields": ("seen", "preview", "kind", "type", "title", "authors", "editors")}),
        (
            _("Where it appeared"),
            {
                "fields": (
                    ("container_title", "container_title_short"),
                    ("year", "month", "day"),
                    ("volume", "issue", "pages", "number"),
                    ("publisher", "edition"),
                )
            },
        ),
        (
            _("Identifiers"),
            {
                "fields": (
                    *(("doi", "pmid", "pmcid"), ("isbn", "nct", "set_id")),
                    ("url", "accessed"),
                )
            },
        ),
        (_("Retraction and other notices"), {"fields": ("standing",)}),
        *FIELDSETS,
    )

    class Media:
        css = {"all": ("references/standing.css", "references/evidence.css")}

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(page.route, self.admin_site.admin_view(page.view), name=page.name)
            for page in self.beside
        ]
        return [*own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Reference]", search_term: str
    ) -> "tuple[QuerySet[Reference], bool]":
        """Also what the term names, where it is an identifier as people paste them."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term.strip():
            found |= matching.identified(queryset, search_term)
        return found, may_repeat

    def links(self, request: HttpRequest, pk: int | None = None) -> list[dict[str, Any]]:
        """The pages beside this one that the person may open."""
        offered = (
            page
            for page in self.beside
            if page.label
            and page.is_of_a_record is (pk is not None)
            and request.user.has_perm(page.permission)
        )
        arguments = [] if pk is None else [pk]
        return [
            {"label": page.label, "url": reverse(f"admin:{page.name}", args=arguments)}
            for page in offered
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), "links": self.links(request)}
        context["watch"] = watch_state(timezone.now())
        return super().changelist_view(request, context)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_and_strength(self, reference: Reference) -> str:
        return kind_and_strength(reference)

    @admin.display(
        description=_("still current?"), ordering="valid_until", empty_value="\N{EN DASH}"
    )
    def currency(self, reference: Reference) -> str:
        return currency(reference)

    @admin.display(description=_("As readers see it"))
    def preview(self, reference: Reference) -> str:
        return in_house_style(reference.csl, reference.kind) if reference.pk else ""

    @admin.display(description=_("Standing"))
    def standing(self, reference: Reference) -> str:
        return facts(reference) if reference.pk else ""

    def save_model(
        self,
        request: HttpRequest,
        obj: Reference,
        form: Any,  # noqa: ANN401 - of the stub's own type
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """What the form holds, and no more: a check may have written the rest meanwhile."""
        if change:
            obj.save(update_fields=[*ReferenceForm.Meta.fields, "csl"])
        else:
            obj.save()
        consult_retraction_watch([obj])

    def get_fieldsets(self, request: HttpRequest, obj: Reference | None = None) -> Any:  # noqa: ANN401
        """Who may only look sees the reference as readers do."""
        if obj is not None and not self.has_change_permission(request, obj):
            return FACTS
        return arranged(super().get_fieldsets(request, obj), obj)

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "forms.ModelChoiceField[Any] | None":
        if db_field.name == "superseded_by":
            kwargs |= {"form_class": WorkField, "queryset": Reference.objects.current()}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(
        self,
        request: HttpRequest,
        obj: Reference | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> "type[forms.ModelForm[Reference]]":
        """The form's own fields share names with generated columns; those are no model fields."""
        kwargs["fields"] = ReferenceForm.Meta.fields
        return super().get_form(request, obj, change=change, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form again when someone else added the same work while this one was being saved."""
        extra_context = dict(extra_context or {})
        if object_id is not None and object_id.isascii() and object_id.isdigit():
            extra_context["links"] = self.links(request, int(object_id))
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(  # noqa: PLR0917 - Django's signature
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: Reference | None = None,
    ) -> HttpResponse:
        """A form that comes back with errors says so in its status."""
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if request.method == "POST":
            response.status_code = HTTPStatus.BAD_REQUEST
        return response
