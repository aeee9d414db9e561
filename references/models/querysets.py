"""What is asked of the library."""

from typing import TYPE_CHECKING, Self

from django.db import models

from references.models.matching import in_order, matching_ids
from references.models.standing import Retraction

if TYPE_CHECKING:
    from references.models.reference import Reference  # noqa: F401 # in the annotation below

RESULTS = 20


class ReferenceQuerySet(models.QuerySet["Reference"]):
    """What is asked of the library."""

    def retracted(self) -> Self:
        return self.filter(retraction=Retraction.RETRACTED)

    def current(self) -> Self:
        """Without the records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def matching(self, text: str, limit: int = RESULTS) -> Self:
        """The best `limit` hits for what an editor types: title, author, year, DOI, PMID.

        Every word must occur (the beginning of one will do); where hardly anything has them all,
        the whole may be close to the title. What was merged into another record is not found.
        Asks at once, in a few short queries.
        """
        found = matching_ids(self.current(), text, limit)
        return self.filter(pk__in=found).order_by(in_order(found)) if found else self.none()
