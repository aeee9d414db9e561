"""The forecast of the next twelve months, from what is due and who is on the board."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, F, Func, JSONField, Value
from django.db.models.functions import Greatest, TruncMonth

from articles.models import Specialty
from editorial.away import stand_ins
from editorial.forecast import Expected, Forecast, Signer, forecast, months_from
from editorial.models import Assignment, BoardMember, Policy
from editorial.oversight.scheduled import Wanted, is_under_review, scheduled
from editorial.states import State

MONTHS_AHEAD = 12
#: Percent of a full month from which on a member is marked.
NEARLY = 80


@dataclass(frozen=True)
class SpecialtyLoad:
    """A row: `signatures` and `missing` have a number for each month."""

    name: str
    in_office: int
    free: int
    reviews: int
    signatures: list[int]
    missing: list[Fraction]

    @property
    def total(self) -> int:
        return sum(self.signatures)

    @property
    def is_short(self) -> bool:
        """Not even the whole board could sign all of it."""
        return any(self.missing)


@dataclass(frozen=True)
class MemberLoad:
    """A row: what waits for a member, and their share in each month."""

    member: BoardMember
    is_away: bool
    waiting: int
    shares: list[Fraction]
    full: int

    @property
    def total(self) -> Fraction:
        return sum(self.shares, Fraction(0))

    @property
    def fullest(self) -> tuple[int, Fraction]:
        """The place of the fullest month, and how much it has; this month has what waits, too."""
        months = [self.shares[0] + self.waiting, *self.shares[1:]]
        most = max(months)
        return months.index(most), most

    @property
    def is_nearly_full(self) -> bool:
        return self.fullest[1] * 100 >= self.full * NEARLY


@dataclass(frozen=True)
class Workload:
    """`months` are first days. What is overdue counts in the first."""

    months: list[datetime.date]
    specialties: list[SpecialtyLoad]
    members: list[MemberLoad]


def workload(wanted: Wanted, *, today: datetime.date, full: int) -> Workload:
    """`full` is how many signatures make a month full. In a fixed number of queries."""
    months = months_from(today, MONTHS_AHEAD)
    board = list(
        BoardMember.objects.filter(deactivated_at__isnull=True, user__is_active=True)
        .select_related("user")
        .prefetch_related("specialties")
    )
    away = stand_ins(board, on=today)
    waiting = Counter(Assignment.objects.waiting_for_verdict().values_list("member_id", flat=True))
    found = forecast(_expected(wanted, months, today=today), [_signer(each) for each in board])
    members = [
        MemberLoad(
            member,
            is_away=member.pk in away,
            waiting=waiting[member.pk],
            shares=[found.shares.get((member.pk, month), Fraction(0)) for month in months],
            full=full,
        )
        for member in board
        if member.is_active_on(today) or found.of_member(member.pk)
    ]
    members.sort(key=lambda load: (-load.fullest[1], load.member.name, load.member.pk))
    return Workload(months, _by_specialty(found, members, months, today=today), members)


def _expected(
    wanted: Wanted, months: Sequence[datetime.date], *, today: datetime.date
) -> list[Expected]:
    """Without what is under review: there the board was asked, and it waits for members."""
    signatures = dict(Policy.objects.values_list("tier", "approvals_needed"))
    end = months_from(months[0], len(months) + 1)[-1]
    authors = Func(
        F("article__live_version__content"),
        Value("$.authors[*].id"),
        function="jsonb_path_query_array",
        output_field=JSONField(),
    )
    rows = (
        scheduled(wanted, today=today)
        .filter(~is_under_review(State.UNDER_REVIEW), due_on__lt=end)
        .order_by()
        .values_list(
            TruncMonth(Greatest("due_on", Value(today))),
            "article__specialty",
            "article__risk_tier",
            authors,
        )
        .annotate(Count("pk"))
    )
    return [
        Expected(month, specialty, signatures[tier], frozenset(accounts), count)
        for month, specialty, tier, accounts, count in rows
    ]


def _signer(member: BoardMember) -> Signer:
    specialties = frozenset(each.pk for each in member.specialties.all())
    return Signer(member.pk, member.user_id, specialties, member.term_from, member.term_to)


def _by_specialty(
    found: Forecast,
    members: Sequence[MemberLoad],
    months: Sequence[datetime.date],
    *,
    today: datetime.date,
) -> list[SpecialtyLoad]:
    """Every specialty with something due or somebody in office; without one at the end."""
    due = {specialty for specialty, _month in found.reviews}
    names: dict[int | None, str] = dict(
        Specialty.objects.order_by("name").values_list("pk", "name")
    )
    rows = []
    for specialty, name in [*names.items(), (None, "")]:
        office = [each for each in members if _is_of(each.member, specialty, today)]
        if specialty not in due and (specialty is None or not office):
            continue
        rows.append(
            SpecialtyLoad(
                name=name,
                in_office=len(office),
                free=sum(not each.is_away and not each.is_nearly_full for each in office),
                reviews=sum(found.reviews[specialty, month] for month in months),
                signatures=[found.needed[specialty, month] for month in months],
                missing=[found.missing.get((specialty, month), Fraction(0)) for month in months],
            )
        )
    return rows


def _is_of(member: BoardMember, specialty: int | None, today: datetime.date) -> bool:
    if not member.is_active_on(today):
        return False
    return specialty is None or specialty in {each.pk for each in member.specialties.all()}
