"""From a document to the working draft of an article."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.importing.document import Document
from articles.importing.exceptions import FrontMatterRefused
from articles.importing.keys import resolved
from articles.importing.text import ParsedSection
from articles.models import Article, Disclaimer, Section, Specialty

LONGEST_SLUG = 190  # leaves room for a number


def article_for(document: Document, *, owner: User, but: Collection[int]) -> tuple[Article, bool]:
    """The article with the file's slug, locked, or a new one; and whether it is new.

    Without a slug it is the article of this very title; `but` are those that other files of the
    same run became. An article that exists keeps its owner.
    """
    found = _existing(document, but)
    facts = _facts(document, is_new=found is None)
    if found is None:
        slug = document.metadata.slug or _free_slug(document.metadata.title)
        return Article.objects.create(slug=slug, owner=owner, **facts), True
    changed = [name for name, value in facts.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, facts[name])
    if changed:
        found.save(update_fields=changed)
    return found, False


def _existing(document: Document, but: Collection[int]) -> Article | None:
    articles = Article.objects.select_for_update(of=("self",)).select_related(
        "specialty", "disclaimer"
    )
    if document.metadata.slug:
        return articles.filter(slug=document.metadata.slug).first()
    same = _of_slug(articles, _slug_of(document.metadata.title))
    return same.filter(title=document.metadata.title).exclude(pk__in=but).order_by("pk").first()


def _slug_of(title: str) -> str:
    return slugify(title)[:LONGEST_SLUG].strip("-_") or "article"


def _of_slug(articles: "models.QuerySet[Article]", slug: str) -> "models.QuerySet[Article]":
    return articles.filter(models.Q(slug=slug) | models.Q(slug__startswith=f"{slug}-"))


def _free_slug(title: str) -> str:
    slug = _slug_of(title)
    numbered = re.compile(rf"{re.escape(slug)}(?:-(\d+))?")
    taken = {
        int(found[1] or 1)
        for name in _of_slug(Article.objects.all(), slug).values_list("slug", flat=True)
        if (found := numbered.fullmatch(name))
    }
    number = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return slug if number == 1 else f"{slug}-{number}"


def _facts(document: Document, *, is_new: bool) -> dict[str, Any]:
    """What the file says of the article; of what it leaves out, the default for a new one."""
    said = document.metadata
    facts: dict[str, Any] = {"title": said.title}
    if said.summary is not None:
        facts["summary"] = said.summary
    if said.specialty is not None:
        facts["specialty"] = _specialty(said.specialty)
    if said.risk_tier is not None:
        facts["risk_tier"] = said.risk_tier
    if said.has_search_date:
        facts["literature_searched_on"] = said.literature_searched_on
    if said.disclaimer:
        facts["disclaimer"] = _disclaimer(document, said.disclaimer)
    elif is_new:
        facts["disclaimer"] = Disclaimer.objects.filter(is_default=True).first()
    return facts


def _specialty(name: str) -> Specialty | None:
    """The specialty of this name, in whatever case; new if there is none."""
    if not name:
        return None
    found = Specialty.objects.filter(name__iexact=name).first()
    if found is not None:
        return found
    slug = slugify(name)[:90].strip("-_") or "specialty"
    if Specialty.objects.filter(slug=slug).exists():
        slug = f"{slug}-{Specialty.objects.count() + 1}"
    return Specialty.objects.create(name=name, slug=slug)


def _disclaimer(document: Document, name: str) -> Disclaimer:
    found = Disclaimer.objects.filter(name__iexact=name).first()
    if found is None:
        raise FrontMatterRefused(
            _("There is no disclaimer “%(name)s”. Add it in the admin, or leave the line out.")
            % {"name": name},
            document.front.line("disclaimer"),
        )
    return found


def write_sections(article: Article, parsed: list[ParsedSection], ids: Mapping[str, int]) -> None:
    """Make the article's sections say what the file says, changing as few rows as can be.

    A section is recognised by its heading, else by its place, so that its row history goes on.
    """
    left = list(article.sections.all())
    matches = _by_heading(parsed, left)
    for position, section in enumerate(parsed):
        row = matches.get(position)
        if row is None:
            row = next((other for other in left if other.position == position), None)
            if row is not None:
                left.remove(row)
        _write(article, row, section, position, ids)
    if left:
        article.sections.filter(pk__in=[row.pk for row in left]).delete()


def _by_heading(parsed: list[ParsedSection], left: list[Section]) -> dict[int, Section]:
    """Place in the file → the row with the same heading; takes those rows out of `left`."""
    matches: dict[int, Section] = {}
    for position, section in enumerate(parsed):
        row = next((row for row in left if row.heading == section.heading), None)
        if row is not None:
            matches[position] = row
            left.remove(row)
    return matches


def _write(
    article: Article,
    row: Section | None,
    section: ParsedSection,
    position: int,
    ids: Mapping[str, int],
) -> None:
    said = {
        "position": position,
        "heading": section.heading,
        "body": resolved(section.body, ids),
        "plain_language": resolved(section.plain_language, ids),
    }
    if row is None:
        Section.objects.create(article=article, **said)
        return
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, said[name])
    if changed:
        row.save(update_fields=changed)
