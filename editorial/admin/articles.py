"""The drafting page with the workflow on it: where the article stands, and the next step."""

import datetime
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin import ArticleAdmin
from articles.admin.bases import NONE
from articles.admin.places import prefixes_on
from articles.models import Article
from editorial import clocks, handing_over, permissions, rounds
from editorial.admin import offers
from editorial.admin.article_steps import ARTICLE_STEPS
from editorial.admin.chips import chip
from editorial.admin.comment_panel import comment_panel
from editorial.admin.due_steps import DUE_STEPS, addresses
from editorial.admin.evidence import evidence_file
from editorial.admin.filters import StandingFilter
from editorial.admin.owning_steps import OWNING_STEPS
from editorial.admin.snooze_steps import SNOOZE_STEPS
from editorial.admin.source_panel import source_panel
from editorial.admin.steps import step_urls
from editorial.admin.timeline import timeline_page
from editorial.models import Review
from editorial.standing import Standing, standing_of, with_standing

admin.site.unregister(Article)


@admin.register(Article)
class WorkflowArticleAdmin(ArticleAdmin):
    """Adds facts and links to the steps; every step has its own page and calls one verb."""

    list_display = ["title", "state", "live", "due", "specialty", "owner_name"]
    list_filter = [
        StandingFilter,
        "specialty",
        "risk_tier",
        ("owner", admin.RelatedOnlyFieldListFilter),
    ]
    change_form_template = "admin/editorial/article_change_form.html"

    class Media:
        css = {"all": ["editorial/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return with_standing(super().get_queryset(request)).defer(
            "live_version__content",
            "live_version__clinical_html",
            "live_version__plain_html",
            "live_version__search",
        )

    @admin.display(description=_("state"), ordering="standing")
    def state(self, article: Article) -> SafeString:
        return chip(Standing(article.standing))  # type: ignore[attr-defined] # annotated

    @admin.display(description=_("live"), empty_value=NONE)
    def live(self, article: Article) -> SafeString | None:
        version = article.live_version
        if version is None or article.is_retired:
            return None
        return format_html('<a href="{}">v{}</a>', article.get_absolute_url(), version.number)

    @admin.display(description=_("next review due"), ordering="due_on", empty_value=NONE)
    def due(self, article: Article) -> datetime.date | None:
        due_on: datetime.date | None = article.due_on  # type: ignore[attr-defined] # annotated
        return due_on

    @admin.display(description=_("owner"), ordering="owner__last_name")
    def owner_name(self, article: Article) -> str:
        return article.owner.get_full_name() or article.owner.get_username()

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/timeline/",
            self.admin_site.admin_view(self.timeline),
            name="articles_article_timeline",
        )
        evidence = path(
            "<int:pk>/evidence.zip",
            self.admin_site.admin_view(self.evidence),
            name="articles_article_evidence",
        )
        return [
            *(own, evidence),
            *step_urls([*ARTICLE_STEPS, *OWNING_STEPS, *DUE_STEPS, *SNOOZE_STEPS], self),
            *super().get_urls(),
        ]

    def evidence(self, request: HttpRequest, pk: int) -> HttpResponse:
        return evidence_file(request, pk)

    def timeline(self, request: HttpRequest, pk: int) -> HttpResponse:
        return timeline_page(request, pk, self)

    def save_model(
        self,
        request: HttpRequest,
        obj: Article,
        form: "ModelForm[Article]",
        change: bool,  # noqa: FBT001
    ) -> None:
        """With another owner in the form, what follows is the same as after a hand-over."""
        before = handing_over.lock_owner(obj) if change and "owner" in form.changed_data else None
        super().save_model(request, obj, form, change)
        if before is not None and isinstance(request.user, User):
            handing_over.note_change(obj, before=before, by=request.user)

    def panel(
        self, request: HttpRequest, article: Article, context: dict[str, Any]
    ) -> dict[str, Any]:
        review = Review.objects.open().filter(article=article).select_related("version").first()
        last = article.reviews.select_related("version").first()
        prefixes = prefixes_on(context.get("inline_admin_formsets", ()))
        return {
            **super().panel(request, article, context),
            "comments": comment_panel(article),
            "sources": source_panel(article, request.user, prefixes),
            "state": chip(standing_of(article)),
            "review": review,
            "round": rounds.in_words(rounds.round_of(review)) if review else "",
            "returned": last if last and last.state == "changes_requested" else None,
            "clocks": clocks.clocks(article, today=timezone.now().date()),
            "due_steps": addresses(article.pk) if permissions.may_manage(request.user) else {},
            "offers": offers.for_article(article, review, request.user),
            "may_see_timeline": request.user.has_perm("editorial.view_audit"),
        }
