"""What many articles have in common."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import EditingAdmin
from articles.models import Disclaimer, Specialty


@admin.register(Specialty)
class SpecialtyAdmin(EditingAdmin[Specialty]):
    """Fields of medicine. One that is in use cannot be deleted."""

    list_display = ["name", "article_count"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Specialty]:
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, specialty: Specialty) -> int:
        return int(getattr(specialty, "article_count", 0))


@admin.register(Disclaimer)
class DisclaimerAdmin(EditingAdmin[Disclaimer]):
    """Shared words under articles. Versions keep the words they were approved with."""

    list_display = ["name", "is_default"]
    search_fields = ["name"]
