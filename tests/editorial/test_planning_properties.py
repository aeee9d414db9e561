"""Any ladder, any due date, any days on which anybody planned: the present rung, once."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as some

from articles.models import Article
from editorial.models import Ladder, Notification, ReviewSchedule
from editorial.planning import hearers, plan, plan_news, planner
from tests.editorial.test_signing_together import together
from tests.factories.articles import UserFactory
from tests.flushing import triggers_lifted
from tests.fuzz import examples
from tests.reminders import DUE, at, live_article, planned

pytestmark = pytest.mark.django_db

often = tried(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass(frozen=True)
class Steps:
    """A ladder, and in Python what a day's plan owes by it."""

    days: list[int]
    repeat_every: int
    lead_after: int
    all_after: int

    def rung(self, passed: int) -> int | None:
        last = max(self.days)
        if self.repeat_every and passed >= last:
            return last + (passed - last) // self.repeat_every * self.repeat_every
        return max((day for day in self.days if day <= passed), default=None)

    def escalation(self, passed: int) -> int | None:
        begun = [first for first in (self.lead_after, self.all_after) if first <= passed]
        if not begun:
            return None
        every = max(self.repeat_every, 1) if self.repeat_every else passed + 1
        return begun[-1] + (passed - begun[-1]) // every * every


@some.composite
def ladders(draw: some.DrawFn) -> Steps:
    days = draw(some.lists(some.integers(-120, 60), max_size=6))
    lead_after = draw(some.integers(1, 90))
    return Steps(
        days=sorted({0, *days}),
        repeat_every=draw(some.integers(0, 20)),
        lead_after=lead_after,
        all_after=lead_after + draw(some.integers(0, 60)),
    )


some_days = some.lists(some.integers(-130, 200), min_size=1, max_size=5)


@pytest.fixture
def article() -> Article:
    article = live_article(owner=UserFactory.create(username="owner", group="Editors"))
    User.objects.filter(groups__name="Managing editors").update(is_active=False)
    UserFactory.create(username="manager", group="Managing editors")
    return article


def expected(steps: Steps, passed: int) -> Iterator[tuple[str, int, str]]:
    if (rung := steps.rung(passed)) is not None:
        yield "review-overdue" if rung > 0 else "review-due", rung, "owner"
    if (escalation := steps.escalation(passed)) is not None:
        yield "escalation", escalation, "manager"


def set_up(article: Article, steps: Steps, due_on: datetime.date) -> None:
    Ladder.objects.create(
        tier=article.risk_tier, clock=Ladder.Clock.REVIEW, number=2, **vars(steps)
    )
    ReviewSchedule.objects.filter(article=article).update(due_on=due_on)


@often
@given(steps=ladders(), later=some.integers(0, 200), days=some_days)
def test_each_plan_owes_the_present_rung_and_nothing_else(
    article: Article, steps: Steps, later: int, days: list[int]
) -> None:
    due_on = DUE + datetime.timedelta(days=later)
    with transaction.atomic():
        set_up(article, steps, due_on)
        owed: set[tuple[str, int, str]] = set()
        for day in days:
            before = owed.copy()
            owed |= set(expected(steps, day))
            assert plan(at(day, due_on=due_on)).added == len(owed - before)
            assert planned() == owed
            assert plan(at(day, due_on=due_on)).added == 0
            assert plan_news(at(day, due_on=due_on)).added == 0
        assert all(rung <= max(days) for _kind, rung, _name in owed)
        transaction.set_rollback(True)


@often
@given(steps=ladders(), first=some.integers(-130, 100), missed=some.integers(1, 400))
def test_downtime_of_any_length_ends_with_one_row_for_each(
    article: Article, steps: Steps, first: int, missed: int
) -> None:
    with transaction.atomic():
        set_up(article, steps, DUE)
        plan(at(first))
        before = Notification.objects.count()
        plan(at(first + missed))
        assert Notification.objects.count() - before <= 2
        assert set(expected(steps, first + missed)) <= planned()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_planners_at_once_write_each_row_once(article: Article) -> None:
    def planner_of_a_day() -> None:
        plan(at(0))

    def planner_of_a_minute() -> None:
        plan_news(at(0))

    together([planner_of_a_day, planner_of_a_minute, planner_of_a_day])
    assert planned() == {("review-due", 0, "owner")}
    assert Notification.objects.filter(kind="review-due").count() == 1


@pytest.fixture
def planner_at_work() -> Iterator[None]:
    """In another connection."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [planner._LOCK])
        yield


def test_plan_of_the_minute_leaves_it_to_the_planner_at_work(
    article: Article, planner_at_work: None
) -> None:
    assert plan_news(at(0)).added == 0
    assert planned() == set()


def test_plan_waits_for_the_planner_at_work(article: Article, planner_at_work: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    with pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
        plan(at(0))


def test_without_the_unique_key_in_mind_a_second_plan_would_fail(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearers, "ON_CONFLICT", "")
    plan(at(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        plan(at(0))


def test_horizon_is_the_longest_notice_of_the_ladders_in_force(article: Article) -> None:
    for number, first in ((2, -200), (3, -45)):
        Ladder.objects.create(
            tier="dosing",
            clock=Ladder.Clock.REVIEW,
            number=number,
            **vars(Steps([first, 0], 7, 14, 28)),
        )
    assert planner._ask(at(0)).notice == 60
    with triggers_lifted():
        Ladder.objects.exclude(tier="dosing").delete()
    assert planner._ask(at(0)).notice == 45
    assert planner._horizon(at(0), planner._ask(at(0))) == DUE + datetime.timedelta(days=45)


def test_nearer_horizon_overlooks_a_reminder(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "_horizon", lambda now, _standing: at(-1).date())
    assert plan(at(-30)).added == 0
    monkeypatch.undo()
    assert plan(at(-30)).added == 1
