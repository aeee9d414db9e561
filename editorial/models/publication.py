"""The board's say over tables that belong to `articles`: triggers on proxies of them."""

from articles.models import Article, Publication
from editorial import triggers


class LiveArticle(Article):
    """An article, with what lets only approved versions go live, and come back."""

    class Meta:
        proxy = True
        triggers = [triggers.live_version_is_approved(), triggers.withdrawn_until_reviewed()]


class PublishedVersion(Publication):
    """A publication, with the trigger that demands an approved review of the version."""

    class Meta:
        proxy = True
        triggers = [triggers.publication_is_approved()]
