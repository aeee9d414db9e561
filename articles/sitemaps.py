"""The addresses that search engines should know."""

import datetime
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from articles.models import Article
from articles.selectors import specialties_with_articles

#: The most that a sitemap may hold (sitemaps.org); the newest come first.
MOST = 50_000

Entry = tuple[str, datetime.datetime | None]


def entries(request: HttpRequest) -> Iterator[Entry]:
    """Absolute addresses with the moment each last changed, where that is known."""
    for place, changed in _places():
        yield request.build_absolute_uri(place), changed


def _places() -> Iterator[Entry]:
    yield reverse("articles:home"), None
    yield reverse("articles:specialties"), None
    specialties = specialties_with_articles()
    for specialty, _number in specialties:
        yield reverse("articles:specialty", args=[specialty.slug]), None
    live = (
        Article.objects.live()
        .select_related(None)
        .order_by("-live_version__publication__published_at", "-pk")
        .values_list("slug", "live_version__publication__published_at")
    )
    for slug, published_at in live[: MOST - 2 - len(specialties)]:
        yield reverse("articles:article", args=[slug]), published_at
