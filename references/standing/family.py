"""A work and the records that were merged into it: they have one standing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from references.models import Notice, Reference


@dataclass(frozen=True)
class Work:
    """One work, under all the identifiers it ever had in the library."""

    lead: Reference
    merged: list[Reference] = field(default_factory=list)

    @property
    def rows(self) -> list[Reference]:
        return [self.lead, *self.merged]

    @property
    def dois(self) -> list[str]:
        return list(dict.fromkeys(row.doi for row in self.rows if row.doi))

    @property
    def pmids(self) -> list[str]:
        return list(dict.fromkeys(row.pmid for row in self.rows if row.pmid))


def works(ids: Iterable[int]) -> list[Work]:
    """The works that these records belong to, each once, in the order of their leading ids."""
    found = {row.pk: row for row in _led_by(set(ids))}
    lead_of = {pk: pk for pk in found}
    members = {pk: Work(row) for pk, row in found.items()}
    latest = list(found)
    while latest:
        merged = Reference.objects.filter(merged_into__in=latest).order_by("pk")
        latest = []
        for row in merged:
            assert row.merged_into_id is not None  # noqa: S101 # for the type checker
            if row.pk not in lead_of:
                lead_of[row.pk] = lead_of[row.merged_into_id]
                members[lead_of[row.pk]].merged.append(row)
                latest.append(row.pk)
    return [members[pk] for pk in sorted(members)]


def work_of(reference: Reference) -> Work:
    return works([reference.pk])[0]


def _led_by(ids: set[int]) -> list[Reference]:
    """The records at the end of every chain of merges."""
    leads: dict[int, Reference] = {}
    asked: set[int] = set()
    while ids:
        asked |= ids
        rows = list(Reference.objects.filter(pk__in=ids))
        leads |= {row.pk: row for row in rows if row.merged_into_id is None}
        ids = {row.merged_into_id for row in rows if row.merged_into_id is not None} - asked
    return list(leads.values())


def locked(reference: Reference) -> Work:
    """This record's work as it is now, locked until the transaction ends."""
    rows = Reference.objects.select_for_update(of=("self",))
    lead = rows.get(pk=reference.pk)
    while lead.merged_into_id is not None:
        lead = rows.get(pk=lead.merged_into_id)
    work = Work(lead)
    latest = [lead.pk]
    while latest:
        merged = list(rows.filter(merged_into__in=latest).order_by("pk"))
        work.merged.extend(merged)
        latest = [row.pk for row in merged]
    return work


def notices_of(work: Work) -> QuerySet[Notice]:
    """Every notice about it, those that are gone too; the newest date first."""
    return Notice.objects.filter(reference__in=[row.pk for row in work.rows]).order_by("-on", "-pk")


def present_notices_of(work: Work) -> QuerySet[Notice]:
    return notices_of(work).filter(gone__isnull=True)
