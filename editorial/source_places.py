"""Where articles cite a work: in what readers have, in what is under review, in a draft."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from articles.models import Article, Section, Version
from articles.querysets import ArticleQuerySet
from editorial.models import Review

LIVE, REVIEW, DRAFT = "live", "review", "draft"


@dataclass(frozen=True)
class Place:
    """A version, or the draft, that cites the work: as which numbers, and in which sections."""

    where: str
    version: int | None
    digest: str
    numbers: list[int]
    sections: list[dict[str, Any]]

    @property
    def facts(self) -> dict[str, Any]:
        """For an audit event."""
        facts: dict[str, Any] = {"place": self.where, "sections": self.sections}
        if self.version is not None:
            facts |= {"version": self.version, "numbers": self.numbers}
        return facts


def lock_citing(ids: Sequence[int], *, drafts: bool = False) -> list[Article]:
    """The articles concerned, held until the transaction ends, in the order of their ids.

    Every verb holds the article before it does anything, so whatever is read of one after this
    stays as it is. One order for all, so that two who hold several do not wait for each other.
    """
    concerned = citing(ids)
    if drafts:
        sections = Section.objects.filter(cited_ids__overlap=list(ids))
        concerned |= Article.objects.filter(pk__in=sections.values("article"))
    return list(
        Article.objects.filter(pk__in=concerned.values("pk"))
        .select_related("owner")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )


def citing(ids: Sequence[int]) -> ArticleQuerySet:
    """Articles, retired ones too, whose live version or version under review cites one of these."""
    versions = Version.objects.filter(cited_ids__overlap=list(ids)).values("pk")
    under_review = Review.objects.open().filter(version__in=versions).values("article")
    return Article.objects.filter(Q(live_version__in=versions) | Q(pk__in=under_review))


def places(
    article: Article, review: Review | None, ids: Sequence[int], *, drafts: bool = False
) -> list[Place]:
    """Each place once: a re-review's version is the live one. `review` is the open one."""
    found = []
    if article.live_version_id is not None:
        found += _in_version(LIVE, article.live_version_id, ids)
    if review is not None and review.version_id != article.live_version_id:
        found += _in_version(REVIEW, review.version_id, ids)
    if drafts:
        found += _in_draft(article, ids)
    return found


def _in_version(where: str, version_id: int, ids: Sequence[int]) -> list[Place]:
    version = (
        Version.objects.filter(pk=version_id, cited_ids__overlap=list(ids))
        .values("number", "digest", "citations", references=F("content__references"))
        .first()
    )
    if version is None:
        return []
    numbers = [row["number"] for row in version["references"] if row["id"] in ids]
    cited: dict[int, str] = {
        place: heading
        for pk in ids
        for place, heading, _part in version["citations"].get(str(pk), [])
    }
    return [Place(where, version["number"], version["digest"], sorted(numbers), _sections(cited))]


def _in_draft(article: Article, ids: Sequence[int]) -> Iterator[Place]:
    cited = {
        place: section.heading
        for place, section in enumerate(article.sections.all(), start=1)
        if set(section.cited_ids) & set(ids)
    }
    if cited:
        yield Place(DRAFT, None, "", [], _sections(cited))


def _sections(cited: dict[int, str]) -> list[dict[str, Any]]:
    return [{"number": place, "heading": cited[place]} for place in sorted(cited)]
