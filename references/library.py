"""The one way into the library: every import, form and look-up finds or creates here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import IntegrityError, transaction

from references import appraisal, completing, csl, kinds, standing
from references.identity import Shelf
from references.models import Reference
from references.recognition import find_many, recognised

__all__ = ["Added", "Work", "add_many", "find", "find_many", "find_or_create"]


class Work(Protocol):
    """A normalised item, and what kind of source it is."""

    @property
    def csl(self) -> Mapping[str, Any]: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Added:
    """What became of one work. `gained`: the identifiers that its record did not have before."""

    reference: Reference
    is_new: bool
    gained: Mapping[str, str] = field(default_factory=dict)


def find(item: Mapping[str, Any], *, apart_from: int | None = None) -> Reference | None:
    """The record of the same work, for a normalised item; `apart_from` is a record's own id.

    By DOI, PMID, PMCID, set id, ISBN (of a book), or registration number where nothing names the
    paper; else by address, else by title, year and first author, where no identifier contradicts:
    two editorials of one title and year are two works. A record that was merged answers with the
    one it was merged into.
    """
    return find_many([item], apart_from=apart_from)[0]


def find_or_create(item: Mapping[str, Any], *, kind: str | None = None) -> tuple[Reference, bool]:
    """The record of this work, and whether it is new. Never changes a record that exists.

    `kind` wins over what the item says of itself. Raises `InvalidItem`.
    """
    chosen = kinds.named(kind) if kind else None
    normal = csl.normalise(item)
    if found := find(normal):
        return found, False
    if chosen is None:
        chosen = kinds.kind_of({**normal, "kind": item.get("kind")})
    try:
        with transaction.atomic():
            created = _record(chosen, normal)
            created.save(force_insert=True)
            standing.consult_about_new([created])
            return created, True
    except IntegrityError:
        # Someone else added the work between our look and our insert.
        if found := find(normal):
            return found, False
        raise


def _record(kind: str, item: Mapping[str, Any]) -> Reference:
    """Not stored yet. What supersedes it, `supersession.link` says when all of a file is there."""
    bare, stated = appraisal.taken(item)
    return Reference(kind=kind, csl=bare, **stated)


def add_many(works: Sequence[Work], *, complete: bool = False) -> list[Added]:
    """As `find_or_create` for each in turn, in a handful of queries: give it some hundreds.

    With `complete`, a record that was there already gains the identifiers that the work has and it
    lacks, and nothing else, as `completing.missing` says (ADR 0041).
    """
    added = _added(works)
    if not complete:
        return added
    there = [
        (one.reference, work.csl) for one, work in zip(added, works, strict=True) if not one.is_new
    ]
    gained = completing.complete(there)
    return [
        one if one.is_new else Added(one.reference, False, gained.get(one.reference.pk, {}))  # noqa: FBT003
        for one in added
    ]


def _added(works: Sequence[Work]) -> list[Added]:
    found = recognised([work.csl for work in works], Shelf())
    new = {
        place: _record(works[place].kind, works[place].csl)
        for place, known in enumerate(found)
        if known is None
    }
    try:
        if new:
            with transaction.atomic():
                Reference.objects.bulk_create(new.values())
                standing.consult_about_new(list(new.values()))
    except IntegrityError:
        # Someone else added one of them meanwhile. Which one, PostgreSQL tells for one row only.
        return [Added(*find_or_create(work.csl, kind=work.kind)) for work in works]
    return [_outcome(known, place, new) for place, known in enumerate(found)]


def _outcome(known: Reference | int | None, place: int, new: Mapping[int, Reference]) -> Added:
    if isinstance(known, Reference):
        return Added(known, is_new=False)
    return Added(new[place if known is None else known], is_new=known is None)
