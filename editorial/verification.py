"""Finding the tampering that triggers cannot refuse: by a superuser, on disk, in a dump."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from articles.models import Article, Version
from articles.versions import faults_of
from editorial import audit
from editorial.models import AuditEvent, Review, SignOff
from editorial.states import State

#: Rows read from the database at a time; memory stays the same for any length of history.
BATCH = 500


@dataclass(frozen=True)
class Fault:
    """One row that is not as it was written: which, and how it shows."""

    row: str
    problem: str

    def __str__(self) -> str:
        return f"{self.row}: {self.problem}"


@dataclass(frozen=True)
class Head:
    """The last event of a chain, as written to an anchor outside the database."""

    chain: int
    sequence: int
    hash: str


def faults(anchor: list[Head] | None = None) -> Iterator[Fault]:
    """Everything that does not add up, over events, versions, sign-offs and reviews.

    Without an anchor, a chain cut at its end, or dropped as a whole, shows only where a sign-off or
    a review is left without its event. With one, it always shows.
    """
    yield from _chains()
    yield from _versions()
    yield from _signatures()
    yield from _reviews()
    yield from _against(anchor or [])


def heads() -> list[Head]:
    """The last event of every chain."""
    last = AuditEvent.objects.order_by("chain", "-sequence").distinct("chain")
    return [Head(event.chain, event.sequence, event.hash) for event in last]


def _chains() -> Iterator[Fault]:
    previous: AuditEvent | None = None
    for event in AuditEvent.objects.order_by("chain", "sequence").iterator(BATCH):
        if previous is not None and previous.chain != event.chain:
            previous = None
        yield from _link(event, previous)
        previous = event


def _link(event: AuditEvent, previous: AuditEvent | None) -> Iterator[Fault]:
    expected = previous.sequence + 1 if previous else 1
    if event.sequence > expected:
        missing = f"{event.chain}/{expected}"
        yield Fault(f"audit event {missing}", f"is missing before {event.chain}/{event.sequence}")
    elif event.previous_hash != (previous.hash if previous else audit.GENESIS):
        yield Fault(_named(event), "does not follow the event before it")
    if audit.hash_of(event) != event.hash:
        yield Fault(_named(event), "was altered: its hash is not that of its contents")


def _named(event: AuditEvent) -> str:
    return f"audit event {event.chain}/{event.sequence} (row {event.pk}, {event.action})"


def _versions() -> Iterator[Fault]:
    for version in Version.objects.order_by("pk").iterator(BATCH):
        for problem in faults_of(version):
            yield Fault(f"version {version.number} of article {version.article_id}", problem)


def _signatures() -> Iterator[Fault]:
    """Every sign-off has its event, saying the same; every event has its sign-off."""
    events: dict[int, AuditEvent] = {
        event.details.get("sign_off", 0): event
        for event in AuditEvent.objects.filter(action="sign-off")
    }
    for sign_off in SignOff.objects.select_related("review__version").iterator(BATCH):
        row = f"sign-off {sign_off.pk} on review {sign_off.review_id}"
        event = events.pop(sign_off.pk, None)
        if sign_off.digest != sign_off.review.version.digest:
            yield Fault(row, "is for another text than the version under review")
        if event is None:
            yield Fault(row, "has no audit event")
        elif _told(event) != _signed(sign_off):
            yield Fault(row, "differs from its audit event")
    for pk in events:
        yield Fault(f"sign-off {pk}", "is missing, but its audit event is there")


def _told(event: AuditEvent) -> tuple[Any, ...]:
    told = event.details
    return (
        event.review_id,
        event.actor_id,
        event.at,
        event.version_digest,
        event.reason,
        told.get("verdict"),
        told.get("meaning"),
        told.get("signer"),
    )


def _signed(sign_off: SignOff) -> tuple[Any, ...]:
    return (
        sign_off.review_id,
        sign_off.signed_by_id,
        sign_off.signed_at,
        sign_off.digest,
        sign_off.reason,
        sign_off.verdict,
        sign_off.meaning,
        sign_off.printed_name,
    )


def _reviews() -> Iterator[Fault]:
    """A review's state is the one that its last event left it in."""
    last: dict[int, str] = dict(
        AuditEvent.objects.filter(review__isnull=False)
        .order_by("review", "-sequence")
        .distinct("review")
        .values_list("review", "to_state")
    )
    for pk, state in Review.objects.order_by("pk").values_list("pk", "state").iterator():
        if pk not in last:
            yield Fault(f"review {pk}", "has no audit event")
        elif last[pk] != state:
            yield Fault(f"review {pk}", f"is {state}, but its last audit event says {last[pk]}")
    yield from _live_versions()
    yield from _retirements()


def _live_versions() -> Iterator[Fault]:
    unapproved = Version.objects.filter(article__live_version=F("pk")).exclude(
        reviews__state=State.APPROVED
    )
    for version in unapproved.iterator(BATCH):
        yield Fault(
            f"version {version.number} of article {version.article_id}",
            "is live without an approved review",
        )


def _retirements() -> Iterator[Fault]:
    """An article is retired exactly if its last event about that says so."""
    told = dict(
        AuditEvent.objects.filter(action__in=["retire", "reinstate"])
        .order_by("article", "-sequence")
        .distinct("article")
        .values_list("article", "action")
    )
    said = {pk for pk, action in told.items() if action == "retire"}
    are = set(Article.objects.filter(retired_at__isnull=False).values_list("pk", flat=True))
    for pk in sorted(are - said):
        yield Fault(f"article {pk}", "is retired without an audit event")
    for pk in sorted(said - are, key=str):
        yield Fault(f"article {pk}", "was retired and is not, without an audit event")


def _against(anchor: list[Head]) -> Iterator[Fault]:
    for head in anchor:
        event = AuditEvent.objects.filter(chain=head.chain, sequence=head.sequence).first()
        row = f"audit event {head.chain}/{head.sequence}"
        if event is None:
            yield Fault(row, "was anchored and is missing: the chain was cut, dropped or restored")
        elif event.hash != head.hash:
            yield Fault(row, "is not the event that was anchored")


def as_json(anchored: list[Head], at: datetime.datetime) -> dict[str, Any]:
    """An anchor file's contents."""
    return {
        "schema": 1,
        "at": at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "heads": [[head.chain, head.sequence, head.hash] for head in anchored],
    }


def from_json(anchor: dict[str, Any]) -> list[Head]:
    """The heads of an anchor file. Raises ValueError where it is not one."""
    try:
        if anchor["schema"] != 1:
            raise ValueError(f"unknown schema {anchor['schema']!r}")
        return [
            Head(int(chain), int(sequence), str(digest))
            for chain, sequence, digest in anchor["heads"]
        ]
    except (KeyError, TypeError) as error:
        raise ValueError("it has no heads") from error
