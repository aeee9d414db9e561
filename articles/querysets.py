"""Reads of articles that chain. A reader only ever meets `live()`."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from articles.models import Article  # noqa: F401


class ArticleQuerySet(models.QuerySet["Article"]):
    """Questions asked of articles."""

    def live(self) -> "ArticleQuerySet":
        """Those that readers may see, with the version they see."""
        return self.filter(live_version__isnull=False, retired_at__isnull=True).select_related(
            "live_version"
        )

    def retired(self) -> "ArticleQuerySet":
        """Those taken from readers."""
        return self.filter(retired_at__isnull=False)
