"""Guards that can be taken away, by name, to see that the scripts notice.

In a worker they go with the first task after the order (`tests.faults.journal`), and come back with
the order that names no sabotage.
"""

import datetime
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection

from editorial import attempts, digests, mail, post, relief, sweeping
from editorial.delivery import Delivered
from editorial.models import Notification
from editorial.planning import hearers, planner
from references import doorbell

#: What is put in the place of which attribute.
Patches = Iterable[tuple[object, str, object]]
State = Notification.State
UNIQUE_KEY = "one_notification_per_rung_and_recipient"
#: Long enough for two deliverers to look at the same row before either takes it.
SECONDS_OF_HESITATION = 0.25


def without_lease() -> Patches:
    take = attempts.take

    def take_without_lease(row: Notification, **values: object) -> None:
        take(row, **values)
        Notification.objects.filter(pk=row.pk).update(leased_until=None)

    yield attempts, "take", take_without_lease


def without_lock() -> Patches:
    take = attempts.take

    def hesitate(row: Notification, **values: object) -> None:
        time.sleep(SECONDS_OF_HESITATION)
        take(row, **values)

    yield attempts, "held_for_sending", lambda rows: rows
    yield attempts, "take", hesitate


def marked_before_it_is_sent() -> Patches:
    take = attempts.take

    def take_as_sent(row: Notification, **values: object) -> None:
        take(row, **values)
        Notification.objects.filter(pk=row.pk).update(state=State.SENT)

    yield attempts, "take", take_as_sent


def a_new_message_id_each_time() -> Patches:
    yield mail, "message_id", lambda _row: f"<{uuid.uuid4()}@{settings.MAIL_HOST_NAME}>"


def a_new_id_for_each_gathered_mail() -> Patches:
    yield digests, "_id_of", lambda _rows: uuid.uuid4()


def repeats_are_not_marked() -> Patches:
    close = attempts.close

    def close_as_sent(row: Notification, state: State, says: str = "") -> str:
        return close(row, State.SENT if state is State.POSSIBLY_REPEATED else state, says)

    yield attempts, "close", close_as_sent


def plans_without_the_unique_key() -> Patches:
    yield hearers, "ON_CONFLICT", ""


def refusals_are_never_for_good() -> Patches:
    yield post, "is_about_the_address", lambda *_said: False
    yield post, "_refused", lambda _code: post.Outcome.POSTPONED


def refusals_are_always_for_good() -> Patches:
    yield post, "_refused", lambda _code: post.Outcome.REFUSED


def nothing_is_ever_given_up() -> Patches:
    yield attempts, "MOST_ATTEMPTS", sys.maxsize
    yield attempts, "WAITS", [datetime.timedelta(minutes=1)] * 100


def planners_keep_nobody_out() -> Patches:
    yield planner, "_hold", lambda: None


def a_hang_is_waited_out() -> Patches:
    yield settings, "EMAIL_TIMEOUT", None
    yield relief, "LONGEST", float("inf")


def nobody_goes_on_meanwhile() -> Patches:
    yield relief, "MOST_LANES", 1


def doorbells_only() -> Patches:
    yield sweeping, "deliver", lambda _now, **_how: Delivered()


def rings_until_somebody_opens() -> Patches:
    yield doorbell, "SECONDS_TO_RING", 4


#: By the name that `--sabotage` takes.
SABOTAGES: dict[str, Callable[[], Patches]] = {
    "lease": without_lease,
    "lock": without_lock,
    "sent-first": marked_before_it_is_sent,
    "message-id": a_new_message_id_each_time,
    "gathered-id": a_new_id_for_each_gathered_mail,
    "mark": repeats_are_not_marked,
    "unique-key": plans_without_the_unique_key,
    "refused": refusals_are_never_for_good,
    "postponed": refusals_are_always_for_good,
    "give-up": nothing_is_ever_given_up,
    "planner-lock": planners_keep_nobody_out,
    "timeout": a_hang_is_waited_out,
    "relief": nobody_goes_on_meanwhile,
    "sweep": doorbells_only,
    "patience": rings_until_somebody_opens,
}


class Removed:
    """The guards that this process goes without."""

    def __init__(self) -> None:
        self.name = ""
        self._before: list[tuple[Any, str, object]] = []

    def become(self, name: str) -> None:
        """Put back what was removed, and remove what goes by this name."""
        if name == self.name:
            return
        for where, attribute, before in reversed(self._before):
            setattr(where, attribute, before)
        self._before, self.name = [], name
        for where, attribute, new in SABOTAGES[name]() if name else ():
            self._before.append((where, attribute, getattr(where, attribute)))
            setattr(where, attribute, new)


@contextmanager
def removed_here(name: str) -> Iterator[None]:
    """In this process, and in the database where the guard is there."""
    removed = Removed()
    removed.become(name)
    if name == "unique-key":
        _alter(f"DROP CONSTRAINT {UNIQUE_KEY}")
    try:
        yield
    finally:
        removed.become("")
        if name == "unique-key":
            Notification.objects.all().delete()
            _alter(
                f"ADD CONSTRAINT {UNIQUE_KEY} UNIQUE (subject, kind, rung, recipient_id, due_on)"
            )


def _alter(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE editorial_notification {what}")
