"""The broker hangs, is killed and is emptied, while reminders fall due and people go on working.

Nothing is lost, no step of the workflow waits for the broker for long, and the worker and the beat
that ran all the time recover by themselves.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from articles.models import Article
from config import timetable
from editorial.models import Notification
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import managing_editor, submitted
from tests.faults import due_items, sabotage
from tests.faults.due_items import DueItems
from tests.faults.findings import Findings, State, look_at_outbox
from tests.faults.journal import Orders
from tests.faults.programs import wait_until
from tests.faults.progress import Progress
from tests.faults.site import Site

#: Between two sweeps of the site, beyond those between two of these runs.
SECONDS_LONGER = timetable.SECONDS_BETWEEN_SWEEPS - 2  # of `tests.faults.hurried`
STOPPED, KILLED, EMPTIED = "stopped", "killed", "emptied"


@dataclass(frozen=True)
class Sizes:
    """How often each harm is done, and what happens meanwhile."""

    times: int
    #: Items that fall due, and articles that are submitted, at each.
    items: int
    submissions: int
    #: For how long the broker is away, at most.
    seconds_away: float
    #: After the broker's return until all that is owed has gone out: of the 120 s that are allowed.
    seconds_to_recover: float = 120 - SECONDS_LONGER
    #: No step may take so much longer than twice the slowest one with a broker: on a machine that
    #: is busy, both are slow.
    seconds_per_step: float = 2
    sabotage: str = ""

    def cut(self, share: float) -> "Sizes":
        return replace(self, times=round(self.times * share))


FULL = Sizes(times=20, items=60, submissions=4, seconds_away=8)
SMALL = Sizes(times=1, items=8, submissions=2, seconds_away=1.5)


@dataclass
class Run:
    """One run over one site."""

    site: Site
    sizes: Sizes
    items: DueItems
    articles: list[Article]
    manager: str
    done: Counter[str] = field(default_factory=Counter)
    steps: list[float] = field(default_factory=list)
    steps_meanwhile: list[float] = field(default_factory=list)
    recovered: list[float] = field(default_factory=list)
    #: What waited still when the time was over.
    stuck: list[str] = field(default_factory=list)

    def suffer(self, harm: str) -> None:
        """Items fall due just before; half of the submissions are made before, half meanwhile."""
        self.done[harm] += 1
        self.items.fall_due(self.sizes.items)
        half = self.sizes.submissions // 2
        self.submit(half, self.steps)
        meanwhile = partial(self.submit, self.sizes.submissions - half, self.steps_meanwhile)
        self._HARMS[harm](self, meanwhile)
        self.recover()

    def submit(self, count: int, steps: list[float]) -> None:
        for article in self.articles[:count]:
            began = time.monotonic()
            submitted(article)
            steps.append(time.monotonic() - began)
        del self.articles[:count]

    def recover(self) -> None:
        waiting = Notification.objects.filter(state=State.QUEUED)
        began = time.monotonic()
        with suppress(TimeoutError):
            wait_until(
                lambda: self.items.are_planned and not waiting.exists(),
                self.sizes.seconds_to_recover,
                "mail",
            )
            self.recovered.append(time.monotonic() - began)
            return
        row = waiting.order_by("queued").first()
        self.stuck.append(_in_words(row) if row else "something due was not planned")

    def stop(self, meanwhile: Callable[[], None]) -> None:
        """It hangs: whoever is connected to it waits."""
        self.site.broker.freeze()
        try:
            self.stay_away(meanwhile)
        finally:
            self.site.broker.thaw()

    def kill(self, meanwhile: Callable[[], None]) -> None:
        self.site.broker.kill()
        self.stay_away(meanwhile)
        self.site.broker.start()

    def empty(self, meanwhile: Callable[[], None]) -> None:
        meanwhile()
        self.site.broker.forget()

    def stay_away(self, meanwhile: Callable[[], None]) -> None:
        end = time.monotonic() + self.sizes.seconds_away * random.uniform(0.3, 1)  # noqa: S311
        meanwhile()
        time.sleep(max(0, end - time.monotonic()))

    _HARMS = {STOPPED: stop, KILLED: kill, EMPTIED: empty}


def run(site: Site, sizes: Sizes, harms: tuple[str, ...] = (STOPPED, KILLED, EMPTIED)) -> Findings:
    """Raises nothing for what it finds; the findings say it."""
    with sabotage.removed_here(sizes.sabotage):
        site.journal.order(Orders(sabotage=sizes.sabotage))
        manager = managing_editor()
        order = list(harms) * sizes.times
        random.shuffle(order)
        items = due_items.prepare(single=sizes.items * len(order), gathered=0)
        articles = [ArticleFactory.create() for _ in range(sizes.submissions * len(order))]
        here = Run(site, sizes, items, articles, manager.email)
        submissions = {article.pk for article in articles}
        with suppress(KeyboardInterrupt):  # the figures so far
            for _number, harm in Progress("broker").through(order):
                here.suffer(harm)
        return judge(here, submissions - {article.pk for article in here.articles})


def judge(run: Run, submissions: set[int]) -> Findings:
    found = Findings("broker")
    received = run.items.received(run.site.mails)
    received += Counter(
        str(mail["Message-ID"]) for mail in run.site.mails.accepted if mail["To"] == run.manager
    )
    rows = look_at_outbox(found, received, articles=[*run.items.due, *submissions])
    found.broken("repeated", [mail for mail, times in received.items() if times > 1])
    patience = 2 * max(run.steps) + run.sizes.seconds_per_step
    slow = [step for step in run.steps_meanwhile if step > patience]
    found.broken("step that waited for the broker", len(slow))
    found.broken("not recovered in time", len(run.stuck))
    for why in run.stuck:
        found.say("waited still", why)
    for harm, count in sorted(run.done.items()):
        found.say(f"broker {harm}", count)
    found.say("messages owed", len(rows))
    found.say("mails arrived", len(received))
    found.say("articles submitted meanwhile", len(run.steps_meanwhile))
    found.say("the slowest of them", f"{max(run.steps_meanwhile):.2f} s")
    found.say("the slowest with a broker", f"{max(run.steps):.2f} s")
    slowest = max(run.recovered, default=0)
    found.say("all mail out after the broker's return within", f"{slowest:.1f} s")
    found.say("with the beat of the site, at most", f"{slowest + SECONDS_LONGER:.1f} s")
    return found


def _in_words(row: Notification) -> str:
    lease = f"leased until {row.leased_until:%X}" if row.leased_until else "free"
    return f"attempt {row.attempts}, not before {row.not_before:%X}, {lease}, {row.last_error!r}"
