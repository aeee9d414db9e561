"""Moving due dates to level the load: what is proposed, and taking it up."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from editorial import beats, due_dates, permissions
from editorial.editors import in_readers_hands
from editorial.exceptions import WorkflowError
from editorial.levelling import Dated, Move, by_month, first_day, level
from editorial.models import DueTrigger, ReviewSchedule
from editorial.oversight.scheduled import Wanted, is_under_review, scheduled

#: Moves proposed, and taken up, at a time. What is accepted changes what is proposed next.
MOST = 100
#: Nothing is brought forward to a day nearer than this: whoever owns it needs time to begin.
NOTICE = datetime.timedelta(days=30)
MOVE = re.compile(r"(\d{1,18}):(20\d\d-\d\d-\d\d):(20\d\d-\d\d-\d\d)\Z", re.ASCII)


@dataclass(frozen=True)
class ProposedMove:
    """One line of the proposal."""

    article: Article
    due_on: datetime.date
    to: datetime.date

    @property
    def name(self) -> str:
        """As a form sends it back: with the date that was shown, so that news is noticed."""
        return f"{self.article.pk}:{self.due_on}:{self.to}"

    @property
    def words(self) -> str:
        days = (self.to - self.due_on).days
        if days > 0:
            return ngettext("%(days)d day later", "%(days)d days later", days) % {"days": days}
        return ngettext("%(days)d day earlier", "%(days)d days earlier", -days) % {"days": -days}


@dataclass(frozen=True)
class MonthOfLoad:
    """What is due in a month now, and with all moves that are shown."""

    month: datetime.date
    before: int
    after: int
    before_percent: int
    after_percent: int


@dataclass(frozen=True)
class Proposal:
    """All that is shown. `is_cut` says that more could be moved once this is."""

    months: list[MonthOfLoad]
    moves: list[ProposedMove]
    is_cut: bool


@dataclass(frozen=True)
class Accepted:
    """How many dates were moved, and why others were not: title and reason."""

    moved: int
    skipped: list[tuple[str, str]]


def proposal(wanted: Wanted, *, today: datetime.date) -> Proposal:
    """Of the articles wanted; all others stay, and are counted. In a fixed number of queries."""
    reviews = _reviews(wanted, today=today)
    moves = level(reviews, most=MOST)
    to = {move.article: move.to for move in moves}
    before = by_month(each.due_on for each in reviews)
    after = by_month(to.get(each.article, each.due_on) for each in reviews)
    return Proposal(_months(before, after), _named(moves), is_cut=len(moves) >= MOST)


def read_move(text: str) -> tuple[int, datetime.date, datetime.date] | None:
    """Article, the date that was shown and the new one; None for what no page of ours sends."""
    read = MOVE.match(text)
    if read is None:
        return None
    try:
        days = datetime.date.fromisoformat(read[2]), datetime.date.fromisoformat(read[3])
    except ValueError:
        return None
    return int(read[1]), *days


def accept(
    moves: Iterable[tuple[int, datetime.date, datetime.date]], *, by: User, reason: str
) -> Accepted:
    """Each in its own transaction: what has changed since it was shown is left, and told.

    Raises:
        ReasonMissing: without a reason; then nothing is moved.
    """
    permissions.demand(allowed=permissions.may_manage(by))
    why = beats.demand_reason(reason)
    moved, skipped = 0, []
    for pk, shown, to in moves:
        with transaction.atomic():
            article = Article.objects.select_for_update().filter(pk=pk).first()
            if article is None:
                continue
            try:
                refusal = _why_stale(article, shown)
                if not refusal:
                    due_dates.move_due_date(article, by=by, due_on=to, reason=why)
                    moved += 1
            except WorkflowError as error:
                refusal = str(error)
            if refusal:
                skipped.append((article.title, refusal))
    return Accepted(moved, skipped)


def _why_stale(article: Article, shown: datetime.date) -> str:
    """Why it is not moved as it was proposed; the caller holds the article."""
    clocks = ReviewSchedule.objects.filter(article=article)
    due_on = clocks.values_list("due_on", flat=True).first()
    if due_on is not None and due_on != shown:
        return _("It is due on %(day)s by now. Look at the new proposal.") % {
            "day": date_format(due_on)
        }
    if clocks.filter(is_under_review()).exists():
        return _("A review of it was opened meanwhile, which sets the date anew.")
    return ""


def _reviews(wanted: Wanted, *, today: datetime.date) -> list[Dated]:
    """What is due from tomorrow on. Under review or not wanted: with its own day only."""
    ahead = scheduled(Wanted(), today=today).filter(due_on__gt=today)
    free = scheduled(wanted, today=today).filter(~is_under_review(), due_on__gt=today)
    movable = set(free.values_list("pk", flat=True))
    causes = dict(
        DueTrigger.objects.filter(settled_at__isnull=True, article__in=in_readers_hands())
        .order_by()
        .values_list("article")
        .annotate(Min("due_on"))
    )
    specialties = dict(ahead.values_list("pk", "article__specialty"))
    return [
        _dated(clocks, specialties.get(clocks.pk), causes.get(clocks.pk), today=today)
        if clocks.pk in movable
        else _fixed(clocks, specialties.get(clocks.pk))
        for clocks in ahead.only("reviewed_on", "interval_months", "due_on")
    ]


def _fixed(clocks: ReviewSchedule, specialty: int | None) -> Dated:
    return Dated(clocks.pk, specialty, clocks.due_on, clocks.due_on, clocks.due_on)


def _dated(
    clocks: ReviewSchedule,
    specialty: int | None,
    caused_on: datetime.date | None,
    *,
    today: datetime.date,
) -> Dated:
    first, last = due_dates.bounds(clocks)
    earliest = max(first, min(clocks.due_on, today + NOTICE))
    latest = min(last, caused_on) if caused_on else last
    return Dated(clocks.pk, specialty, clocks.due_on, earliest, latest)


def _named(moves: Sequence[Move]) -> list[ProposedMove]:
    articles = Article.objects.select_related("specialty").in_bulk([m.article for m in moves])
    named = [ProposedMove(articles[move.article], move.due_on, move.to) for move in moves]
    return sorted(named, key=lambda move: (move.due_on, move.article.title, move.article.pk))


def _months(before: Counter[int], after: Counter[int]) -> list[MonthOfLoad]:
    """From the first month with anything to the last, both before and after."""
    counted = before.keys() | after.keys()
    highest = max(before.values(), default=0) or 1
    return [
        MonthOfLoad(
            first_day(month),
            before[month],
            after[month],
            100 * before[month] // highest,
            100 * after[month] // highest,
        )
        for month in range(min(counted, default=0), max(counted, default=-1) + 1)
    ]
