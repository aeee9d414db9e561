"""The library's pages with the editors' override: a source that is kept despite its notice."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, reverse

from articles.admin import CitedReferenceAdmin
from editorial import permissions
from editorial.admin.source_steps import SOURCE_STEPS, step_offered
from editorial.admin.steps import step_urls
from references.models import Reference

admin.site.unregister(Reference)


@admin.register(Reference)
class WorkflowReferenceAdmin(CitedReferenceAdmin):
    """Adds a link to the step that is possible; every step has its own page and calls one verb."""

    def get_urls(self) -> list[URLPattern]:
        return [*step_urls(list(SOURCE_STEPS), self), *super().get_urls()]

    def links(self, request: HttpRequest, pk: int | None = None) -> list[dict[str, Any]]:
        links = super().links(request, pk)
        reference = Reference.objects.filter(pk=pk).first() if pk is not None else None
        if reference is None or not permissions.may_manage(request.user):
            return links
        step = step_offered(reference)
        if step is None:
            return links
        url = reverse(f"admin:references_reference_{step.name}", args=[reference.pk])
        return [{"label": step.title, "url": url}, *links]
