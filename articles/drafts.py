"""From the working draft to the content that is previewed, compared, checked and frozen."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from articles.following import led_on
from articles.models import Article
from articles.text.citations import cited_in, keep_known, number
from articles.text.sanitise import sanitise
from articles.text.strength import FACTS
from references.models import Reference

PARTS = ("body", "plain_language")


@lru_cache(maxsize=512)
def text_of_draft(html: str) -> str:
    """A draft's HTML as it would be frozen, however it came into the database."""
    return sanitise(html)


def content_of(article: Article) -> dict[str, Any]:
    """The draft in the shape that is rendered and frozen, without number and authors.

    Unresolved citations stay in the text as such; a cited reference that is not in the library
    becomes an unresolved citation under its old id, never a number. A record that was merged is
    cited as the one it was merged into.
    """
    sections = [
        {
            "heading": section.heading.strip(),
            "body": text_of_draft(section.body),
            "plain_language": text_of_draft(section.plain_language),
        }
        for section in article.sections.all()
    ]
    library = _cited_works(sections)
    moved = {pk: work.pk for pk, work in library.items() if work.pk != pk}
    known = {work.pk: work for work in library.values()}
    for section in sections:
        for part in PARTS:
            section[part] = keep_known(led_on(section[part], moved), known)
    references = _in_order(sections, known)
    disclaimer = article.disclaimer
    return {
        "schema": 1,
        "slug": article.slug,
        "title": article.title.strip(),
        "specialty": article.specialty.name if article.specialty else "",
        "specialty_slug": article.specialty.slug if article.specialty else "",
        "summary": article.summary.strip(),
        "risk_tier": article.risk_tier,
        "literature_searched_on": (
            article.literature_searched_on.isoformat() if article.literature_searched_on else None
        ),
        "sections": sections,
        "references": references,
        "reference_style": settings.REFERENCE_STYLE,
        "disclaimer": {
            "clinical": disclaimer.clinical if disclaimer else "",
            "plain": disclaimer.plain if disclaimer else "",
        },
    }


def _cited_works(sections: list[dict[str, str]]) -> dict[int, Reference]:
    """By cited id, the record that stands for it now; ids outside the library are left out."""
    works = Reference.objects.prefetch_related("merged_into").in_bulk(number(cited_in(sections)))
    return {pk: work.merged_into or work for pk, work in works.items()}


def _in_order(
    sections: list[dict[str, str]], library: Mapping[int, Reference]
) -> list[dict[str, Any]]:
    """The cited sources in the order of their numbers, as they stand in the library now."""
    return [
        {
            "id": pk,
            "number": place,
            "kind": library[pk].kind,
            "csl": library[pk].csl,
            **_strength_of(library[pk]),
        }
        for pk, place in number(cited_in(sections)).items()
    ]


def _strength_of(reference: Reference) -> dict[str, Any]:
    """What the library states of a source; no entry for what it does not state."""
    stated = ((fact, getattr(reference, fact)) for fact in FACTS)
    return {
        fact: value.isoformat() if isinstance(value, date) else value
        for fact, value in stated
        if value not in (None, "")
    }
