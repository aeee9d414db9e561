"""The sources of a draft or of a version, ready to be judged; in two queries, however many.

A record that was merged counts as the one it was merged into, so that no source counts twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from articles.drafts import text_of_draft
from articles.models import Article, Version
from articles.source_quality import JudgedSource
from articles.text.citations import cited
from references.models import Reference

PARTS = ("body", "plain_language")


@dataclass
class _Described:
    """A source as the text describes it."""

    id: int
    number: int
    kind: str
    csl: Mapping[str, Any]
    places: list[str]


def of_draft(article: Article) -> list[JudgedSource]:
    """By number; a place is `section:12:body`, as findings name it.

    A citation without a reference is of no source: the gate names it.
    """
    sections = list(article.sections.all())
    places = _places(
        (f"section:{section.pk}:{part}", text_of_draft(getattr(section, part)))
        for part in PARTS
        for section in sections
    )
    works = _works(places)
    found = [pk for pk in places if pk in works]
    return _judged(
        (
            _Described(pk, number, works[pk].kind, works[pk].csl, places[pk])
            for number, pk in enumerate(found, start=1)
        ),
        works,
    )


def of_version(version: Version) -> list[JudgedSource]:
    """As the version describes them, with what the library knows of them now.

    A place is the position of the section, from 1, and the part: `3:body`.
    """
    content: Mapping[str, Any] = version.content
    places = _places(
        (f"{position}:{part}", section[part])
        for part in PARTS
        for position, section in enumerate(content["sections"], start=1)
    )
    references: list[Mapping[str, Any]] = content["references"]
    described = (
        _Described(
            each["id"], each["number"], each["kind"], each["csl"], places.get(each["id"], [])
        )
        for each in references
    )
    return _judged(described, _works(each["id"] for each in references))


def _places(texts: Iterable[tuple[str, str]]) -> dict[int, list[str]]:
    """Where each reference is cited, once for each citation, by first appearance."""
    places: dict[int, list[str]] = {}
    for where, html in texts:
        for citation in cited(html):
            if citation.reference_id is not None:
                places.setdefault(citation.reference_id, []).append(where)
    return places


def _works(ids: Iterable[int]) -> dict[int, Reference]:
    """For each id the record that leads; ids that are not in the library are left out."""
    library = Reference.objects.select_related("superseded_by", "merged_into__superseded_by")
    return {pk: work.merged_into or work for pk, work in library.in_bulk(list(ids)).items()}


def _judged(described: Iterable[_Described], works: Mapping[int, Reference]) -> list[JudgedSource]:
    once: dict[int, _Described] = {}
    for each in described:
        key = works[each.id].pk if each.id in works else each.id
        if key in once:
            once[key].places += each.places
        else:
            once[key] = each
    return [_source(key, each, works.get(each.id)) for key, each in once.items()]


def _source(key: int, described: _Described, work: Reference | None) -> JudgedSource:
    """Of a work that left the library nothing is known but its description."""
    source = JudgedSource(
        id=key,
        number=described.number,
        label=str(work or described.csl.get("title", "")),
        kind=described.kind,
        csl=described.csl,
        places=tuple(described.places),
    )
    if work is None:
        return source
    return replace(
        source,
        retraction=work.retraction,
        is_accepted=work.is_accepted,
        last_checked=work.last_checked,
        valid_until=work.valid_until,
        superseded_by=str(work.superseded_by or ""),
    )
