"""From the working draft to the content that is previewed, compared, checked and frozen."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from articles.models import Article
from articles.text.citations import cited_in, keep_known, number
from articles.text.sanitise import sanitise
from articles.text.strength import FACTS
from references.models import Reference


@lru_cache(maxsize=512)
def text_of_draft(html: str) -> str:
    """A draft's HTML as it would be frozen, however it came into the database."""
    return sanitise(html)


def content_of(article: Article) -> dict[str, Any]:
    """The draft in the shape that is rendered and frozen, without number and authors.

    Unresolved citations stay in the text as such; a cited reference that is not in the library
    becomes an unresolved citation under its old id, never a number.
    """
    sections = [
        {
            "heading": section.heading.strip(),
            "body": text_of_draft(section.body),
            "plain_language": text_of_draft(section.plain_language),
        }
        for section in article.sections.all()
    ]
    references = cited_references(sections)
    known = {reference["id"] for reference in references}
    for section in sections:
        for part in ("body", "plain_language"):
            section[part] = keep_known(section[part], known)
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


def cited_references(sections: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The cited sources in the order of their numbers, as they stand in the library now."""
    numbers = number(cited_in(sections))
    library = Reference.objects.in_bulk(numbers)
    found = [pk for pk in numbers if pk in library]
    return [
        {
            "id": pk,
            "number": place,
            "kind": library[pk].kind,
            "csl": library[pk].csl,
            **_strength_of(library[pk]),
        }
        for place, pk in enumerate(found, start=1)
    ]


def _strength_of(reference: Reference) -> dict[str, Any]:
    """What the library states of a source; no entry for what it does not state."""
    stated = ((fact, getattr(reference, fact)) for fact in FACTS)
    return {
        fact: value.isoformat() if isinstance(value, date) else value
        for fact, value in stated
        if value not in (None, "")
    }
