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

CORRECTION = "correction"
RE_REVIEW = "re-review"


@dataclass(frozen=True)
class Reviewer:
    """A board member's approval, as printed with the signature."""

    name: str
    credentials: str
    #: The address of the member's own page on this site.
    page: str
    signed_at: datetime.datetime
    affiliation: str = ""
    #: The absent member who was asked first.
    in_place_of: str = ""
    #: In the member's own words; empty where none was declared.
    conflict: str = ""
    #: Why a managing editor let the member sign in spite of it.
    waiver: str = ""


@dataclass(frozen=True)
class Approval:
    """One approved review of one version: of what kind, and who signed."""

    kind: str
    version_number: int
    approved_at: datetime.datetime
    reviewers: list[Reviewer]

    @property
    def is_correction(self) -> bool:
        """Small errors put right and signed by one member; not a review in full."""
        return self.kind == CORRECTION

    @property
    def is_re_review(self) -> bool:
        """The same text, signed anew."""
        return self.kind == RE_REVIEW


@dataclass(frozen=True)
class Provenance:
    """The review behind a live version. Moments are aware UTC; days are UTC dates.

    `approvals` are those of the live version, newest first; where all of them are corrections, the
    full review that they rest on comes last, with the number of its own version.
    """

    submitted_at: datetime.datetime
    under_review_at: datetime.datetime
    approvals: list[Approval]
    last_reviewed_on: datetime.date | None
    next_review_on: datetime.date | None
    is_under_review: bool
    #: The open review is of another text than the one that is live.
    revision_under_review: bool
    #: The first day on which the review is overdue for longer than the publisher allows.
    past_limit_from: datetime.date | None = None

    @property
    def approved_at(self) -> datetime.datetime:
        return self.approvals[0].approved_at

    @property
    def correction(self) -> Approval | None:
        """The last approval, where it was of a correction only."""
        return self.approvals[0] if self.approvals[0].is_correction else None

    @property
    def reviewers(self) -> list[Reviewer]:
        """Who signed the last review in full."""
        full = (approval for approval in self.approvals if not approval.is_correction)
        return next(full, self.approvals[0]).reviewers

    def is_overdue_on(self, day: datetime.date) -> bool:
        """Whether the next review should have been completed before this day."""
        return self.next_review_on is not None and self.next_review_on < day

    def is_past_limit_on(self, day: datetime.date) -> bool:
        """Whether it is overdue for so long that the page is not to be read as any other is."""
        return self.past_limit_from is not None and self.past_limit_from <= day


class Source(Protocol):
    """Answers for articles in the same query that reads them."""

    def annotate(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Add what `read` needs to a query of live articles."""

    def read(self, article: Article) -> Provenance | None:
        """The provenance from an annotated article; None where no review is recorded."""

    def approvals(self, versions: Iterable[Version]) -> Mapping[int, list[Approval]]:
        """How each version was approved, by the version's id, as in `Provenance`.

        In one query however many there are.
        """


class NoSource:
    """For a site without the `editorial` app: nothing is claimed."""

    def annotate(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        return articles

    def read(self, article: Article) -> Provenance | None:
        return None

    def approvals(self, versions: Iterable[Version]) -> Mapping[int, list[Approval]]:
        return {}


@cache
def source() -> Source:
    """The configured source; claims nothing where none is configured."""
    path = getattr(settings, "ARTICLES_PROVENANCE", None)
    found: Source = import_string(path)() if path else NoSource()
    return found


def provenance_of(article: Article) -> Provenance | None:
    """Of one article that was read without it, in a query of its own."""
    found = source().annotate(Article.objects.filter(pk=article.pk)).first()
    return source().read(found) if found is not None else None
