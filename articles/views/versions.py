"""Versions at their own addresses, the history of what was published, previews for staff."""

from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.audience import audience_of
from articles.cited_sources import ChangedSources
from articles.contents import contents_of
from articles.drafts import content_of
from articles.models import Article, Version
from articles.provenance import provenance_of, source
from articles.published_changes import PublishedChanges
from articles.selectors import (
    contents_of_versions,
    published_versions,
    reviewed_article,
    version_at,
)
from articles.text.difference import compare_contents
from articles.text.rendering import render as rendered
from articles.views.answering import for_readers, for_staff_only, gone
from articles.views.article import overdue

#: Said on every page that shows text nobody approved.
PENDING = "Educational purpose only. Exercise caution: this content is pending human review"


@for_readers
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was published stays readable here; what was not is for staff, and 404 for others.

    Who asks is looked up first: asked later, an unpublished version would show in the headers.
    """
    may_preview = request.user.has_perm("articles.view_version")
    found = version_at(slug, number)
    if found is None:
        raise Http404
    if hasattr(found, "publication") and not found.article.is_retired:
        return render(request, "articles/version.html", _published(request, found))
    if may_preview:
        return _preview(request, _previewed(request, found))
    if hasattr(found, "publication"):
        return gone(request, found.article)
    raise Http404


@for_readers
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """The working draft as it would be rendered now."""
    if not request.user.has_perm("articles.change_article"):
        raise Http404
    article = get_object_or_404(
        Article.objects.select_related("specialty", "disclaimer").prefetch_related("sections"),
        slug=slug,
    )
    content = content_of(article)
    audience = audience_of(request)
    html = rendered(content, audience)
    shown = {
        "article": article,
        "title": content["title"],
        "summary": content["summary"],
        "specialty": content["specialty"],
        "html": html,
        "contents": contents_of(html),
        "audience": audience,
    }
    return _preview(request, shown)


@for_readers
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions readers were given, who signed them, and what changed from one to the next."""
    article = reviewed_article(slug)
    if article is None:
        raise Http404
    if article.is_retired:
        return gone(request, article)
    versions = list(published_versions(article))
    approvals = source().approvals(versions)
    entries = [
        {
            "version": version,
            "approvals": approvals.get(version.pk, []),
            "earlier": earlier,
            "sources": _sources_of(version),
        }
        for version, earlier in zip(versions, [*versions[1:], None], strict=True)
    ]
    compared = _compared(request, versions)
    context = {
        "article": article,
        "version": article.live_version,
        "entries": entries,
        "compared": compared,
        "changes": compare_contents(*contents_of_versions(compared)) if compared else None,
    }
    return render(request, "articles/history.html", context)


def _compared(request: HttpRequest, versions: list[Version]) -> tuple[Version, Version] | None:
    """The version whose changes are asked for (else the newest), after the one before it."""
    asked = request.GET.get("changes")
    pairs = {str(new.number): (old, new) for new, old in pairwise(versions)}
    if asked is None:
        return next(iter(pairs.values()), None)
    if asked not in pairs:
        raise Http404
    return pairs[asked]


def _published(request: HttpRequest, version: Version) -> dict[str, Any]:
    audience = audience_of(request)
    html = version.html(audience)
    is_live = version.article.live_version_id == version.pk
    provenance = provenance_of(version.article) if is_live else None
    return {
        "article": version.article,
        "version": version,
        "publication": version.publication,
        "is_live": is_live,
        **overdue(provenance),
        "approvals": source().approvals([version]).get(version.pk, []),
        "changes": PublishedChanges.of(version.changes),  # type: ignore[attr-defined] # annotated
        "canonical": request.build_absolute_uri(version.article.get_absolute_url()),
        "sources": _sources_of(version),
        "html": html,
        "contents": contents_of(html),
        "audience": audience,
    }


def _sources_of(version: Version) -> ChangedSources:
    return ChangedSources.of(version.changed_sources)  # type: ignore[attr-defined] # annotated


def _previewed(request: HttpRequest, version: Version) -> dict[str, Any]:
    audience = audience_of(request)
    html = version.html(audience)
    return {
        "article": version.article,
        "version": version,
        "title": version.title,
        "summary": version.summary,
        "specialty": version.specialty,
        "html": html,
        "contents": contents_of(html),
        "audience": audience,
    }


def _preview(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    shown = {**context, "pending": PENDING}
    return for_staff_only(render(request, "articles/preview.html", shown))
