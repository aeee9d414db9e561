"""The page of a live article, and its references as files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles.audience import audience_of, remember
from articles.cited_sources import ChangedSources
from articles.contents import contents_of
from articles.models import Article
from articles.provenance import Provenance, source
from articles.published_changes import PublishedChanges
from articles.selectors import article_page, reviewed_article, today
from articles.structured_data import medical_web_page
from articles.views.answering import for_readers, gone
from references.export import FORMATS, said_of


@for_readers
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """The live version as it was rendered and signed; 404 before the first approval."""
    audience = audience_of(request)
    found = article_page(slug, audience)
    if found is None:
        raise Http404
    if found.is_retired:
        return gone(request, found)
    response = render(request, "articles/article.html", _shown(request, found, audience))
    remember(request, response)
    return response


def _shown(request: HttpRequest, article: Article, audience: str) -> dict[str, Any]:
    version = article.live_version
    assert version is not None  # noqa: S101 - `article_page` finds no other
    provenance = source().read(article)
    url = request.build_absolute_uri(article.get_absolute_url())
    html = article.html  # type: ignore[attr-defined] # annotated by `article_page`
    changes = PublishedChanges.of(article.changes)  # type: ignore[attr-defined] # the same
    return {
        "article": article,
        "version": version,
        "publication": version.publication,
        "approvals": provenance.approvals if provenance else [],
        "changes": changes,
        **overdue(provenance),
        "sources": ChangedSources.of(
            article.changed_sources,  # type: ignore[attr-defined] # annotated like `html`
            is_under_review=provenance is not None and provenance.is_under_review,
        ),
        "html": html,
        "contents": contents_of(html),
        "audience": audience,
        "url": url,
        "structured_data": medical_web_page(
            article, version, provenance, changes, url=url, audience=audience
        ),
    }


def overdue(provenance: Provenance | None) -> dict[str, Any]:
    """What every page of a live text says of its next review. Asked of today's date each time.

    Copies of the page are asked after by the hash of its bytes, so the first one of a new day that
    differs is given out at once.
    """
    day = today()
    return {
        "provenance": provenance,
        "is_overdue": provenance is not None and provenance.is_overdue_on(day),
        "is_past_limit": provenance is not None and provenance.is_past_limit_on(day),
    }


@for_readers
def references(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    """The sources of the live version, for a reference manager."""
    found = reviewed_article(slug)
    if found is None or found.live_version is None:
        raise Http404
    if found.is_retired:
        return gone(request, found)
    form = FORMATS[suffix]
    references = found.live_version.content["references"]
    return HttpResponse(
        form.write([said_of(reference) for reference in references]),
        content_type=f"{form.content_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.{suffix}"'},
    )
