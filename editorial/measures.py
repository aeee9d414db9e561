"""What operators watch: each group of figures is one or two questions of bounded cost.

They count what is open, by partial indexes, never the whole outbox: what was sent is counted for
the last hour only. What costs as much as there is, is counted every ten minutes. A group is a
function of `now` (UTC), so that one which fails costs no other.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Q

from articles.models import Article
from editorial.health import sweep_health
from editorial.models import Bounce, DueTrigger, Notification, Review, ReviewSchedule, Sweep
from editorial.states import OPEN

#: A sent message counts for so long. Twice the usual time between two looks is plenty.
LATELY = datetime.timedelta(hours=1)
#: Of the figure that costs what exists. The cache is the database's: every process says the same.
SECONDS_KEPT = 600
SOON = datetime.timedelta(days=30)
SENT: Final = (Notification.State.SENT, Notification.State.POSSIBLY_REPEATED)
KINDS: Final = [str(kind) for kind in Notification.Kind.values]


Labels = tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """`values` by the values of `labels`, in their order. What does not exist is a 0."""

    name: str
    says: str
    labels: tuple[str, ...]
    values: Mapping[Labels, float]


Group = Callable[[datetime.datetime], list[Measure]]


def outbox(now: datetime.datetime) -> list[Measure]:
    """What waits, was parked, and was sent lately."""
    rows = Notification.objects.order_by().values_list("kind")
    waiting = rows.filter(state=Notification.State.QUEUED).annotate(
        due=Count("pk", filter=Q(not_before__lte=now)),
        later=Count("pk", filter=Q(not_before__gt=now)),
    )
    queued: dict[Labels, float] = {(kind, when): 0.0 for kind in KINDS for when in ("due", "later")}
    for kind, due, later in waiting:
        queued |= {(kind, "due"): due, (kind, "later"): later}
    parked = rows.filter(state=Notification.State.FAILED).annotate(count=Count("pk"))
    sent = (
        Notification.objects.order_by()
        .filter(sent__gt=now - LATELY, state__in=SENT)
        .values_list("kind", "state")
        .annotate(count=Count("pk"))
    )
    lately: dict[Labels, float] = {(kind, str(state)): 0.0 for kind in KINDS for state in SENT}
    return [
        Measure(
            "messages_queued",
            "Messages that wait: due now, or not before a later time.",
            ("kind", "when"),
            queued,
        ),
        Measure(
            "messages_parked",
            "Messages that could not be sent and are not tried again.",
            ("kind",),
            {(kind,): 0.0 for kind in KINDS} | {(kind,): count for kind, count in parked},
        ),
        Measure(
            "messages_sent_last_hour",
            "Messages that went out within the last hour.",
            ("kind", "state"),
            lately | {(kind, state): count for kind, state, count in sent},
        ),
    ]


def sweeps(now: datetime.datetime) -> list[Measure]:
    """The same times as `/readyz`, in seconds. No measure of a sweep that never was."""
    health = sweep_health(now)
    measures = [
        _one(
            "oldest_unsent_seconds",
            "For how long the oldest unsent message has been due; 0: none is.",
            _seconds(now, health.oldest_unsent),
        ),
        _one(
            "oldest_news_of_a_source_seconds",
            "For how long the oldest news of a source has waited; 0: none does.",
            _seconds(now, health.oldest_news),
        ),
    ]
    if health.last_sweep is not None:
        age = _seconds(now, health.last_sweep)
        measures.append(_one("last_sweep_age_seconds", "Since the last sweep ended.", age))
    return measures


def history(now: datetime.datetime) -> list[Measure]:
    """No measures before the history was verified for the first time."""
    sweep = Sweep.objects.filter(verified__isnull=False).first()
    if sweep is None:
        return []
    age = _seconds(now, sweep.verified)
    return [
        _one("last_verification_age_seconds", "Since the history was last verified.", age),
        _one("history_faults", "What did not add up in it then.", sweep.faults_found),
    ]


def library(_now: datetime.datetime) -> list[Measure]:
    """How many articles readers have; a tenth of a second for a million."""
    by_tier = cache.get_or_set("editorial.articles_live", _live_by_tier, SECONDS_KEPT)
    return [
        Measure("articles_live", "Articles that readers have.", ("tier",), _counted(by_tier or ()))
    ]


def _live_by_tier() -> list[tuple[str, int]]:
    live = Article.objects.filter(live_version__isnull=False, retired_at__isnull=True)
    return list(live.order_by().values_list("risk_tier").annotate(count=Count("pk")))


def articles(now: datetime.datetime) -> list[Measure]:
    """How many readers do not get for now, and how many are due."""
    today = now.astimezone(datetime.UTC).date()
    withdrawn = Article.objects.filter(returns_when_reviewed=True).count()
    due = ReviewSchedule.objects.filter(
        due_on__lte=today + SOON,
        article__live_version__isnull=False,
        article__retired_at__isnull=True,
    ).aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=~Q(due_on__lt=today)),
    )
    return [
        _one(
            "articles_withdrawn",
            "Articles that readers do not get because their review is overdue for too long.",
            withdrawn,
        ),
        _one("articles_overdue", "Live articles whose review is overdue.", due["overdue"]),
        _one(
            "articles_due_30_days",
            "Live articles whose review is due today or within 30 days.",
            due["soon"],
        ),
    ]


def reviews(_now: datetime.datetime) -> list[Measure]:
    """What is open, by state, and why articles are due earlier."""
    states = Review.objects.open().order_by().values_list("state").annotate(count=Count("pk"))
    causes = (
        DueTrigger.objects.filter(settled_at__isnull=True)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    every_state = {(str(state),): 0.0 for state in OPEN}
    every_kind = {(str(kind),): 0.0 for kind in DueTrigger.Kind.values}
    return [
        Measure("reviews_open", "Open reviews.", ("state",), every_state | _counted(states)),
        Measure(
            "causes_open",
            "Open causes for which articles are due earlier than their interval says.",
            ("kind",),
            every_kind | _counted(causes),
        ),
    ]


def addresses(_now: datetime.datetime) -> list[Measure]:
    """Mail addresses that take no mail."""
    open_ones = Bounce.objects.filter(cleared_at__isnull=True).count()
    return [_one("bounces_open", "Mail addresses at which mail does not arrive.", open_ones)]


GROUPS: Final[dict[str, Group]] = {
    "outbox": outbox,
    "sweeps": sweeps,
    "history": history,
    "library": library,
    "articles": articles,
    "reviews": reviews,
    "addresses": addresses,
}


def _one(name: str, says: str, value: float) -> Measure:
    return Measure(name, says, (), {(): value})


def _counted(rows: Iterable[tuple[str, int]]) -> dict[Labels, float]:
    return {(name,): count for name, count in rows}


def _seconds(now: datetime.datetime, since: datetime.datetime | None) -> float:
    """Not below 0: a clock may have been set back."""
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
