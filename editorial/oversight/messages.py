"""What was sent lately, and what became of the rest."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from editorial.models import Notification

LATELY = 7
#: What became of a message, in the order of the columns.
STATES = [
    Notification.State.SENT,
    Notification.State.POSSIBLY_REPEATED,
    Notification.State.QUEUED,
    Notification.State.FAILED,
    Notification.State.CANCELLED,
    Notification.State.SKIPPED,
]


@dataclass(frozen=True)
class Messages:
    """How many, and the address of the list of them; empty where there are none."""

    count: int
    address: str


@dataclass(frozen=True)
class KindOfMessage:
    """A row of the table: one of `cells` for each of `STATES`."""

    name: str
    cells: list[Messages]


def of_the_last(days: int, now: datetime.datetime) -> Q:
    """Sent in so many days, or written then and not sent."""
    since = now - datetime.timedelta(days=days)
    return Q(sent__gte=since) | Q(sent__isnull=True, queued__gte=since)


def list_of(**wanted: object) -> str:
    """The address of the list in the admin; `lately` is a number of days."""
    return f"{reverse('admin:editorial_notification_changelist')}?{urlencode(wanted)}"


def lately(now: datetime.datetime) -> list[KindOfMessage]:
    """By kind and state, of the last seven days. One query."""
    counted = {
        (kind, state): count
        for kind, state, count in Notification.objects.filter(of_the_last(LATELY, now))
        .order_by()
        .values_list("kind", "state")
        .annotate(Count("pk"))
    }
    return [
        KindOfMessage(
            str(kind.label),
            [_cell(kind, state, counted.get((kind, state), 0)) for state in STATES],
        )
        for kind in Notification.Kind
        if any((kind, state) in counted for state in STATES)
    ]


def _cell(kind: str, state: str, count: int) -> Messages:
    address = list_of(kind__exact=kind, state__exact=state, lately=LATELY) if count else ""
    return Messages(count, address)
