"""The one way into the library: every import, form and look-up finds or creates here."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from references import columns, csl, kinds
from references.models import Reference

STRONG = ("DOI", "PMID", "PMCID")
IDENTIFYING = (*STRONG, "URL")


def _conflicts(reference: Reference, item: Mapping[str, Any]) -> bool:
    """Whether an identifier says that this is another work."""
    return any(key in item and reference.csl.get(key, item[key]) != item[key] for key in STRONG)


def find(item: Mapping[str, Any], *, apart_from: int | None = None) -> Reference | None:
    """The record of the same work, for a normalised item; `apart_from` is a record's own id.

    By DOI, PMID or PMCID; else by address, else by title, year and first author, where no
    identifier contradicts: two editorials of one title and year are two works.
    """
    library = Reference.objects.exclude(pk=apart_from) if apart_from else Reference.objects.all()
    for key in STRONG:
        if key in item:
            found = library.filter(**{key.lower(): item[key]}).first()
            if found is not None:
                return found
    likely: list[Reference] = []
    if "URL" in item:
        likely += library.filter(url=item["URL"]).order_by("pk")
    same_work = columns.fingerprint(columns.as_item(item))
    likely += library.filter(fingerprint=same_work).order_by("pk")
    return next((found for found in likely if not _conflicts(found, item)), None)


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
            return Reference.objects.create(kind=chosen, csl=normal), True
    except IntegrityError:
        # Someone else added the work between our look and our insert.
        if found := find(normal):
            return found, False
        raise
