"""Identifiers that a record lacks and an import knows: the only thing an import ever adds to it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from references.identity import ENTRIES, NUMBERS, Identity
from references.models import Reference

#: An address names a place and not a work; the record keeps its own, or none.
COMPLETED = (*NUMBERS, "nct")
Wish = tuple[Reference, Mapping[str, Any]]


def missing(reference: Reference, item: Mapping[str, Any]) -> dict[str, str]:
    """The identifiers that a normalised item has and the record of the same work lacks.

    None, unless one of the numbers that a single record holds is the same in both and none differs:
    two titles that agree, or two addresses, are too little to tie a number to a record, for whoever
    asks about retractions asks by that number.
    """
    mine, theirs = Identity.of_record(reference), Identity.of_item(item)
    same = any(getattr(mine, name) == getattr(theirs, name) != "" for name in NUMBERS)
    if not same or mine.contradicts(theirs):
        return {}
    return {
        ENTRIES[name]: getattr(theirs, name)
        for name in COMPLETED
        if getattr(theirs, name) and not reference.csl.get(ENTRIES[name])
        if name != "isbn" or reference.csl["type"] == "book"
    }


def complete(wishes: Iterable[Wish]) -> dict[int, dict[str, str]]:
    """Give the records what `missing` says, and tell what each gained, by its id.

    What another record holds stays there. The history of the record keeps both of its states.
    """
    asked = [(work.pk, item) for work, item in wishes if missing(work, item)]
    if not asked:
        return {}
    gained: dict[int, dict[str, str]] = {}
    with transaction.atomic():
        works = _locked({pk for pk, _item in asked})
        taken = _held([missing(works[pk], item) for pk, item in asked if pk in works])
        for pk, item in asked:
            if pk in works and (more := _free(missing(works[pk], item), taken)):
                _give(works[pk], more)
                gained[pk] = gained.get(pk, {}) | more
        return _stored([works[pk] for pk in gained], gained)


def _locked(pks: set[int]) -> dict[int, Reference]:
    """In one order for all, so that two imports wait for and not on each other."""
    return {
        work.pk: work
        for work in Reference.objects.current()
        .filter(pk__in=pks)
        .order_by("pk")
        .select_for_update(of=("self",))
    }


def _held(wanted: list[dict[str, str]]) -> set[tuple[str, str]]:
    """Which of these numbers some record holds already."""
    held: set[tuple[str, str]] = set()
    for name in NUMBERS:
        entry = ENTRIES[name]
        values = {more[entry] for more in wanted if entry in more}
        if values:
            holders = Reference.objects.current().filter(**{f"{name}__in": values})
            held |= {(entry, value) for value in holders.values_list(name, flat=True)}
    return held


def _free(more: dict[str, str], taken: set[tuple[str, str]]) -> dict[str, str]:
    """Without what is taken; what is left is taken from now on, but for trials: they are shared."""
    free = {entry: value for entry, value in more.items() if (entry, value) not in taken}
    taken |= {(entry, value) for entry, value in free.items() if entry != ENTRIES["nct"]}
    return free


def _give(work: Reference, more: dict[str, str]) -> None:
    work.csl = {**work.csl, **more}
    for name, entry in ENTRIES.items():
        if entry in more:
            setattr(work, name, more[entry])


def _stored(works: list[Reference], gained: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    """Nothing, where somebody else gave one of these numbers to a record at this moment."""
    try:
        with transaction.atomic():
            Reference.objects.bulk_update(works, ["csl"])
    except IntegrityError:
        return {}
    return gained
