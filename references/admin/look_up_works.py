"""The works of a look-up as its page shows them: each alone, and beside the library's record."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from references import library
from references.house_style import in_house_style
from references.look_ups.candidates import Candidate
from references.look_ups.comparison import Comparison, comparison
from references.models import LookUp, Reference

LONGEST_PLACE = 2


@dataclass(frozen=True)
class Work:
    """A work that was found. `record`: the library's own, if it has one."""

    place: int
    found: Candidate
    record: Reference | None

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
    if row.reference is not None:
        records: list[Reference | None] = [row.reference] * len(found)
    else:
        records = library.find_many([candidate.csl for candidate in found]) if found else []
    return [
        Work(place, candidate, record)
        for place, (candidate, record) in enumerate(zip(found, records, strict=True))
    ]


def picked(listed: list[Work], place: str) -> Work | None:
    """The one at the place that was written, else the only one there is."""
    if place.isascii() and place.isdigit() and len(place) <= LONGEST_PLACE:
        return listed[int(place)] if int(place) < len(listed) else None
    return listed[0] if len(listed) == 1 else None
