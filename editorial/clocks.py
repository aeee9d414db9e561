"""The four clocks of an article, kept apart: changed, reviewed in full, searched through, due."""

import datetime
from dataclasses import dataclass, field

from articles.models import Article, Publication
from editorial import due_words
from editorial.models import DueTrigger, Interval, ReviewSchedule


@dataclass(frozen=True)
class Cause:
    """One open cause to be due earlier, in words. `is_ahead`: its day is still to come."""

    trigger: DueTrigger
    words: str
    due_on: datetime.date
    is_ahead: bool


@dataclass(frozen=True)
class Clocks:
    """What each clock says of the live version. Days and moments are UTC.

    * `changed_at`: when readers were given this text first. A correction changes it; a re-review of
      the same text does not.
    * `reviewed_on`: the last completed review in full. A correction moves neither this nor what is
      due.
    * `searched_on`: as far as the literature was searched, as the signed text says.
    * `due_on`: `regular_due_on`, or the day of the earliest open cause.
    """

    changed_at: datetime.datetime | None = None
    version_number: int | None = None
    reviewed_on: datetime.date | None = None
    searched_on: datetime.date | None = None
    due_on: datetime.date | None = None
    regular_due_on: datetime.date | None = None
    interval_months: int | None = None
    own_interval: Interval | None = None
    causes: list[Cause] = field(default_factory=list)

    @property
    def is_early(self) -> bool:
        """Whether a cause, not the interval, says when it is due."""
        both = self.due_on, self.regular_due_on
        return None not in both and self.due_on != self.regular_due_on

    @property
    def why_early(self) -> list[str]:
        """The causes that come before the interval does."""
        regular = self.regular_due_on
        return [
            cause.words for cause in self.causes if regular is not None and cause.due_on < regular
        ]

    def is_overdue_on(self, day: datetime.date) -> bool:
        return self.due_on is not None and self.due_on < day


def clocks(article: Article, *, today: datetime.date) -> Clocks:
    """Of the version that is live, or was before it was retired; empty before the first approval.

    An interval of its own is told of before that, too.
    """
    own = Interval.objects.filter(article=article, ended_at__isnull=True).first()
    row = ReviewSchedule.objects.filter(article=article).first()
    publication = (
        Publication.objects.filter(version=article.live_version_id)
        .values_list("published_at", "version__number", "version__content__literature_searched_on")
        .first()
    )
    if row is None or publication is None:
        return Clocks(own_interval=own)
    published_at, number, searched_on = publication
    return Clocks(
        changed_at=published_at,
        version_number=number,
        reviewed_on=row.reviewed_on,
        searched_on=datetime.date.fromisoformat(searched_on) if searched_on else None,
        due_on=row.due_on,
        regular_due_on=row.regular_due_on,
        interval_months=row.interval_months,
        own_interval=own,
        causes=open_causes(article, today=today),
    )


def open_causes(article: Article, *, today: datetime.date) -> list[Cause]:
    """The earliest first."""
    triggers = DueTrigger.objects.filter(article=article, settled_at__isnull=True)
    return [
        Cause(trigger, due_words.of_trigger(trigger), trigger.due_on, trigger.due_on > today)
        for trigger in triggers.order_by("due_on", "pk")
    ]


def why_early(article: Article) -> list[str]:
    """Sentences for letters: the open causes that make it due before its interval does."""
    row = ReviewSchedule.objects.filter(article=article).first()
    if row is None or row.due_on >= row.regular_due_on:
        return []
    triggers = DueTrigger.objects.filter(
        article=article, settled_at__isnull=True, due_on__lt=row.regular_due_on
    )
    return [due_words.of_trigger(trigger) for trigger in triggers.order_by("due_on", "pk")]
