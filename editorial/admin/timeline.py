"""The page with everything that happened to one article."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import permissions
from editorial.timeline import entries, moments

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

PER_PAGE = 50


def timeline_page(request: HttpRequest, pk: int, model_admin: "ModelAdmin[Any]") -> HttpResponse:
    """For editors and auditors."""
    article = get_object_or_404(Article, pk=pk)
    if not request.user.has_perm("editorial.view_audit"):
        raise PermissionDenied
    page = Paginator(moments(article), PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "admin/editorial/timeline.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": _("Timeline"),
            "opts": model_admin.opts,
            "article": article,
            "page": page,
            "may_export": permissions.may_oversee(request.user),
            "entries": entries(list(page.object_list)),
        },
    )
