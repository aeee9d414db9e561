"""The page on which an article is drafted."""

from typing import Any

from django.contrib import admin
from django.db.models import ManyToManyField
from django.forms import ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from js_asset import Script

from articles.admin.bases import EditingAdmin, StackedInline
from articles.admin.draft_export import export_urls
from articles.admin.places import placed, prefixes_on
from articles.admin.source_check import check_urls
from articles.findings import check
from articles.forms import ArticleForm
from articles.models import Article, Disclaimer, Section
from articles.section_forms import SectionForm, SectionFormSet
from articles.text.schema import MOST_SECTIONS
from articles.widgets import ReferencesWidget

MOVING_SECTIONS = Script("articles/admin/sections.js", type="module")
FINDING_FIELDS = Script("articles/admin/findings.js", type="module")
NAMED_FIELDS = Script("articles/admin/named-fields.js", type="module")
UNSAVED_CHANGES = Script("articles/admin/unsaved.js", type="module")


class SectionInline(StackedInline[Section, Article]):
    """The article's sections. Their order is in their positions, with or without JavaScript."""

    model = Section
    form = SectionForm
    formset = SectionFormSet  # type: ignore[assignment] # of our own form
    fields = ["heading", "body", "plain_language", "position"]

    class Media:  # of the drafting page only; the admin's own would be on the list too
        css = {"all": ["articles/admin/drafting.css"]}
        js = [MOVING_SECTIONS, FINDING_FIELDS, NAMED_FIELDS, UNSAVED_CHANGES]

    max_num = MOST_SECTIONS

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **_kwargs: Any) -> int:
        return 0 if obj else 1

    def get_formset(  # a class made for this form
        self, request: HttpRequest, obj: Article | None = None, **kwargs: Any
    ) -> Any:  # noqa: ANN401
        """Not more forms than a page can show, whatever number a browser sends."""
        return super().get_formset(request, obj, absolute_max=MOST_SECTIONS, **kwargs)


@admin.register(Article)
class ArticleAdmin(EditingAdmin[Article]):
    """Drafting. What readers get is never touched here."""

    form = ArticleForm
    inlines = [SectionInline]
    list_display = ["title", "owner", "specialty", "risk_tier"]
    list_select_related = ["owner", "specialty", "live_version"]
    list_filter = ["specialty", "risk_tier", ("owner", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["title", "slug"]
    search_help_text = _("Question or address")
    list_per_page = 50
    autocomplete_fields = ["listed_references"]
    prepopulated_fields = {"slug": ["title"]}
    save_on_top = False
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary"]}),
        (
            _("About the article"),
            {
                "fields": [
                    ("specialty", "risk_tier"),
                    "disclaimer",
                    ("literature_searched_on", "owner"),
                    "listed_references",
                    "opened_draft",
                ]
            },
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [*export_urls(view), *check_urls(view), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """An address that readers have been given stays."""
        return ["slug"] if obj is not None and obj.live_version_id is not None else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Article | None = None
    ) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        standard = Disclaimer.objects.filter(is_default=True).first()
        return {
            "owner": request.user.pk,
            "disclaimer": standard.pk if standard else None,
            **super().get_changeform_initial_data(request),
        }

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        kwargs["widget"] = ReferencesWidget(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(
        self,
        request: HttpRequest,
        obj: Article,
        form: "ModelForm[Article]",
        change: bool,  # noqa: FBT001
    ) -> None:
        """Write the draft's fields only: what is live or retired may have changed meanwhile."""
        if change:
            obj.save(update_fields=self._drafted_fields(form))
        else:
            obj.save()

    def _drafted_fields(self, form: "ModelForm[Article]") -> list[str]:
        return [field.name for field in Article._meta.concrete_fields if field.name in form.fields]

    def facts(
        self, request: HttpRequest, record: Article, context: dict[str, Any]
    ) -> dict[str, Any]:
        """About the draft as it is saved, whatever a refused form has put on the object."""
        saved = Article.objects.prefetch_related("sections").get(pk=record.pk)
        return {"panel": self.panel(request, saved, context)}

    def panel(
        self, request: HttpRequest, article: Article, context: dict[str, Any]
    ) -> dict[str, Any]:
        """What stands above the form: findings on the draft as it is saved."""
        findings = check(article)
        return {
            "article": article,
            "findings": placed(findings, prefixes_on(context.get("inline_admin_formsets", ()))),
            "blocking": sum(finding.blocks for finding in findings),
        }
