"""Frozen versions, to be looked at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.bases import RecordAdmin, by_whom
from articles.models import Version

#: A list does not carry the texts themselves.
HEAVY = ("content", "clinical_html", "plain_html", "search", "summary", "citations")


@admin.register(Version)
class VersionAdmin(RecordAdmin[Version]):
    """Every version, with a way to read it. None is ever changed."""

    list_display = ["title", "number", "frozen_at", "short_digest"]
    list_filter = ["specialty"]
    search_fields = ["title", "article__slug"]
    search_help_text = _("Question or address")
    ordering = ["-frozen_at", "-pk"]
    fields = [
        "title",
        "number",
        "specialty",
        "frozen",
        "written_by",
        "digest",
        "preview",
    ]

    readonly_fields = ["frozen", "written_by", "preview"]
    frozen = by_whom("frozen", _("frozen"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        return super().get_queryset(request).defer(*HEAVY)

    @admin.display(description=_("digest"))
    def short_digest(self, version: Version) -> str:
        return version.digest[:12]

    @admin.display(description=_("written by"))
    def written_by(self, version: Version) -> str:
        return ", ".join(str(author["name"]) for author in version.authors)

    @admin.display(description=_("text"))
    def preview(self, version: Version) -> SafeString:
        words = _("Read this version as readers would")
        return format_html('<a href="{}">{}</a>', version.get_absolute_url(), words)
