"""What a reader is told about the review of a live article.

Who reviewed it is known to the app that the setting ARTICLES_PROVENANCE names; this app only says
what it wants to be told, so that it works without that app too.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from articles.models import Article, Version
from articles.querysets import ArticleQuerySet


@dataclass(frozen=True)
class Reviewer:
    """A board member's approval, as printed with the signature."""

    name: str
    credentials: str
    slug: str
    signed_at: datetime.datetime


@dataclass(frozen=True)
class Provenance:
    """The review behind a live version. Moments are aware UTC; days are UTC dates."""

    submitted_at: datetime.datetime
    under_review_at: datetime.datetime
    approved_at: datetime.datetime
    reviewers: list[Reviewer]
    last_reviewed_on: datetime.date | None
    next_review_on: datetime.date | None
    is_under_review: bool
    #: The open review is of another text than the one that is live.
    revision_under_review: bool

    def is_overdue_on(self, day: datetime.date) -> bool:
        """Whether the next review should have been completed before this day."""
        return self.next_review_on is not None and self.next_review_on < day


class Source(Protocol):
    """Answers for articles in the same query that reads them."""

    def annotate(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Add what `read` needs to a query of live articles."""

    def read(self, article: Article) -> Provenance | None:
        """The provenance from an annotated article; None where no review is recorded."""

    def reviewers(self, versions: Iterable[Version]) -> Mapping[int, list[Reviewer]]:
        """Who approved each version, by the version's id, in one query however many there are."""


class NoSource:
    """For a site without the `editorial` app: nothing is claimed."""

    def annotate(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return articles

    def read(self, article: Article) -> Provenance | None:
        return None

    def reviewers(self, versions: Iterable[Version]) -> Mapping[int, list[Reviewer]]:
        return {}


@cache
def source() -> Source:
    """The configured source; claims nothing where none is configured."""
    path = getattr(settings, "ARTICLES_PROVENANCE", None)
    found: Source = import_string(path)() if path else NoSource()
    return found
