"""A mail server that misbehaves over many mails, each in one way.

Some mails are refused for now, some for good; over some the server hangs, and after some it drops
the connection before it answers. Whatever can be delivered must arrive, under one Message-ID
however often it is sent; an address that is refused for good is tried once; a hang costs its time
limit and keeps no mail to anybody else.
"""

import datetime
import random
import time
from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.db.models.functions import Now

from editorial import attempts
from editorial.models import Notification
from tests.faults import due_items, sabotage
from tests.faults.due_items import DueItems
from tests.faults.findings import Findings, State, look_at_outbox
from tests.faults.journal import Orders
from tests.faults.programs import wait_until
from tests.faults.progress import Progress
from tests.faults.site import Site
from tests.mail_server import DROP, HANG, Dialogue

_FAULTS = {
    "busy": "refused for now",
    "unknown": "refused for good",
    "hanging": "hung over",
    "dropped": "dropped after DATA",
    "ever_busy": "refused for now at every try",
}
LAST_TRY = attempts.MOST_ATTEMPTS
BUSY, UNKNOWN = "451 Try again later", "550 No such user"


@dataclass(frozen=True)
class Sizes:
    """How many mails, and what part of them, in per cent, meets with which fault."""

    mails: int
    busy: int = 10
    unknown: int = 10
    hanging: int = 5
    dropped: int = 5
    #: Refused for now at every try. In the full run the last try would be some five hours away.
    ever_busy: int = 0
    #: The first so many of all hang: one for each process of the worker stops both.
    first_hang: int = 0
    #: Mails that wait for another try get it by the clock, or as soon as all else is done.
    tries_again_at_once: bool = True
    seconds_to_finish: float = 60
    #: Seconds between two doorbells while we wait; verbs of people at work ring as often.
    patience: float = 0.3
    #: A hang may cost no more, by the time limit of the settings in use.
    seconds_per_hang: float = 30
    #: While mail to others waits, none of it may arrive for no longer than this.
    seconds_of_silence: float = 5
    sabotage: str = ""

    def cut(self, share: float) -> "Sizes":
        return replace(self, mails=round(self.mails * share))


FULL = Sizes(mails=2_000, tries_again_at_once=False, seconds_to_finish=1_500, patience=2)
#: Both processes of the worker hang, for as long as they wait for the mail server: one second here.
ALL_HANG: dict[str, Any] = {"first_hang": 2, "seconds_of_silence": 0.8}
SMALL = Sizes(mails=40, ever_busy=5, seconds_of_silence=10, seconds_per_hang=2.5)


@dataclass
class Mix:
    """Which address meets with which fault."""

    busy: list[str]
    unknown: list[str]
    hanging: list[str]
    dropped: list[str]
    ever_busy: list[str]

    @classmethod
    def of(cls, addresses: list[str], sizes: Sizes) -> "Mix":
        random.shuffle(addresses)
        shares: list[list[str]] = []
        parts = (sizes.busy, sizes.unknown, sizes.hanging, sizes.dropped, sizes.ever_busy)
        for share in parts:
            count = round(sizes.mails * share / 100)
            shares.append(addresses[:count])
            addresses = addresses[count:]
        return cls(*shares)

    def prepare(self, site: Site) -> None:
        """Once each, but for those who are unknown or ever busy."""
        site.mails.once = {
            **dict.fromkeys(self.busy, BUSY),
            **dict.fromkeys(self.hanging, HANG),
            **dict.fromkeys(self.dropped, DROP),
        }
        site.mails.answers = {
            **dict.fromkeys(self.unknown, UNKNOWN),
            **dict.fromkeys(self.ever_busy, BUSY),
        }


def run(site: Site, sizes: Sizes) -> Findings:
    """Raises nothing for what it finds; the findings say it."""
    with sabotage.removed_here(sizes.sabotage):
        site.journal.order(Orders(sabotage=sizes.sabotage))
        items = due_items.prepare(single=sizes.mails, gathered=0)
        mix = Mix.of(items.addresses, sizes)
        mix.prepare(site)
        site.mails.dialogues.clear()
        site.mails.hangs_over = sizes.first_hang
        items.fall_due(sizes.mails)
        began = time.monotonic()
        _wait(site, items, sizes)
        return judge(site, items, mix, sizes, began)


def _wait(site: Site, items: DueItems, sizes: Sizes) -> None:
    waiting = Notification.objects.filter(state=State.QUEUED)
    end = time.monotonic() + sizes.seconds_to_finish
    progress = Progress("smtp")
    while time.monotonic() < end:
        progress.say(f"{waiting.count()} rows wait, for their next try too")
        site.ring()
        if sizes.tries_again_at_once and not waiting.filter(attempts=0).exists():
            _let_time_pass()
        with suppress(TimeoutError):
            wait_until(
                lambda: items.are_planned and not waiting.exists(), sizes.patience, "the rest"
            )
            return


def _let_time_pass() -> None:
    """The wait before another try is over; what is in somebody's hands stays there."""
    again = Notification.objects.filter(
        state=State.QUEUED, attempts__gt=0, leased_until__isnull=True
    )
    again.update(not_before=Now() - datetime.timedelta(seconds=1))


def judge(site: Site, items: DueItems, mix: Mix, sizes: Sizes, began: float) -> Findings:
    found = Findings("smtp")
    received, dialogues = items.received(site.mails), list(site.mails.dialogues)
    tries = site.mails.tries
    ours = set(items.addresses)
    dialogues = [dialogue for dialogue in dialogues if dialogue.address in ours]
    parked = {*mix.unknown, *mix.ever_busy}
    rows = look_at_outbox(found, received, articles=items.due, parked=parked)
    by_address = {row.recipient.email: row for row in rows}
    arrived = set(site.mails.addressees) & ours
    found.broken("deliverable and not arrived", set(by_address) - parked - arrived)
    found.broken(
        "refused for good and not parked after one try",
        [
            address
            for address in mix.unknown
            if tries[address] != 1 or by_address[address].state != State.FAILED
        ],
    )
    found.broken(
        "refused for now again and again and not parked after the last try",
        [
            address
            for address in mix.ever_busy
            if tries[address] != LAST_TRY or by_address[address].state != State.FAILED
        ],
    )
    repeated = {mail for mail, times in received.items() if times > 1}
    dropped = {f"<{by_address[address].pk}@localhost>" for address in mix.dropped}
    found.broken("repeated without a dropped connection", repeated - dropped)
    in_doubt = [by_address[address] for address in (*mix.dropped, *mix.hanging)]
    found.broken(
        "possibly repeated and not marked",
        [row.pk for row in in_doubt if row.state != State.POSSIBLY_REPEATED],
    )
    hangs = [dialogue for dialogue in dialogues if dialogue.answer == HANG]
    found.broken(
        "hang that cost too much",
        [hang.address for hang in hangs if hang.waited > sizes.seconds_per_hang],
    )
    silence = longest_silence(dialogues)
    found.broken("mail to others held up by a hang", int(silence > sizes.seconds_of_silence))
    waited = max((hang.waited for hang in hangs), default=0)
    found.say("mails owed", len(rows))
    for fault, addresses in vars(mix).items():
        found.say(f"of them {_FAULTS[fault]}", len(addresses))
    found.say("mails arrived", len(arrived))
    found.say("of them twice, under one Message-ID", len(repeated))
    for state, count in sorted(Counter(str(State(row.state).label) for row in rows).items()):
        found.say(f"rows {state.lower()}", count)
    found.say("a hang cost at most", f"{waited:.1f} s")
    found.say("all hangs together", f"{sum(hang.waited for hang in hangs):.0f} s")
    found.say("mail to others was silent for at most", f"{silence:.1f} s")
    found.say("the whole run", f"{time.monotonic() - began:.0f} s")
    return found


def longest_silence(dialogues: Collection[Dialogue]) -> float:
    """Seconds between two first dialogues, as long as there were any to come."""
    seen: set[str] = set()
    moments = [min(dialogue.ended - dialogue.waited for dialogue in dialogues)]
    for dialogue in sorted(dialogues, key=lambda each: each.ended):
        if dialogue.address not in seen and dialogue.answer != HANG:
            moments.append(dialogue.ended)
        seen.add(dialogue.address)
    return max(later - earlier for earlier, later in pairwise(moments))
