"""What becomes of one row of the outbox that a worker has in hand, and how it is written down."""

import datetime
import logging
from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from editorial import bouncing
from editorial.models import Bounce, Notification
from editorial.relevance import why_cancelled

log = logging.getLogger(__name__)

State = Notification.State

#: Longer than the longest dialogue: every step of it ends with the socket's timeout.
LEASE = datetime.timedelta(minutes=3)
#: How long to wait after the first, second … failed attempt; after the last one the row is parked.
WAITS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
MOST_ATTEMPTS = len(WAITS) + 1
RETRY = "retry"


def held_for_sending(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """Rows that another worker holds are passed over. Nothing is joined: of all that wait, one or
    few are taken.
    """
    return rows.select_for_update(skip_locked=True)


def with_their_subjects(rows: Iterable[Notification]) -> list[Notification]:
    """The same rows, read with what most letters need."""
    keys = [row.pk for row in rows]
    read = Notification.objects.select_related(
        "recipient", "article__owner", "article__live_version"
    ).in_bulk(keys)
    return [read[key] for key in keys]


def take(row: Notification, **values: object) -> None:
    """Record the attempt, and lease the row. The caller's transaction holds it.

    A row that is found with a lease, though an expired one, was left behind in mid-attempt.
    """
    row.attempts += 1
    row.unanswered = row.unanswered or row.leased_until is not None
    Notification.objects.filter(pk=row.pk).update(
        attempts=row.attempts, unanswered=row.unanswered, leased_until=Now() + LEASE, **values
    )


def why_not(row: Notification) -> tuple[State, str] | None:
    """The state in which the row ends without being sent, and the reason."""
    if reason := why_cancelled(row):
        return State.CANCELLED, reason
    if not row.recipient.email:
        return State.SKIPPED, _("The recipient has no e-mail address.")
    if Bounce.objects.standing(row.recipient).exists():
        return State.SKIPPED, _("Mail to this address does not arrive.")
    if row.attempts > MOST_ATTEMPTS:
        return State.FAILED, _("Every attempt was cut short.")
    return None


def fail(row: Notification, says: str, *, for_good: bool = False, **values: object) -> str:
    """Try again later, with these `values`; or park the row, after the last attempt."""
    says = says.replace("\0", "")
    if for_good or row.attempts >= MOST_ATTEMPTS:
        return close(row, State.FAILED, says)
    log.warning("Notification %s will be tried again: %s", row.pk, says)
    write(
        row,
        not_before=Now() + WAITS[row.attempts - 1],
        leased_until=None,
        unanswered=row.unanswered,
        last_error=says,
        **values,
    )
    return RETRY


def refused_for_good(row: Notification, says: str) -> str:
    """There is no such address: the row is parked, and the address is marked."""
    ended = close(row, State.FAILED, says.replace("\0", ""))
    bouncing.mark(row.recipient.email, source=Bounce.Source.SMTP, says=says, notification=row)
    return ended


def accepted(row: Notification) -> str:
    return close(row, State.POSSIBLY_REPEATED if row.unanswered else State.SENT)


def close(row: Notification, state: State, says: str = "") -> str:
    sent = Now() if state in (State.SENT, State.POSSIBLY_REPEATED) else None
    write(row, state=state, sent=sent, leased_until=None, last_error=says)
    if state is State.FAILED:
        log.error("Notification %s was parked: %s", row.pk, says, extra={"facts": facts_of(row)})
    return state


def facts_of(row: Notification) -> dict[str, object]:
    """For the log: ids only, no address and no title."""
    return {
        "notification": str(row.pk),
        "kind": row.kind,
        "article": row.article_id,
        "recipient": row.recipient_id,
    }


def write(row: Notification, **values: object) -> None:
    """Only while the attempt is ours: after our lease another worker may have taken the row."""
    held = Notification.objects.filter(pk=row.pk, state=State.QUEUED, attempts=row.attempts)
    if not held.update(**values):
        log.warning("Notification %s was taken over after its lease ran out", row.pk)
