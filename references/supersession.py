"""Which work stands in the place of which: editions, updates, newer guidelines."""

from references.models import Reference


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
