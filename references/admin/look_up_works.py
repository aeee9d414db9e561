"""The works of a look-up as its page shows them: each alone, and beside the library's record."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from references import library
from references.house_style import in_house_style
from references.look_ups.candidates import Candidate
from references.look_ups.comparison import Comparison, comparison
from references.models import LookUp, Reference
from references.recognition import merged_into

LONGEST_PLACE = 2


@dataclass(frozen=True)
class Work:
    """A work that was found.

    `record`: the library's own, if it has one; `elsewhere`: where a certain record is to be
    completed, another one that is of this work.
    """

    place: int
    found: Candidate
    record: Reference | None
    elsewhere: Reference | None = None

    @property
    def preview(self) -> SafeString:
        return SafeString(in_house_style(dict(self.found.csl), self.found.kind))

    @property
    def comparison(self) -> Comparison | None:
        if self.record is None:
            return None
        return comparison(self.record, self.found.csl, self.found.kind)


def works(row: LookUp) -> list[Work]:
    """In the order of likelihood. Where a record is to be completed, all stand beside that one."""
    found = [Candidate.of_json(value) for value in row.candidates]
    if not found:
        return []
    items = [candidate.csl for candidate in found]
    if row.reference is None:
        listed = zip(found, library.find_many(items), strict=True)
        return [Work(place, candidate, record) for place, (candidate, record) in enumerate(listed)]
    record = merged_into(row.reference)
    others = library.find_many(items, apart_from=record.pk)
    return [
        Work(place, candidate, record, other)
        for place, (candidate, other) in enumerate(zip(found, others, strict=True))
    ]


def picked(listed: list[Work], place: str) -> Work | None:
    """The one at the place that was written, else the only one there is."""
    if place.isascii() and place.isdigit() and len(place) <= LONGEST_PLACE:
        return listed[int(place)] if int(place) < len(listed) else None
    return listed[0] if len(listed) == 1 else None
