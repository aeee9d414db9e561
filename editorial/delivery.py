"""Sending what is owed: at least once, under one Message-ID per row, by any number of workers.

Rows are claimed one at a time, each in a transaction of its own that is committed before the mail
server hears of it: `attempts` is raised and the row is leased. So a worker that is killed holds one
row and no more, and while the server hangs over one message others go on with the rest
(`editorial.relief`). Rows that go into one mail are claimed and sent together
(`editorial.digests`).

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
from functools import partial

from django.db import transaction

from editorial import attempts, digests, relief
from editorial.mail import compose
from editorial.models import Notification
from editorial.post import NoMailServer, Outcome, Post
from editorial.relief import Turns

log = logging.getLogger(__name__)

#: Seconds after which no further row is begun, well within the time limit of a task.
LONGEST_RUN = 45


@dataclass
class Delivered:
    """What became of the rows: how many ended in each state, or wait for a `retry`."""

    outcomes: Counter[str] = field(default_factory=Counter)
    #: Rows may be waiting still: the limit was reached before they were.
    is_cut_short: bool = False
    #: Why nothing (more) could be sent.
    no_server: str = ""


def deliver(now: datetime.datetime, *, limit: int = 500, may_leave: bool = False) -> Delivered:
    """Send, or cancel, up to `limit` rows that are due at `now`, in lanes where one hangs.

    `may_leave`: messages that hang in the end are not waited for, and not counted. Then nothing is
    done in the caller's transaction or thread.
    """
    if not Notification.objects.waiting(now).exists():
        return Delivered()
    begun = time.monotonic()
    turns = Turns(limit, LONGEST_RUN)
    lanes = relief.in_lanes(partial(_one_after_the_other, now), turns, may_leave=may_leave)
    delivered = Delivered(
        outcomes=sum((lane.outcomes for lane in lanes), start=Counter()),
        is_cut_short=any(lane.is_cut_short for lane in lanes),
        no_server=next((lane.no_server for lane in lanes if lane.no_server), ""),
    )
    facts = {**delivered.outcomes, "seconds": round(time.monotonic() - begun, 3)}
    facts |= {"lanes": len(lanes), "goes_on": delivered.is_cut_short}
    log.info("A delivery ended", extra={"facts": facts})
    return delivered


def _one_after_the_other(now: datetime.datetime, post: Post, turns: Turns) -> Delivered:
    """Over one connection."""
    delivered = Delivered()
    while turns.take():
        try:
            post.open()
        except NoMailServer as error:
            log.warning("No mail was sent: %s", error)
            delivered.no_server = str(error)
            return delivered
        if (row := claim(now)) is not None:
            delivered.outcomes[_settle(row, post)] += 1
        elif (mail := digests.claim(now)) is not None:
            delivered.outcomes.update(digests.settle(mail, post))
        else:
            turns.nothing_left()
            return delivered
    delivered.is_cut_short = True
    return delivered


def claim(now: datetime.datetime) -> Notification | None:
    """Take one waiting row that nobody else holds and that goes out by itself."""
    with transaction.atomic(durable=True):
        waiting = Notification.objects.waiting(now).filter(is_daily=False)
        first = attempts.held_for_sending(waiting).order_by("not_before", "pk")[:1]
        row = next(iter(attempts.with_their_subjects(first)), None)
        if row is not None:
            attempts.take(row)
        return row


def _settle(row: Notification, post: Post) -> str:
    """Send a claimed row, unless it is moot, and write down what came of it."""
    try:
        if moot := attempts.why_not(row):
            return attempts.close(row, *moot)
        message = compose(row)
    except Exception as error:
        # One row that cannot be put into words must not keep the others: it is parked, and shown.
        log.exception("Notification %s could not be written", row.pk)
        return attempts.fail(row, f"{type(error).__name__}: {error}")
    outcome, says = post.send(message)
    if outcome is Outcome.ACCEPTED:
        return attempts.accepted(row)
    if outcome is Outcome.NO_SUCH_ADDRESS:
        return attempts.refused_for_good(row, says)
    row.unanswered = row.unanswered or outcome is Outcome.UNANSWERED
    return attempts.fail(row, says, for_good=outcome is Outcome.REFUSED)
