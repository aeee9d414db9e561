"""Other due dates for some reviews, so that no month has many more of them than the next.

Steps of one review into another month are taken for as long as one helps. A step helps when the sum
of the squares of what is due gets smaller: of all that is due in each month, and of what is due in
each month in its specialty. No step makes a month higher than the highest one was, neither of all
reviews nor of the specialty. So every stop on the way is a valid proposal, the way ends, and from
its end nothing is proposed.

The fullest month is relieved first. Which review is taken hangs on the reviews alone, never on
their order.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

DAY = datetime.timedelta(days=1)
#: First and last month that a review may be in, both counted from year 0.
Reach = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Dated:
    """A review that is due on a day and could be on any from `earliest` to `latest`.

    One that is not to be moved has its own day in all three.
    """

    article: int
    specialty: int | None
    due_on: datetime.date
    earliest: datetime.date
    latest: datetime.date

    @property
    def month(self) -> int:
        return month_of(self.due_on)

    @property
    def reach(self) -> Reach:
        return month_of(self.earliest), month_of(self.latest)

    @property
    def is_movable(self) -> bool:
        """Whether another month is within its reach."""
        return self.earliest <= self.latest and self.reach != (self.month, self.month)


@dataclass(frozen=True, slots=True)
class Move:
    """A proposal for one review."""

    article: int
    specialty: int | None
    due_on: datetime.date
    to: datetime.date


@dataclass
class _Months:
    """What is due in each month while reviews are moved about."""

    total: Counter[int]
    of_specialty: Counter[tuple[int | None, int]]
    highest: int
    highest_of: dict[int | None, int]
    #: By month, what may leave it: ids of articles by specialty and reach.
    movable: dict[int, dict[tuple[int | None, Reach], list[int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    @classmethod
    def of(cls, reviews: Sequence[Dated]) -> "_Months":
        total = Counter(review.month for review in reviews)
        of_specialty = Counter((review.specialty, review.month) for review in reviews)
        highest_of: dict[int | None, int] = {}
        for (specialty, _month), count in of_specialty.items():
            highest_of[specialty] = max(count, highest_of.get(specialty, 0))
        months = cls(total, of_specialty, max(total.values(), default=0), highest_of)
        for review in reviews:
            if review.is_movable:
                kin = months.movable[review.month]
                kin.setdefault((review.specialty, review.reach), []).append(review.article)
        for kinds in months.movable.values():
            for ids in kinds.values():
                heapify(ids)
        return months

    def best_step(self, month: int) -> tuple[int | None, Reach, int] | None:
        """The specialty, the reach and the month to go to that help most; nearest if several."""
        steps = [
            (-gain, abs(to - month), to, specialty or 0, reach, specialty)
            for (specialty, reach), ids in self.movable[month].items()
            if ids
            for to, gain in self._gains(month, specialty, reach)
        ]
        if not steps:
            return None
        _gain, _distance, to, _order, reach, specialty = min(steps, key=lambda step: step[:5])
        return specialty, reach, to

    def _gains(self, month: int, specialty: int | None, reach: Reach) -> Iterator[tuple[int, int]]:
        total, of_specialty = self.total, self.of_specialty
        height = total[month] + of_specialty[specialty, month] - 2
        highest, highest_of = self.highest, self.highest_of[specialty]
        for to in range(reach[0], reach[1] + 1):
            all_there, kin_there = total[to], of_specialty[specialty, to]
            gain = height - all_there - kin_there
            if gain > 0 and all_there < highest and kin_there < highest_of:
                yield to, gain

    def take(self, month: int, specialty: int | None, reach: Reach, to: int) -> int:
        """Move one review; gives its article."""
        article = heappop(self.movable[month][specialty, reach])
        heappush(self.movable[to].setdefault((specialty, reach), []), article)
        self.total[month] -= 1
        self.total[to] += 1
        self.of_specialty[specialty, month] -= 1
        self.of_specialty[specialty, to] += 1
        return article


def level(reviews: Iterable[Dated], *, most: int | None = None) -> list[Move]:
    """The moves that level what is due, those of the fullest months first; at most so many."""
    by_article = {review.article: review for review in reviews}
    ordered = sorted(by_article.values(), key=lambda review: review.article)
    moved: dict[int, int] = {}
    for article, to in _steps(_Months.of(ordered)):
        moved.pop(article, None)
        if to != by_article[article].month:
            moved[article] = to
        if most is not None and len(moved) >= most:
            break
    return _with_days(ordered, moved)


def by_month(days: Iterable[datetime.date]) -> Counter[int]:
    return Counter(map(month_of, days))


def month_of(day: datetime.date) -> int:
    """Months since year 0, so that they can be counted in."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def _steps(months: _Months) -> Iterator[tuple[int, int]]:
    """Article and month, one step after the other, until none helps."""
    has_moved = True
    while has_moved:
        has_moved = False
        for month in sorted(months.movable, key=lambda each: (-months.total[each], each)):
            while step := months.best_step(month):
                has_moved = True
                yield months.take(month, *step), step[2]


def _with_days(reviews: Sequence[Dated], moved: dict[int, int]) -> list[Move]:
    """In its new month each gets the day on which least is due; the nearest if several."""
    on_day = Counter(review.due_on for review in reviews if review.article not in moved)
    by_article = {review.article: review for review in reviews}
    moves = []
    for article, month in moved.items():
        review = by_article[article]
        first = max(review.earliest, first_day(month))
        last = min(review.latest, first_day(month + 1) - DAY)
        days = [first + n * DAY for n in range((last - first).days + 1)]
        to = min(days, key=lambda day: (on_day[day], abs((day - review.due_on).days)))
        on_day[to] += 1
        moves.append(Move(article, review.specialty, review.due_on, to))
    return moves
