"""Whether reminders are planned, mail goes out and news of sources is answered, for `/readyz`."""

import datetime
from dataclasses import dataclass

from editorial.models import Notification, Sweep
from references.models import StandingChange

#: Three sweeps missed in a row.
OLDEST_SWEEP = datetime.timedelta(minutes=3)
OLDEST_UNSENT = datetime.timedelta(minutes=15)
OLDEST_NEWS = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class SweepHealth:
    """Times are UTC. None: no sweep has ended yet; nothing waits to be sent, or answered."""

    last_sweep: datetime.datetime | None
    oldest_unsent: datetime.datetime | None
    oldest_news: datetime.datetime | None
    is_sweeping: bool
    is_sending: bool
    is_answering: bool

    @property
    def ok(self) -> bool:
        return self.is_sweeping and self.is_sending and self.is_answering


def sweep_health(now: datetime.datetime) -> SweepHealth:
    """Three small reads.

    A message that was refused for now counts from when it is to be tried again, so one bad mailbox
    does not make the site unready. While the mail server cannot be reached nothing is tried, and
    every message counts from when it was owed.
    """
    sweep = Sweep.objects.first()
    last_sweep = sweep.finished if sweep else None
    waiting = Notification.objects.filter(state=Notification.State.QUEUED, not_before__lte=now)
    oldest = waiting.order_by("not_before").values_list("not_before", flat=True).first()
    unanswered = StandingChange.objects.filter(handled__isnull=True)
    news = unanswered.order_by("pk").values_list("recorded", flat=True).first()
    return SweepHealth(
        last_sweep=last_sweep,
        oldest_unsent=oldest,
        oldest_news=news,
        is_sweeping=last_sweep is not None and now - last_sweep <= OLDEST_SWEEP,
        is_sending=oldest is None or now - oldest <= OLDEST_UNSENT,
        is_answering=news is None or now - news <= OLDEST_NEWS,
    )
