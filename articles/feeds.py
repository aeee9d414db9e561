"""The newest publications, for feed readers."""

import datetime
from typing import TYPE_CHECKING

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Version
from articles.selectors import live_articles

if TYPE_CHECKING:
    ArticleFeed = Feed[Article, None]
else:
    ArticleFeed = Feed

NEWEST = 30


class NewestArticles(ArticleFeed):
    """Titles and summaries of live versions, newest publication first."""

    feed_type = Atom1Feed
    title = _("Reviewed articles")
    subtitle = _("New and revised articles, each approved by the Medical Advisory Board.")
    link = reverse_lazy("articles:home")

    def items(self) -> list[Article]:
        return list(live_articles()[:NEWEST])

    def item_title(self, item: Article) -> str:
        return str(_live(item).title)

    def item_description(self, item: Article) -> str:
        """As HTML, which is how feed readers take it."""
        return escape(_live(item).summary)

    def item_updateddate(self, item: Article) -> datetime.datetime:
        return _live(item).publication.published_at

    def item_categories(self, item: Article) -> list[str]:
        return [_live(item).specialty] if _live(item).specialty else []


def _live(article: Article) -> Version:
    if article.live_version is None:
        raise LookupError
    return article.live_version
