"""SIGKILL to workers and beats while reminders fall due, are planned and sent.

A process is killed at a random moment by us, or at a named point by itself (`tests.faults.struck`).
Then nothing may be lost, planned twice, or mailed twice; but where a mail had gone out and its row
was not written yet, it comes again under the same Message-ID, and the row is marked.
"""

import datetime
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from django.db.models.functions import Now
from django.utils import timezone

from editorial import planning
from editorial.models import Notification
from tests.faults import due_items, sabotage
from tests.faults.due_items import DueItems
from tests.faults.findings import Findings, State, look_at_outbox, mail_of
from tests.faults.journal import Attempt, Journal, Orders, Point
from tests.faults.programs import runs, wait_until
from tests.faults.progress import Progress
from tests.faults.site import Site

CHILD, WORKER, BEAT = "worker child", "worker", "beat"
#: Until a worker that was just started passes a point.
SECONDS_TO_COME_BY = 60
#: Every so many rounds somebody plans beside the worker, as `manage.py remind` does.
ROUNDS_PER_PLAN = 10


@dataclass(frozen=True)
class Sizes:
    """How many items fall due, and how often who is killed."""

    single: int
    gathered: int
    #: Deaths at each named point, every second one of the whole worker.
    at_points: dict[Point, int]
    #: Of each: a child, the worker, the beat.
    at_random: dict[str, int]
    #: The lease of a killed worker's rows runs out: by the clock, or as soon as all is done.
    leases_run_out_at_once: bool = True
    seconds_to_finish: float = 60
    #: A deliverer dies at one of its first so many passes by a point.
    most_passes: int = 1
    #: Seconds without the event that we wait for, after which more falls due and the bell is rung.
    patience: float = 0.5
    sabotage: str = ""

    def cut(self, share: float) -> "Sizes":
        return replace(
            self,
            single=round(self.single * share),
            gathered=round(self.gathered * share),
            at_points={point: round(n * share) for point, n in self.at_points.items()},
            at_random={who: round(n * share) for who, n in self.at_random.items()},
        )


FULL = Sizes(
    single=3_000,
    gathered=2_000,
    at_points=dict.fromkeys(Point, 50),
    at_random={CHILD: 80, WORKER: 80, BEAT: 40},
    leases_run_out_at_once=False,
    seconds_to_finish=900,
    most_passes=4,
    patience=1,
)
SMALL = Sizes(
    single=30,
    gathered=24,
    at_points=dict.fromkeys(Point, 1),
    at_random={CHILD: 1, WORKER: 1},
)


@dataclass
class Run:
    """One run over one site."""

    site: Site
    sizes: Sizes
    items: DueItems
    killed: set[int] = field(default_factory=set)
    deaths: Counter[str] = field(default_factory=Counter)
    strikes: int = 0

    @property
    def journal(self) -> Journal:
        return self.site.journal

    @property
    def mails(self) -> int:
        return len(self.site.mails.accepted)

    def fall_due(self, count: int) -> None:
        self.items.fall_due(count)
        self.supervise()
        self.site.ring()

    def catch_up(self, backlog: int) -> None:
        """Mails that are gathered go out last, so they are in hand only where all else is sent."""
        waiting = Notification.objects.filter(state=State.QUEUED, attempts=0)
        with suppress(TimeoutError):
            wait_until(lambda: waiting.count() <= backlog, self.sizes.patience, "a short queue")

    def children(self) -> list[int]:
        self.supervise()
        return self.site.worker.children

    def supervise(self) -> None:
        """A child that is killed while its worker starts takes the worker along."""
        if self.site.worker.is_dead:
            self.deaths["along with its first child (worker)"] += 1
            self.restart_worker()

    def strike(self, point: Point, *, is_whole: bool) -> None:
        """Somebody dies at this point."""
        self.strikes += 1
        number = self.journal_number
        end = time.monotonic() + SECONDS_TO_COME_BY
        after = random.randint(1, self.sizes.most_passes)  # noqa: S311 -- chance, not a secret
        self.journal.order(Orders(point, number, after, is_whole, self.sizes.sabotage))
        while (process := self._struck(number)) is None:
            self.fall_due(2)
            if time.monotonic() > end:
                raise TimeoutError(f"Nobody came by {point!r}")
        self.journal.order(Orders(sabotage=self.sizes.sabotage))
        wait_until(lambda: not runs(process), 30, "the process to die")
        self.killed.add(process)
        self.deaths[f"{point} ({WORKER if is_whole else CHILD})"] += 1
        if is_whole:
            self.restart_worker()

    @property
    def journal_number(self) -> int:
        """No number is given twice, in whatever run over this site."""
        number = 1
        while self.journal.struck(number) is not None:
            number += 1
        return number

    def _struck(self, number: int) -> int | None:
        with suppress(TimeoutError):
            wait_until(lambda: self.journal.struck(number), self.sizes.patience, "a death")
        return self.journal.struck(number)

    def kill(self, who: str, after: int) -> None:
        """At random: after so many mails and up to a tenth of a second more."""
        before = self.mails
        with suppress(TimeoutError):
            wait_until(lambda: self.mails >= before + after, self.sizes.patience, "mail")
        time.sleep(random.uniform(0, 0.1))  # noqa: S311 -- chance, not a secret
        self.deaths[f"at random ({who})"] += 1
        if who == BEAT:
            self.site.beat.kill()
            self.site.beat.start()
        elif who == WORKER:
            self.killed.update(self.site.worker.children)
            self.restart_worker()
        else:
            wait_until(self.children, 60, "a worker that has begun")
            child = random.choice(self.children())  # noqa: S311 -- chance
            self.killed.add(child)
            os.kill(child, signal.SIGKILL)
            wait_until(lambda: not runs(child), 30, "the process to die")

    def restart_worker(self) -> None:
        """Whoever was at work before is dead now."""
        self.site.worker.kill()
        self.killed.update(attempt.process for attempt in self.journal.attempts())
        self.site.worker.start()

    def finish(self) -> None:
        """Undisturbed, the rest is sent."""
        self.items.fall_due(len(self.items.waiting))
        waiting = Notification.objects.filter(state=State.QUEUED)
        end = time.monotonic() + self.sizes.seconds_to_finish
        progress = Progress("kills, the rest")
        while time.monotonic() < end:
            progress.say(f"{waiting.count()} rows wait, for leases of the dead too")
            self.supervise()
            self.site.ring()
            if self.sizes.leases_run_out_at_once:
                self.let_leases_of_the_dead_run_out()
            with suppress(TimeoutError):
                wait_until(
                    lambda: self.items.are_planned and not waiting.exists(),
                    self.sizes.patience,
                    "the rest",
                )
                return

    def let_leases_of_the_dead_run_out(self) -> None:
        """Nobody is alive who holds them, so the clock may as well go on."""
        holders = {
            row: attempt.process for attempt in self.journal.attempts() for row in attempt.rows
        }
        rows = [row for row, process in holders.items() if process in self.killed]
        Notification.objects.filter(pk__in=rows, state=State.QUEUED, leased_until__gt=Now()).update(
            leased_until=Now() - datetime.timedelta(seconds=1)
        )


def run(site: Site, sizes: Sizes) -> Findings:
    """Raises nothing for what it finds; the findings say it."""
    with sabotage.removed_here(sizes.sabotage):
        site.journal.order(Orders(sabotage=sizes.sabotage))
        run = Run(site, sizes, due_items.prepare(sizes.single, sizes.gathered))
        rounds = _rounds(run)
        share = max(2, len(run.items.waiting) // (len(rounds) + 1))
        began = time.monotonic()
        for number, act in Progress("kills").through(rounds):
            run.catch_up(share)
            run.fall_due(share)
            act()
            if number % ROUNDS_PER_PLAN == 0:
                planning.plan(timezone.now())
        run.finish()
        return judge(run, time.monotonic() - began)


def _rounds(run: Run) -> list[Callable[[], None]]:
    rounds: list[Callable[[], None]] = []
    for point, count in run.sizes.at_points.items():
        rounds += [partial(run.strike, point, is_whole=bool(n % 2)) for n in range(count)]
    for who, count in run.sizes.at_random.items():
        rounds += [partial(run.kill, who, after=n % 6) for n in range(count)]
    random.shuffle(rounds)
    return rounds


def judge(run: Run, seconds: float) -> Findings:
    found = Findings("kills")
    received = run.items.received(run.site.mails)
    rows = look_at_outbox(found, received, articles=run.items.due)
    states = {str(row.pk): row.state for row in rows}
    attempts = [each for each in run.journal.attempts() if each.rows[0] in states]
    excused = Counter(each.mail for each in attempts if each.is_sent and _is_cut_short(run, each))
    repeated = {mail: times - 1 for mail, times in received.items() if times > 1}
    found.broken(
        "repeated without a kill after its 250",
        [mail for mail, times in repeated.items() if times > excused[mail]],
    )
    sent_twice = [row for row, times in _times_sent(attempts).items() if times > 1]
    found.broken(
        "repeated and not marked",
        [row for row in sent_twice if states[row] != State.POSSIBLY_REPEATED],
    )
    in_hand = [each for each in attempts if _is_cut_short(run, each)]
    marked = sum(state == State.POSSIBLY_REPEATED for state in states.values())
    for where, count in sorted(run.deaths.items()):
        found.say(f"killed {where}", count)
    found.say("killed, all together", run.deaths.total())
    found.say("of them with a mail in hand", len(in_hand))
    found.say("of them after its text was on its way", excused.total())
    found.say("items due", len(run.items.due))
    found.say("rows", len(rows))
    found.say("of them in gathered mails", sum(row.digest is not None for row in rows))
    found.say("mails owed", len({mail_of(row) for row in rows}))
    found.say("mails arrived", len(received))
    found.say("came again, under their own Message-ID", len(repeated))
    found.say("rows marked as possibly repeated", marked)
    found.say("the whole run", f"{seconds:.0f} s")
    return found


def _is_cut_short(run: Run, attempt: Attempt) -> bool:
    return attempt.process in run.killed and not attempt.is_settled


def _times_sent(attempts: list[Attempt]) -> Counter[str]:
    """By row: how often the server has confirmed a mail with it, as far as the deliverer knew."""
    return Counter(row for attempt in attempts if attempt.is_answered for row in attempt.rows)
