"""What the reader site's pages read. Titles and summaries are always those of a version."""

import datetime
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from articles.cited_sources import ChangedSources, changed_sources
from articles.models import Article, Specialty, Version
from articles.provenance import source
from articles.published_changes import changes_before
from articles.querysets import ArticleQuerySet

#: What no page of the reader site needs from an article: the words of its draft.
DRAFT = ("title", "summary", "literature_searched_on", "retirement_reason")
#: What only few pages need from a version, and is large.
LARGE = ("content", "search", "words", "clinical_html", "plain_html", "cited_ids", "citations")


def today() -> datetime.date:
    """The day by which reviews are due, in UTC."""
    return timezone.now().date()


def article_page(slug: str, audience: str) -> Article | None:
    """Everything the article's page shows, in one query; None where nothing was ever approved.

    A retired article is found too: its address answers differently. Beside the live version, the
    row carries `html` (the stored rendering), `searched_on`, `changed_sources`, `changes` (since
    the version before) and what the provenance source adds.
    """
    return next(iter(_article_pages(audience).filter(slug=slug)), None)


@cache
def _article_pages(audience: str) -> ArticleQuerySet:
    """Never evaluated itself. Kept, because building it costs more than running it."""
    articles = (
        Article.objects.filter(live_version__isnull=False)
        .select_related("live_version__publication")
        .defer(*DRAFT, *(f"live_version__{column}" for column in LARGE))
        .annotate(
            html=F(f"live_version__{'plain' if audience == 'plain' else 'clinical'}_html"),
            searched_on=KeyTextTransform("literature_searched_on", "live_version__content"),
            changed_sources=changed_sources(),
            changes=changes_before("live_version__"),
        )
    )
    return source().annotate(articles)


def live_articles() -> ArticleQuerySet:
    """Live articles, newest publication first, with what a list of them shows."""
    return (
        Article.objects.live()
        .select_related("live_version__publication")
        .defer(*DRAFT, *(f"live_version__{column}" for column in LARGE))
        .order_by("-live_version__publication__published_at", "-pk")
    )


def live_articles_in(specialty: Specialty) -> ArticleQuerySet:
    """By the specialty that was approved with the text, not the one of the draft."""
    return live_articles().filter(live_version__specialty_slug=specialty.slug)


def specialties_with_articles() -> list[tuple[Specialty, int]]:
    """The specialties in which readers find something, and how many articles."""
    counted = (
        Article.objects.live()
        .select_related(None)
        .order_by()
        .values_list("live_version__specialty_slug")
        .annotate(number=Count("pk"))
    )
    numbers = dict(counted)
    return [
        (specialty, numbers[specialty.slug])
        for specialty in Specialty.objects.filter(slug__in=numbers)
    ]


def version_at(slug: str, number: int) -> Version | None:
    """A version whatever its state, with its article and its publication if it was published.

    It carries `changed_sources`, as do the versions below, and `changes` since the one before.
    """
    return (
        Version.objects.filter(article__slug=slug, number=number)
        .annotate(changed_sources=changed_sources(""), changes=changes_before())
        .select_related("article__live_version__publication", "publication", "frozen_by")
        .defer("search", *(f"article__live_version__{column}" for column in LARGE))
        .first()
    )


def sources_of_published(slug: str, number: int) -> ChangedSources | None:
    """The sources of a version with a notice; None for one that readers do not get."""
    found = (
        Version.objects.filter(
            article__slug=slug,
            article__retired_at__isnull=True,
            number=number,
            publication__isnull=False,
        )
        .values_list(changed_sources(""), flat=True)
        .first()
    )
    return None if found is None else ChangedSources.of(found)


def published_versions(article: Article) -> QuerySet[Version]:
    """Versions that readers were given, newest first."""
    return (
        Version.objects.filter(article=article, publication__isnull=False)
        .annotate(changed_sources=changed_sources(""))
        .select_related("publication")
        .defer(*LARGE)
        .order_by("-number")
    )


def contents_of_versions(versions: Iterable[Version]) -> list[dict[str, Any]]:
    """The contents of these versions, in this order, in one query."""
    wanted = [version.pk for version in versions]
    contents = dict(Version.objects.filter(pk__in=wanted).values_list("pk", "content"))
    return [contents[pk] for pk in wanted]


def reviewed_article(slug: str) -> Article | None:
    """An article that has or had a live version, for the pages beside its own."""
    return (
        Article.objects.filter(slug=slug, live_version__isnull=False)
        .select_related("live_version")
        .defer(*DRAFT, *(f"live_version__{column}" for column in LARGE if column != "content"))
        .first()
    )
