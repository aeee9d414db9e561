"""Which works of a batch the library knows: a handful of queries for hundreds of items."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import JSONField, Q
from django.db.models.expressions import RawSQL

from references import columns
from references.identity import Identity, Key, Shelf
from references.models import Reference

Item = Mapping[str, Any]
Wanted = Mapping[str, set[str]]
#: What `columns.fingerprint` reads of an item.
FINGERPRINTED = ("title", "issued", "publisher", "container-title")
PEOPLE = ("author", "editor")
#: A registration names a record that nothing else names (`Identity.is_registration`).
ALONE = {"nct": Q(doi="", pmid="", pmcid="")}


def fingerprints(items: Sequence[Item]) -> list[str]:
    """As the library's column would hold them: what counts as a letter, the database decides."""
    if not items:
        return []
    one = RawSQL("batch.item", (), output_field=JSONField())
    query = Reference.objects.all().query
    expression = columns.fingerprint(one).resolve_expression(query)
    sql, parameters = query.get_compiler(using="default").compile(expression)
    told = json.dumps([_fingerprinted(item) for item in items])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql} FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY"  # noqa: S608 -- our own expression
            " AS batch (item, place) ORDER BY batch.place",
            [*parameters, told],
        )
        return [fingerprint for (fingerprint,) in cursor.fetchall()]


def _fingerprinted(item: Item) -> dict[str, Any]:
    told = {key: item[key] for key in FINGERPRINTED if key in item}
    return told | {role: item[role][:1] for role in PEOPLE if role in item}


def find_many(items: Sequence[Item], *, apart_from: int | None = None) -> list[Reference | None]:
    """For each normalised item the record of the same work, if the library holds one.

    `apart_from` is a record's own id: neither it nor what was merged into it is an answer. Ask for
    some hundreds at a time.
    """
    found = recognised(items, None, apart_from=apart_from)
    return [one if isinstance(one, Reference) else None for one in found]


def recognised(
    items: Sequence[Item], met: Shelf[int] | None, first: int = 0, *, apart_from: int | None = None
) -> list[Reference | int | None]:
    """For each item its record; else the number of the earlier item of the same work; else None.

    Items are numbered from `first`. Those that nobody knew are put on the shelf `met`, which a
    caller keeps from batch to batch of one file.
    """
    known = [Identity.of_item(item) for item in items]
    by_number = _shelf([key for one in known for key in one.certain()], apart_from)
    certain: list[Reference | None] = [by_number.certain(one) for one in known]
    open_ = [place for place, found in enumerate(certain) if found is None]
    marks = fingerprints([items[place] for place in open_])
    asked = {
        place: Identity.of_item(items[place], mark)
        for place, mark in zip(open_, marks, strict=True)
    }
    by_name = _shelf([key for one in asked.values() for key in one.likely()], apart_from)
    found: list[Reference | int | None] = list(certain)
    for place, identity in asked.items():
        found[place] = _one(identity, by_name, met)
        if met is not None and found[place] is None:
            met.put(identity, first + place)
    return found


def _one(
    identity: Identity, library: Shelf[Reference], met: Shelf[int] | None
) -> Reference | int | None:
    """A number decides over a name, whether it is met in the library or earlier in the file."""
    earlier = met.certain(identity) if met is not None else None
    if earlier is not None:
        return earlier
    found = library.likely(identity)
    return found if found is not None or met is None else met.likely(identity)


def _shelf(keys: Iterable[Key], apart_from: int | None) -> Shelf[Reference]:
    """The records that any of these could mean; one that was merged stands for the other."""
    wanted: dict[str, set[str]] = {}
    for name, value in keys:
        wanted.setdefault(name, set()).add(value)
    shelf: Shelf[Reference] = Shelf()
    for reference in _current(wanted):
        if reference.pk != apart_from:
            shelf.put(Identity.of_record(reference), reference)
    for reference in _merged(wanted):
        target = merged_into(reference)
        if target.pk != apart_from:
            shelf.put(Identity.of_record(reference), target, also=Identity.of_record(target))
    return shelf


def _current(wanted: Wanted) -> Iterator[Reference]:
    """One query for each column: each has an index of its own, on what is not empty."""
    for name, values in wanted.items():
        of_values = Q(**{f"{name}__in": values}) & ~Q(**{name: ""}) & ALONE.get(name, Q())
        yield from Reference.objects.current().filter(of_values).order_by("pk")


def _merged(wanted: Wanted) -> Iterator[Reference]:
    """Few, and found by what marks them."""
    any_of = Q()
    for name, values in wanted.items():
        any_of |= Q(**{f"{name}__in": values})
    if any_of:
        merged = Reference.objects.filter(any_of, merged_into__isnull=False)
        yield from merged.select_related("merged_into").order_by("pk")


def merged_into(reference: Reference) -> Reference:
    """The record that stands for this one: itself, or the last in a chain of merged ones."""
    passed: set[int] = set()
    while reference.merged_into is not None and reference.pk not in passed:
        passed.add(reference.pk)
        reference = reference.merged_into
    return reference
