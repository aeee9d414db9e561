"""Finding the tampering that triggers cannot refuse: by a superuser, on disk, in a dump.

Three things hold each other: the rows, the chained history that tells how they came about, and the
seals of the signatures, whose key is not in the database. Whoever changes a row contradicts its
event; whoever changes an event too breaks its chain; whoever recomputes the chain breaks no seal of
a signature, but neither can they make one, nor change what was anchored outside.
"""

from collections.abc import Iterator

from editorial.verification import (
    assignments,
    chains,
    clocks,
    comments,
    disclosures,
    proposals,
    publications,
    reviews,
    signatures,
    versions,
    withdrawals,
)
from editorial.verification.chains import Head, as_json, from_json, heads
from editorial.verification.fault import Fault

__all__ = ["Fault", "Head", "as_json", "faults", "from_json", "heads"]


def faults(anchor: list[Head] | None = None) -> Iterator[Fault]:
    """Everything that does not add up, over events, versions, reviews and all that belongs to them.

    Without an anchor, a chain cut at its end, or dropped as a whole, shows only where a row is left
    without its event. With one, it always shows.
    """
    yield from chains.faults()
    yield from versions.faults()
    yield from signatures.faults()
    yield from withdrawals.faults()
    yield from reviews.faults()
    yield from assignments.faults()
    yield from proposals.faults()
    yield from comments.faults()
    yield from disclosures.faults()
    yield from publications.faults()
    yield from clocks.faults()
    yield from chains.against(anchor or [])
