"""How many signatures each member of the board can expect, month by month.

Every review needs as many signatures as its policy says, by as many people. They are shared evenly
among those who could sign: the members of its specialty in office in that month who wrote no part.
Where these are too few, each of them signs, and what is still missing is shared evenly among the
rest of the board. What even the whole board cannot sign is *missing*: so the shares and what is
missing always make up what is needed.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Signer:
    """A member, by what decides what they are asked for. `account` is whom authors are known by."""

    member: int
    account: int
    specialties: frozenset[int]
    term_from: datetime.date
    term_to: datetime.date | None

    def is_in_office(self, day: datetime.date) -> bool:
        return self.term_from <= day and (self.term_to is None or day <= self.term_to)


@dataclass(frozen=True, slots=True)
class Expected:
    """So many reviews of a kind, due in the month that begins on `month`."""

    month: datetime.date
    specialty: int | None
    signatures: int
    authors: frozenset[int] = frozenset()
    reviews: int = 1


@dataclass
class Forecast:
    """Per month; a missing entry is none. Specialty None: articles without one."""

    reviews: Counter[tuple[int | None, datetime.date]] = field(default_factory=Counter)
    needed: Counter[tuple[int | None, datetime.date]] = field(default_factory=Counter)
    missing: defaultdict[tuple[int | None, datetime.date], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )
    shares: defaultdict[tuple[int, datetime.date], Fraction] = field(
        default_factory=lambda: defaultdict(Fraction)
    )

    def of_member(self, member: int) -> dict[datetime.date, Fraction]:
        return {month: share for (who, month), share in self.shares.items() if who == member}


def forecast(expected: Iterable[Expected], board: Sequence[Signer]) -> Forecast:
    """Whoever is in office on the last day of a month counts as in office in it."""
    found = Forecast()
    for each in expected:
        place = each.specialty, each.month
        found.reviews[place] += each.reviews
        found.needed[place] += each.reviews * each.signatures
        shares, missing = shared(each, board)
        found.missing[place] += each.reviews * missing
        for member, share in shares.items():
            found.shares[member, each.month] += each.reviews * share
    return found


def shared(each: Expected, board: Sequence[Signer]) -> tuple[dict[int, Fraction], Fraction]:
    """The part of each member in one review, never more than one signature; and what is missing."""
    last_day = _last_day(each.month)
    able = [s for s in board if s.is_in_office(last_day) and s.account not in each.authors]
    specialists = [s for s in able if each.specialty in s.specialties]
    others = [s for s in able if each.specialty not in s.specialties]
    shares: dict[int, Fraction] = {}
    missing = each.signatures
    for circle in (specialists, others):
        taken = min(missing, len(circle))
        if taken:
            shares |= {signer.member: Fraction(taken, len(circle)) for signer in circle}
        missing -= taken
    return shares, Fraction(missing)


def months_from(day: datetime.date, count: int) -> list[datetime.date]:
    """The first days of this month and of those after it."""
    month = day.year * 12 + day.month - 1
    return [datetime.date(each // 12, each % 12 + 1, 1) for each in range(month, month + count)]


def _last_day(month: datetime.date) -> datetime.date:
    return months_from(month, 2)[1] - datetime.timedelta(days=1)
