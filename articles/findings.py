"""What stands between a draft and its submission: the one gate for admin, commands and tests."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.drafts import text_of_draft
from articles.models import Article, Section
from articles.text.citations import Citation, cited
from articles.text.claims import uncited_claims
from articles.text.plain import text_of
from references.evidence import today
from references.models import Reference, Retraction


class Level(enum.StrEnum):
    """Whether a finding stops a submission."""

    BLOCKS = "blocks"
    WARNS = "warns"


#: What is said of a source under a notice: code, level and message.
NOTICED: Final = {
    Retraction.RETRACTED: (
        "retracted-reference",
        Level.BLOCKS,
        gettext_lazy("“%(reference)s” is retracted. Cite another source, or remove the claim."),
    ),
    Retraction.EXPRESSION_OF_CONCERN: (
        "reference-in-doubt",
        Level.WARNS,
        gettext_lazy(
            "An expression of concern stands against “%(reference)s”: look for another source."
        ),
    ),
    Retraction.CORRECTED: (
        "corrected-reference",
        Level.WARNS,
        gettext_lazy("“%(reference)s” was corrected. Does the claim agree with the correction?"),
    ),
    Retraction.REINSTATED: (
        "reinstated-reference",
        Level.WARNS,
        gettext_lazy("“%(reference)s” was retracted and then reinstated. Readers are told so."),
    ),
}
KEPT: Final = (
    "accepted-reference",
    Level.WARNS,
    gettext_lazy("“%(reference)s”: %(standing)s. The editors keep it: %(reason)s"),
)


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `where` is the admin's name of the field: `summary`, `section:12:body`."""

    code: str
    level: Level
    message: str
    where: str

    @property
    def blocks(self) -> bool:
        return self.level is Level.BLOCKS


def check(article: Article) -> list[Finding]:
    """Every finding on the draft as it is saved, once a field; those that block come first."""
    sections = list(article.sections.all())
    citations = [
        (_where(section, part), citation)
        for section in sections
        for part in ("body", "plain_language")
        for citation in cited(text_of_draft(getattr(section, part)))
    ]
    library = Reference.objects.prefetch_related("superseded_by", "merged_into").in_bulk(
        {c.reference_id for _place, c in citations if c.reference_id is not None}
    )
    findings = [
        *_missing_parts(article, sections),
        *_empty_sections(sections),
        *_citations(citations, library),
        *_outdated(citations, library),
        *_never_cited(article, library),
        *_claims(sections),
    ]
    return sorted(dict.fromkeys(findings), key=lambda finding: not finding.blocks)


def _where(section: Section, part: str) -> str:
    return f"section:{section.pk}:{part}"


def _missing_parts(article: Article, sections: list[Section]) -> Iterator[Finding]:
    def missing(code: str, message: str, where: str) -> Finding:
        return Finding(code, Level.BLOCKS, message, where)

    if not article.title.strip():
        yield missing("no-title", _("The article has no question as its title."), "title")
    elif not article.title.rstrip().endswith("?"):
        yield Finding(
            "title-not-a-question",
            Level.WARNS,
            _("The title is not a question: it does not end in a question mark."),
            "title",
        )
    if not article.summary.strip():
        yield missing(
            "no-summary",
            _("There is no summary. Give the answer in two or three sentences."),
            "summary",
        )
    if article.specialty is None:
        yield missing("no-specialty", _("No specialty is chosen."), "specialty")
    disclaimer = article.disclaimer
    if disclaimer is None or not disclaimer.clinical.strip() or not disclaimer.plain.strip():
        yield missing("no-disclaimer", _("No disclaimer is chosen."), "disclaimer")
    if not any(text_of(text_of_draft(section.body)).strip() for section in sections):
        yield missing("no-text", _("The article has no text yet. Add a section."), "sections")


def _empty_sections(sections: list[Section]) -> Iterator[Finding]:
    for section in sections:
        if not text_of(text_of_draft(section.body)).strip():
            yield Finding(
                "empty-section",
                Level.BLOCKS,
                _("Section “%(heading)s” has no clinical text. Write it, or delete it.")
                % {"heading": section},
                _where(section, "body"),
            )


def _citations(
    citations: list[tuple[str, Citation]], library: dict[int, Reference]
) -> Iterator[Finding]:
    for where, citation in citations:
        reference = None if citation.reference_id is None else library.get(citation.reference_id)
        if reference is None:
            yield Finding(
                "unresolved-citation",
                Level.BLOCKS,
                _("The citation “%(key)s” has no reference. Choose one from the library.")
                % {"key": citation.key or citation.reference_id},
                where,
            )
        else:
            yield from _standing(reference, where)


def _standing(cited: Reference, where: str) -> Iterator[Finding]:
    """What the library knows against a source. A record that was merged stands as the other does.

    An editor who keeps a source despite its notice says why; from then on the notice is a remark.
    """
    source = cited.merged_into or cited
    if source.retraction not in NOTICED:
        return
    code, level, message = NOTICED[Retraction(source.retraction)]
    words = {"reference": cited, "reason": source.accepted_because}
    if source.is_accepted:
        code, level, message = KEPT
        words["standing"] = source.get_retraction_display()
    yield Finding(code, level, message % words, where)


def _outdated(
    citations: list[tuple[str, Citation]], library: dict[int, Reference]
) -> Iterator[Finding]:
    """Sources that a newer work has replaced, or whose issuing body no longer stands behind them.

    The judgement stays the editor's: the history of a question cites what was once valid.
    """
    day = today()
    for where, citation in citations:
        reference = library.get(citation.reference_id or 0)
        if reference is None:
            continue
        if reference.superseded_by is not None:
            yield Finding(
                "superseded-reference",
                Level.WARNS,
                _("“%(reference)s” is superseded by “%(newer)s”: cite that one.")
                % {"reference": reference, "newer": reference.superseded_by},
                where,
            )
        if reference.valid_until is not None and reference.is_past_validity_on(day):
            yield Finding(
                "guideline-past-validity",
                Level.WARNS,
                _("“%(reference)s” was valid until %(day)s. Look for its successor.")
                % {"reference": reference, "day": date_format(reference.valid_until)},
                where,
            )


def _never_cited(article: Article, library: dict[int, Reference]) -> Iterator[Finding]:
    cited_ids = {*library, *(work.merged_into_id or work.pk for work in library.values())}
    listed = Article.listed_references.through.objects.filter(article=article)
    at_hand = set(listed.values_list("reference_id", flat=True))
    for reference in Reference.objects.filter(pk__in=at_hand - cited_ids):
        yield Finding(
            "uncited-reference",
            Level.WARNS,
            _("“%(reference)s” is at hand but never cited. Readers will not see it.")
            % {"reference": reference},
            "listed_references",
        )


def _claims(sections: list[Section]) -> Iterator[Finding]:
    for section in sections:
        for part in ("body", "plain_language"):
            for claim in uncited_claims(text_of_draft(getattr(section, part))):
                yield Finding(
                    "uncited-claim",
                    Level.WARNS,
                    _("A dose, duration or indication has no source: %(text)s")
                    % {"text": claim.sentence},
                    _where(section, part),
                )
