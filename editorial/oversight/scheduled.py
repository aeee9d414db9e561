"""What is due when: which articles count, and how many of them fall into which month."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Specialty
from editorial import owners_gone
from editorial.editors import in_readers_hands
from editorial.forecast import months_from
from editorial.models import DueTrigger, Review, ReviewSchedule
from editorial.states import FULL_REVIEWS, OPEN

DAY = datetime.timedelta(days=1)
#: Two years.
MONTHS_AHEAD = 24


@dataclass(frozen=True)
class Age:
    """Overdue for so many days; `most` is None where there is no end."""

    least: int
    most: int | None

    @property
    def name(self) -> str:
        """As in an address."""
        return f"{self.least}-{self.most or ''}"

    def __str__(self) -> str:
        if self.most is None:
            return _("more than %(days)d days") % {"days": self.least - 1}
        return _("%(least)d to %(most)d days") % {"least": self.least, "most": self.most}

    def condition(self, today: datetime.date) -> Q:
        latest = Q(due_on__lte=today - self.least * DAY)
        return latest if self.most is None else latest & Q(due_on__gte=today - self.most * DAY)


AGES = [Age(1, 7), Age(8, 30), Age(31, 90), Age(91, None)]


class About(models.TextChoices):
    """What a list can be about."""

    OVERDUE = "overdue", gettext_lazy("Overdue")
    CAUSE = "cause", gettext_lazy("Due earlier for a cause")
    WITHOUT_OWNER = "without-owner", gettext_lazy("Without an active owner")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn until reviewed")


@dataclass(frozen=True)
class Wanted:
    """Which of the articles; empty for all. `month` is the first day of one."""

    specialty: Specialty | None = None
    tier: str = ""
    owner: User | None = None
    month: datetime.date | None = None
    age: Age | None = None
    about: str = ""


def scheduled(wanted: Wanted, *, today: datetime.date) -> "QuerySet[ReviewSchedule]":
    """What readers have, and what was withdrawn from them until it is reviewed."""
    rows = ReviewSchedule.objects.filter(article__in=in_readers_hands())
    if wanted.specialty is not None:
        rows = rows.filter(article__specialty=wanted.specialty)
    if wanted.tier:
        rows = rows.filter(article__risk_tier=wanted.tier)
    if wanted.owner is not None:
        rows = rows.filter(article__owner=wanted.owner)
    if wanted.month is not None:
        first, after = months_from(wanted.month, 2)
        rows = rows.filter(due_on__gte=max(first, today), due_on__lt=after)
    if wanted.age is not None:
        rows = rows.filter(wanted.age.condition(today))
    return rows.filter(_about(wanted.about, today)) if wanted.about else rows


def has_open_cause() -> Exists:
    return Exists(
        DueTrigger.objects.filter(article=OuterRef("article_id"), settled_at__isnull=True)
    )


def is_under_review(*states: str) -> Exists:
    """In a full review in one of these states; open in any, if none is named."""
    reviews = Review.objects.filter(
        article=OuterRef("article_id"), kind__in=FULL_REVIEWS, state__in=states or OPEN
    )
    return Exists(reviews)


@dataclass(frozen=True)
class Bar:
    """A row of a chart that is a table, too; `percent` of the longest bar."""

    title: str
    name: str
    count: int
    percent: int


def by_age(wanted: Wanted, *, today: datetime.date) -> list[Bar]:
    """What is overdue, by how long; in one query."""
    counted = scheduled(wanted, today=today).aggregate(
        **{f"age_{age.least}": Count("pk", filter=age.condition(today)) for age in AGES}
    )
    return _bars((str(age), age.name, counted[f"age_{age.least}"]) for age in AGES)


def by_month(wanted: Wanted, *, today: datetime.date) -> list[Bar]:
    """What is due in this month from today on, and in those after it; what is later comes last."""
    months = months_from(today, MONTHS_AHEAD)
    counted = dict(
        scheduled(wanted, today=today)
        .filter(due_on__gte=today)
        .order_by()
        .values_list(TruncMonth("due_on"))
        .annotate(Count("pk"))
    )
    later = sum(count for month, count in counted.items() if month > months[-1])
    rows = [(date_format(m, "F Y"), f"{m:%Y-%m}", counted.get(m, 0)) for m in months]
    return _bars([*rows, (_("later"), "", later)])


def _bars(rows: Iterable[tuple[str, str, int]]) -> list[Bar]:
    rows = list(rows)
    longest = max((count for _title, _name, count in rows), default=0) or 1
    return [Bar(title, name, count, 100 * count // longest) for title, name, count in rows]


def _about(what: str, today: datetime.date) -> Q:
    if what == About.OVERDUE:
        return Q(due_on__lt=today)
    if what == About.CAUSE:
        return Q(has_open_cause())
    if what == About.WITHOUT_OWNER:
        return Q(article__owner__in=owners_gone.gone(today))
    return Q(article__returns_when_reviewed=True)
