"""The button that has the sources of a draft checked for retraction now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.judged_sources import of_draft
from articles.models import Article
from references import wanted_checks

NAME = "articles_article_check_sources"


@require_POST
def check_sources(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the draft as it is saved; for whoever may change it."""
    if not isinstance(request.user, User) or not request.user.has_perm("articles.change_article"):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=pk)
    ids = [source.id for source in of_draft(article) if source.can_be_checked]
    if ids:
        wanted_checks.want(ids, by=request.user, at=timezone.now())
        text = ngettext(
            "%(count)d source is being checked. Reload this page in a minute for what was found.",
            "%(count)d sources are being checked. Reload this page in a minute for what was found.",
            len(ids),
        )
        messages.info(request, text % {"count": len(ids)})
    else:
        messages.warning(
            request,
            _(
                "No source of the saved draft has a DOI or PubMed number, so nobody can be asked. "
                "Look up what they lack."
            ),
        )
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def check_urls(admin_view: Callable[[Callable[..., HttpResponse]], Any]) -> list[URLPattern]:
    return [path("<int:pk>/check-sources/", admin_view(check_sources), name=NAME)]
