"""Which work stands in the place of which: editions, updates, newer guidelines."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from references import appraisal, csl
from references.exceptions import InvalidItem
from references.models import Reference
from references.recognition import find_many


def would_circle(older_id: int, newer_id: int) -> bool:
    """Whether the newer work is the older one, or leads back to it; merged records are followed.

    The database refuses the same (`references.triggers.never_superseded_in_a_circle`).
    """
    seen: set[int] = set()
    step: int | None = newer_id
    while step is not None and step not in seen:
        if step == older_id:
            return True
        seen.add(step)
        links = Reference.objects.values_list("merged_into_id", "superseded_by_id")
        merged_into, superseded_by = links.filter(pk=step).first() or (None, None)
        step = merged_into or superseded_by
    return False


def link(added: Iterable[tuple[int, Mapping[str, Any]]]) -> list[int]:
    """Say of records that a file added what supersedes them, as their items name it.

    Call it when the whole file is in the library: the newer work may stand further below. Returns
    the ids of those whose newer work the library does not hold, or that would come in a circle.
    """
    named = [(pk, newer) for pk, item in added if (newer := appraisal.newer(item)) is not None]
    return [pk for pk, newer in named if not _linked(pk, newer)]


def _linked(pk: int, item: Mapping[str, Any]) -> bool:
    try:
        [newer] = find_many([csl.normalise(item)])
        if newer is None or would_circle(pk, newer.pk):
            return False
        with transaction.atomic():
            return bool(Reference.objects.filter(pk=pk).update(superseded_by=newer))
    except (InvalidItem, IntegrityError):
        return False
