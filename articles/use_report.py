"""Where a set of works is used, as a page and as a file."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.where_used import Use, where_used
from references.models import Reference


@dataclass(frozen=True)
class UsedWork:
    """A work and everywhere it is used."""

    reference: Reference
    uses: list[Use]

    @property
    def article_count(self) -> int:
        """Articles that cite it; one that only has it at hand does not."""
        return len({use.article_id for use in self.uses if use.part})


@dataclass(frozen=True)
class Report:
    """`unknown`: what was asked for and is not in the library, as it was written."""

    works: list[UsedWork]
    unknown: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [work.reference.pk for work in self.works]

    @property
    def use_count(self) -> int:
        return sum(len(work.uses) for work in self.works)

    @property
    def unused(self) -> list[UsedWork]:
        return [work for work in self.works if not work.uses]


def report_on(reference_ids: Collection[int], unknown: Collection[str] = ()) -> Report:
    """In two queries, whatever the number of works and uses."""
    library = Reference.objects.select_related("merged_into").in_bulk(reference_ids)
    ids = [pk for pk in dict.fromkeys(reference_ids) if pk in library]
    uses: dict[int, list[Use]] = {pk: [] for pk in ids}
    for use in where_used(ids, at_hand=True):
        uses[use.reference_id].append(use)
    return Report([UsedWork(library[pk], uses[pk]) for pk in ids], list(unknown))


def table(report: Report) -> Iterator[list[object]]:
    """Its rows for a spreadsheet, headings first; a work that is used nowhere has a row too."""
    yield [
        *(_("Record"), _("Reference"), "DOI", "PMID", _("Question"), _("Address")),
        *(_("Where"), _("Version"), _("Section"), _("Heading"), _("Text"), _("Cited as record")),
    ]
    for work in report.works:
        reference = work.reference
        facts = [reference.pk, str(reference), reference.doi, reference.pmid]
        for use in work.uses:
            yield [
                *(*facts, use.title, use.slug, use.place_label, use.version_number),
                *(use.section_position, use.section_heading, use.part_label, use.cited_id),
            ]
        if not work.uses:
            yield [*facts, "", "", _("Not used anywhere"), *[""] * 5]
    for text in report.unknown:
        yield ["", text, "", "", "", "", _("Not in the library"), *[""] * 5]
