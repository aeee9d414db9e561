"""What to check in a frozen version: facts that are quicker computed than read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.cited_sources import TOLD
from articles.models import Version
from articles.text.citations import cited_in
from articles.text.claims import uncited_claims
from references.evidence import today, warnings
from references.models import Reference, Retraction
from references.standing import in_words


@dataclass(frozen=True)
class Notice:
    """A source that is not as sound as when it was cited; `address` is that of the notice."""

    text: str
    address: str


@dataclass(frozen=True)
class Check:
    """One fact. A warning asks for the reader's judgement; `items` say what it is about."""

    text: str
    is_warning: bool = False
    items: list[Notice] = field(default_factory=list)


def checks_of(version: Version) -> list[Check]:
    """Of the text as it was frozen, and of its sources as they stand now; warnings first."""
    content: Mapping[str, Any] = version.content
    checks = [*_sources(content), *_claims(content), *_citations(content), *_plain(content)]
    return sorted(checks, key=lambda check: not check.is_warning)


def _sources(content: Mapping[str, Any]) -> Iterator[Check]:
    numbers = {reference["id"]: reference["number"] for reference in content["references"]}
    cited = Reference.objects.select_related("superseded_by", "merged_into").in_bulk(numbers)
    yield from _outdated(numbers, cited)
    library = {numbers[pk]: row.merged_into or row for pk, row in cited.items()}
    noticed = {number: row for number, row in library.items() if row.retraction in TOLD}
    if noticed:
        text = ngettext(
            "%(count)d cited source has a notice against it",
            "%(count)d cited sources have a notice against them",
            len(noticed),
        )
        yield Check(text % {"count": len(noticed)}, is_warning=True, items=_standings(noticed))
    unchecked = {
        number: row for number, row in library.items() if row.retraction == Retraction.UNCHECKED
    }
    count = len(unchecked) + len(numbers) - len(library)
    if numbers and not count and not noticed:
        yield Check(_none_is_retracted(library.values()))
    elif count:
        text = ngettext(
            "%(count)d cited source was not checked for retraction yet",
            "%(count)d cited sources were not checked for retraction yet",
            count,
        )
        yield Check(text % {"count": count}, items=_standings(unchecked))


def _standings(library: Mapping[int, Reference]) -> list[Notice]:
    """How each stands, when it was last asked about, and why the editors keep it all the same."""
    return [
        Notice(_standing(number, reference), reference.retraction_notice_url)
        for number, reference in sorted(library.items())
    ]


def _standing(number: int, reference: Reference) -> str:
    words = {
        "number": number,
        "standing": in_words(reference),
        "reason": reference.accepted_because,
    }
    if reference.is_accepted:
        return _("Reference %(number)d: %(standing)s. Kept by the editors: %(reason)s") % words
    return _("Reference %(number)d: %(standing)s") % words


def _none_is_retracted(library: Iterable[Reference]) -> str:
    """With the day since which every one of them has been asked about, where that is known."""
    checked = [reference.last_checked for reference in library]
    known = [moment for moment in checked if moment is not None]
    if not known or len(known) < len(checked):
        return _("No cited source is retracted")
    return _("No cited source is retracted; each was last checked on %(day)s or later") % {
        "day": date_format(min(known).date())
    }


def _outdated(numbers: Mapping[int, int], library: Mapping[int, Reference]) -> Iterator[Check]:
    day = today()
    remarks = {
        number: warnings(library[pk], day) for pk, number in numbers.items() if pk in library
    }
    outdated = {number: said for number, said in remarks.items() if said}
    if outdated:
        text = ngettext(
            "%(count)d cited source is superseded or past its validity",
            "%(count)d cited sources are superseded or past their validity",
            len(outdated),
        )
        items = [
            Notice(_("Reference %(number)d: %(remark)s") % {"number": number, "remark": remark}, "")
            for number, said in outdated.items()
            for remark in said
        ]
        yield Check(text % {"count": len(outdated)}, is_warning=True, items=items)


def _claims(content: Mapping[str, Any]) -> Iterator[Check]:
    claims = [
        Notice(str(getattr(claim, "sentence", claim)), "")
        for part in ("body", "plain_language")
        for section in content["sections"]
        for claim in uncited_claims(section[part])
    ]
    if not claims:
        yield Check(_("Every dose, duration and indication that was found carries a citation"))
        return
    text = ngettext(
        "%(count)d sentence names a dose, duration or indication without a source",
        "%(count)d sentences name a dose, duration or indication without a source",
        len(claims),
    )
    yield Check(text % {"count": len(claims)}, is_warning=True, items=claims)


def _citations(content: Mapping[str, Any]) -> Iterator[Check]:
    citations, sources = len(cited_in(content["sections"])), len(content["references"])
    of_sources = ngettext("%(count)d source", "%(count)d sources", sources) % {"count": sources}
    text = ngettext(
        "%(count)d citation of %(sources)s", "%(count)d citations of %(sources)s", citations
    )
    yield Check(text % {"count": citations, "sources": of_sources}, is_warning=not citations)


def _plain(content: Mapping[str, Any]) -> Iterator[Check]:
    sections = content["sections"]
    own = sum(bool(section["plain_language"]) for section in sections)
    text = ngettext(
        "%(own)d of %(count)d section has a text of its own for patients",
        "%(own)d of %(count)d sections have a text of their own for patients",
        len(sections),
    )
    yield Check(text % {"own": own, "count": len(sections)})
