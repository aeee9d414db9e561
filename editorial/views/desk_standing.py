"""The sources of the version under review as they stand now: what a citation's number opens.

The text and its list of references are as they were frozen; what the library has learnt since is
told here, below them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from articles.cited_sources import TOLD
from articles.models import Version
from articles.text.rendering import style_of
from articles.text.strength import strength
from references.evidence import today, warnings
from references.kinds import label
from references.models import Reference, Retraction
from references.standing import in_words
from references.styles import format_reference
from references.styles.parts.links import DOI, PUBMED


@dataclass(frozen=True)
class StandingSource:
    """One source: as the version sets it, and what is known of it today.

    `doi` is empty where the reference as it is set has that link already.
    """

    number: int
    kind: str
    kind_label: str
    html: SafeString
    strength: str
    doi: str
    abstract: str
    standing: str
    tone: str
    notice: str
    kept_because: str
    remarks: list[str]


def sources_of(version: Version) -> list[StandingSource]:
    """By number; in two queries, however many."""
    frozen: list[Mapping[str, Any]] = version.content["references"]
    rows = Reference.objects.select_related("superseded_by", "merged_into__superseded_by")
    library = rows.prefetch_related("notices", "merged_into__notices").in_bulk(
        [reference["id"] for reference in frozen]
    )
    style = style_of(version.content)
    return [
        _source(reference, _lead(library.get(reference["id"])), style)
        for reference in sorted(frozen, key=lambda reference: reference["number"])
    ]


def _lead(reference: Reference | None) -> Reference | None:
    """The record that it was merged into, if it was."""
    return (reference.merged_into or reference) if reference is not None else None


def _source(frozen: Mapping[str, Any], known: Reference | None, style: str) -> StandingSource:
    csl, kind = frozen["csl"], frozen["kind"]
    doi = csl.get("DOI") or (known.doi if known else "")
    pmid = csl.get("PMID") or (known.pmid if known else "")
    html = format_reference(csl, kind, style)
    return StandingSource(
        number=frozen["number"],
        kind=kind,
        kind_label=label(kind),
        html=html,
        strength=strength(frozen),
        doi=f"{DOI}{quote(str(doi), safe='/:;()')}" if doi and DOI not in html else "",
        abstract=f"{PUBMED}{quote(str(pmid))}/" if pmid else "",
        standing=in_words(known, known.notices.all()) if known else "",
        tone=_tone(known),
        notice=known.retraction_notice_url if known else "",
        kept_because=known.accepted_because if known else "",
        remarks=warnings(known, today()) if known else [],
    )


def _tone(known: Reference | None) -> str:
    """The class of the standing; its words say the same."""
    if known is None or known.retraction == Retraction.UNCHECKED:
        return ""
    if known.retraction in (Retraction.RETRACTED, Retraction.EXPRESSION_OF_CONCERN):
        return "is-alarm"
    return "is-notice" if known.retraction in TOLD else "is-approved"
