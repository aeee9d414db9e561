"""Other due dates for some reviews, so that no month has many more of them than the next.

Steps of one review into another month are taken for as long as one helps. A step helps when the sum
of the squares of what is due gets smaller: of all that is due in each month, and of what is due in
each month in its specialty. Where no single step helps, a chain may: one review of a specialty goes
on from the month into which another comes, and only the two ends of the chain change. No step makes
a month higher than the highest one was, neither of all reviews nor of the specialty. So every stop
on the way is a valid proposal, the way ends, and from its end nothing is proposed.

Where all reviews are of one specialty, the sum is then the least there is, and with it the highest
month the lowest: no assignment of jobs to machines can be bettered that leaves no such chain
(Harvey, Ladner, Lovász and Tamir, Semi-matchings for bipartite graphs and load balancing, 2006).

The fullest month is relieved first. Which review is taken hangs on the reviews alone, never on
their order.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heapify, heappop, heappush

DAY = datetime.timedelta(days=1)
#: First and last month that a review may be in, both counted from year 0.
Reach = tuple[int, int]
#: Specialty, month, reach of the review that goes, and the month into which it goes.
Link = tuple[int | None, int, Reach, int]
#: How much fuller it is there, how far it is, the month, the specialty's place, and who may go.
End = tuple[int, int, int, int, Reach]


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
    def months(self) -> range:
        return range(self.reach[0], self.reach[1] + 1)

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
    """What is due in each month while reviews are moved about.

    `movable` has, by specialty and month, what may leave it: ids of articles by reach.
    """

    total: Counter[int]
    of_specialty: Counter[tuple[int | None, int]]
    highest: int
    highest_of: dict[int | None, int]
    within_reach: list[int]
    movable: dict[int | None, defaultdict[int, dict[Reach, list[int]]]] = field(
        default_factory=dict
    )

    @cached_property
    def specialties(self) -> list[int | None]:
        """In an order that is always the same."""
        return list(self.movable)

    @classmethod
    def of(cls, reviews: Sequence[Dated]) -> "_Months":
        total = Counter(review.month for review in reviews)
        of_specialty = Counter((review.specialty, review.month) for review in reviews)
        highest_of: dict[int | None, int] = {}
        for (specialty, _month), count in of_specialty.items():
            highest_of[specialty] = max(count, highest_of.get(specialty, 0))
        reached = {to for each in reviews if each.is_movable for to in each.months}
        highest = max(total.values(), default=0)
        months = cls(total, of_specialty, highest, highest_of, sorted(reached))
        for specialty in sorted(highest_of, key=lambda each: each or 0):
            months.movable[specialty] = defaultdict(dict)
        for review in reviews:
            if review.is_movable:
                here = months.movable[review.specialty][review.month]
                heappush(here.setdefault(review.reach, []), review.article)
        return months

    def steps_from(self, month: int) -> Iterator[tuple[int, int]]:
        """Takes single steps out of this month while one helps, the one that helps most first.

        Steps make the others' ends fuller only. So what was found for a specialty is looked at
        again when it comes first, and not whenever anything moves.
        """
        ends = [end for place in range(len(self.movable)) for end in self._emptiest(place, month)]
        heapify(ends)
        while ends and ends[0][0] < self.total[month] - 2:
            _there, _way, to, place, reach = end = heappop(ends)
            found = self._emptiest(place, month)
            if found == [end]:
                yield self.take((self.specialties[place], month, reach, to))
            for each in found:
                heappush(ends, each)

    def _emptiest(self, place: int, month: int) -> list[End]:
        """Where a review of this specialty does best to go; empty where none may go anywhere."""
        specialty = self.specialties[place]
        kin, here = self.of_specialty, self.of_specialty[specialty, month]
        reaches = sorted(reach for reach, ids in self.movable[specialty][month].items() if ids)
        last = max((reach[1] for reach in reaches), default=-1)
        ends = [
            (self.total[to] + kin[specialty, to] - here, abs(to - month), to)
            for to in range(reaches[0][0] if reaches else 0, last + 1)
            if self._has_room(specialty, to)
        ]
        for end in sorted(ends):
            for reach in reaches:
                if reach[0] <= end[2] <= reach[1]:
                    return [(*end, place, reach)]
        return []

    def shortest_chain(self, month: int) -> list[Link]:
        """Links from a month that has room back to this one; empty if there are none that help.

        In this order no month is ever higher than it may be, wherever one stops.
        """
        for specialty in self.movable:
            has_room = any(self._gain(specialty, month, to) for to in self.within_reach)
            if has_room and (chain := self._chain(specialty, month)):
                return chain
        return []

    def _chain(self, specialty: int | None, month: int) -> list[Link]:
        places = self.movable[specialty]
        came_by: dict[int, Link] = {}
        waiting = [month]
        for here in waiting:
            for reach, ids in sorted(places[here].items()):
                for to in range(reach[0], reach[1] + 1) if ids else ():
                    if to == month or to in came_by:
                        continue
                    came_by[to] = specialty, here, reach, to
                    if self._gain(specialty, month, to) > 0:
                        return _back(came_by, to, month)
                    waiting.append(to)
        return []

    def _gain(self, specialty: int | None, month: int, to: int) -> int:
        """By how much half the sum is less once one review goes; 0 where it may not, or no use."""
        if not self._has_room(specialty, to):
            return 0
        here = self.total[month] + self.of_specialty[specialty, month]
        return max(here - 2 - self.total[to] - self.of_specialty[specialty, to], 0)

    def _has_room(self, specialty: int | None, month: int) -> bool:
        """Whether one more makes neither the month nor that of the specialty the highest."""
        kin = self.of_specialty[specialty, month]
        return self.total[month] < self.highest and kin < self.highest_of[specialty]

    def fullest_first(self) -> list[int]:
        return sorted(self.total, key=lambda month: (-self.total[month], month))

    def take(self, link: Link) -> tuple[int, int]:
        """Move one review; gives its article and the month."""
        specialty, month, reach, to = link
        places = self.movable[specialty]
        article = heappop(places[month][reach])
        heappush(places[to].setdefault(reach, []), article)
        self.total[month] -= 1
        self.total[to] += 1
        self.of_specialty[specialty, month] -= 1
        self.of_specialty[specialty, to] += 1
        return article, to


def level(reviews: Iterable[Dated], *, most: int | None = None) -> list[Move]:
    """The moves that level what is due, those of the fullest months first.

    With `most`, the way is left once so many are moved; a chain that was begun is completed.
    """
    by_article = {review.article: review for review in reviews}
    ordered = sorted(by_article.values(), key=lambda review: review.article)
    moved: dict[int, int] = {}
    for links in _steps(_Months.of(ordered)):
        for article, to in links:
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


def _steps(months: _Months) -> Iterator[list[tuple[int, int]]]:
    """Article and month of each step or chain, one after the other, until none helps."""
    has_moved = True
    while has_moved:
        has_moved = False
        for month in months.fullest_first():
            for step in months.steps_from(month):
                has_moved = True
                yield [step]
        for month in () if has_moved else months.fullest_first():
            while chain := months.shortest_chain(month):
                has_moved = True
                yield [months.take(link) for link in chain]


def _back(came_by: dict[int, Link], to: int, month: int) -> list[Link]:
    links = []
    while to != month:
        links.append(came_by[to])
        to = came_by[to][1]
    return links


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
