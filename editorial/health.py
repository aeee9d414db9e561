"""Whether reminders are planned, mail goes out and news of sources is answered, for `/readyz`."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Max, Value, When
from django.utils.translation import gettext as _

from editorial.attempts import WAITS
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

    @property
    def says(self) -> str:
        """What is wrong, and where to look; empty where nothing is."""
        return " ".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.last_sweep is None:
            yield _("No sweep has ended yet: see that beat and a worker run.")
        elif not self.is_sweeping:
            yield _(
                "The last sweep ended at %(when)s, more than %(minutes)d minutes ago: see that beat"
                " and a worker run, and what their log says."
            ) % _since(self.last_sweep, OLDEST_SWEEP)
        if self.oldest_unsent is not None and not self.is_sending:
            yield _(
                "A message has waited since %(when)s, more than %(minutes)d minutes: see that the"
                " mail server takes mail, and that workers run."
            ) % _since(self.oldest_unsent, OLDEST_UNSENT)
        if self.oldest_news is not None and not self.is_answering:
            yield _(
                "News of a source has waited since %(when)s, more than %(minutes)d minutes: see"
                " what the log of the workers says."
            ) % _since(self.oldest_news, OLDEST_NEWS)


def sweep_health(now: datetime.datetime) -> SweepHealth:
    """Five small reads."""
    sweep = Sweep.objects.first()
    last_sweep = sweep.finished if sweep else None
    oldest = min(filter(None, [_oldest_due(now), _oldest_refused(now)]), default=None)
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


def _oldest_due(now: datetime.datetime) -> datetime.datetime | None:
    """What waits for office hours or the end of a snooze is not due."""
    waiting = Notification.objects.filter(state=Notification.State.QUEUED, not_before__lte=now)
    return waiting.order_by("not_before").values_list("not_before", flat=True).first()


def _oldest_refused(now: datetime.datetime) -> datetime.datetime | None:
    """When a message was first tried that the mail server has refused for now ever since.

    Every refusal moved its time on by a wait of its own, so all of them are taken back. Where mail
    to others went out after it was tried first, it is the mailbox that refuses, and not the server.
    """
    last_sent = Notification.objects.aggregate(last=Max("sent"))["last"]
    refused = Notification.objects.filter(
        state=Notification.State.QUEUED, attempts__gt=0, not_before__lte=now + WAITS[-1]
    )
    waits = [
        When(attempts=attempts, then=Value(sum(WAITS[:attempts], datetime.timedelta())))
        for attempts in range(1, len(WAITS) + 1)
    ]
    first_tried = ExpressionWrapper(
        F("not_before") - Case(*waits, default=Value(sum(WAITS, datetime.timedelta()))),
        DateTimeField(),
    )
    tried = refused.order_by().values_list(first_tried, flat=True)
    return min((at for at in tried if last_sent is None or at >= last_sent), default=None)


def _since(moment: datetime.datetime, limit: datetime.timedelta) -> dict[str, object]:
    when = moment.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
    return {"when": when, "minutes": limit // datetime.timedelta(minutes=1)}
