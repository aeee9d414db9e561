"""Sending what is owed: at least once, under one Message-ID per row, by any number of workers.

Rows are claimed one at a time, each in a transaction of its own that is committed before the mail
server hears of it: `attempts` is raised and the row is leased. So a worker that is killed holds one
row and no more, and a server that hangs over one message keeps nobody from the others.

A killed worker's lease runs out, and whoever claims the row then sends it again. Whether the first
mail had gone out cannot be known, so the row is marked *possibly repeated*; the Message-ID is the
same, and mail programs show one of the two. Leases are counted by the database's clock, which all
workers share, whatever day `now` says it is.
"""

import datetime
import logging
import time
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from editorial.mail import compose
from editorial.models import Notification
from editorial.post import NoMailServer, Outcome, Post
from editorial.relevance import why_cancelled

log = logging.getLogger(__name__)

State = Notification.State

#: Longer than the longest dialogue: every step of it ends with the socket's timeout.
LEASE = datetime.timedelta(minutes=3)
#: How long to wait after the first, second … failed attempt; after the last one the row is parked.
WAITS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
MOST_ATTEMPTS = len(WAITS) + 1
#: Seconds after which no further row is begun, well within the time limit of a task.
LONGEST_RUN = 45
RETRY = "retry"


@dataclass
class Delivered:
    """What became of the rows: how many ended in each state, or wait for a `retry`."""

    outcomes: Counter[str] = field(default_factory=Counter)
    #: Rows may be waiting still: the limit was reached before they were.
    is_cut_short: bool = False
    #: Why nothing (more) could be sent.
    no_server: str = ""


def deliver(now: datetime.datetime, *, limit: int = 500) -> Delivered:
    """Send, or cancel, up to `limit` rows that are due at `now`, over one connection."""
    delivered = Delivered()
    end = time.monotonic() + LONGEST_RUN
    if not Notification.objects.waiting(now).exists():
        return delivered
    with Post() as post:
        for _turn in range(limit):
            if time.monotonic() > end:
                break
            try:
                post.open()
            except NoMailServer as error:
                log.warning("No mail was sent: %s", error)
                delivered.no_server = str(error)
                return delivered
            row = claim(now)
            if row is None:
                return delivered
            delivered.outcomes[_settle(row, post)] += 1
    delivered.is_cut_short = True
    return delivered


def claim(now: datetime.datetime) -> Notification | None:
    """Take one waiting row that nobody else holds, and record the attempt.

    A row that is found with a lease, though an expired one, was left behind in mid-attempt.
    """
    with transaction.atomic(durable=True):
        row = (
            Notification.objects.waiting(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient", "article__owner", "article__live_version")
            .select_related("review__version", "event")
            .order_by("not_before", "pk")
            .first()
        )
        if row is None:
            return None
        row.attempts += 1
        row.unanswered = row.unanswered or row.leased_until is not None
        Notification.objects.filter(pk=row.pk).update(
            attempts=row.attempts, unanswered=row.unanswered, leased_until=Now() + LEASE
        )
        return row


def _settle(row: Notification, post: Post) -> str:
    """Send a claimed row, unless it is moot, and write down what came of it."""
    try:
        if moot := _moot(row):
            return _close(row, *moot)
        message = compose(row)
    except Exception as error:
        # One row that cannot be put into words must not keep the others: it is parked, and shown.
        log.exception("Notification %s could not be written", row.pk)
        return _fail(row, f"{type(error).__name__}: {error}")
    outcome, says = post.send(message)
    if outcome is Outcome.ACCEPTED:
        return _close(row, State.POSSIBLY_REPEATED if row.unanswered else State.SENT)
    row.unanswered = row.unanswered or outcome is Outcome.UNANSWERED
    return _fail(row, says, for_good=outcome is Outcome.REFUSED)


def _moot(row: Notification) -> tuple[State, str] | None:
    if reason := why_cancelled(row):
        return State.CANCELLED, reason
    if not row.recipient.email:
        return State.SKIPPED, _("The recipient has no e-mail address.")
    if row.attempts > MOST_ATTEMPTS:
        return State.FAILED, _("Every attempt was cut short.")
    return None


def _fail(row: Notification, says: str, *, for_good: bool = False) -> str:
    says = says.replace("\0", "")
    if for_good or row.attempts >= MOST_ATTEMPTS:
        return _close(row, State.FAILED, says)
    log.warning("Notification %s will be tried again: %s", row.pk, says)
    _write(
        row,
        not_before=Now() + WAITS[row.attempts - 1],
        leased_until=None,
        unanswered=row.unanswered,
        last_error=says,
    )
    return RETRY


def _close(row: Notification, state: State, says: str = "") -> str:
    sent = Now() if state in (State.SENT, State.POSSIBLY_REPEATED) else None
    _write(row, state=state, sent=sent, leased_until=None, last_error=says)
    if state is State.FAILED:
        log.error("Notification %s was parked: %s", row.pk, says)
    return state


def _write(row: Notification, **values: object) -> None:
    """Only while the attempt is ours: after our lease another worker may have taken the row."""
    held = Notification.objects.filter(pk=row.pk, state=State.QUEUED, attempts=row.attempts)
    if not held.update(**values):
        log.warning("Notification %s was taken over after its lease ran out", row.pk)
