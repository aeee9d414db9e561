"""The sources that a draft cites, as a file for a reference manager."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.drafts import content_of
from articles.models import Article
from references.export import FORMATS, said_of

ROUTE = r"^(?P<pk>[0-9]{1,18})/references\.(?P<suffix>[a-z]{1,10})$"
NAME = "articles_article_references"


@never_cache
@require_safe
def draft_references(request: HttpRequest, pk: str, suffix: str) -> HttpResponse:
    """In the order of their numbers; for whoever may see the draft."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    if suffix not in FORMATS:
        raise Http404
    article = get_object_or_404(Article, pk=pk)
    form = FORMATS[suffix]
    references = content_of(article)["references"]
    return HttpResponse(
        form.write([said_of(reference) for reference in references]),
        content_type=f"{form.content_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{article.slug}-draft.{suffix}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def export_urls(admin_view: Callable[[Callable[..., HttpResponse]], Any]) -> list[URLPattern]:
    return [re_path(ROUTE, admin_view(draft_references), name=NAME)]
