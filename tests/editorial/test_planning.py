import datetime
from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as some

from articles.models import Article
from editorial import workflow
from editorial.delivery import deliver
from editorial.models import Ladder, Notification, ReviewSchedule, Sweep
from editorial.planning import look_again, plan, plan_news
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor, sign, submitted, under_review
from tests.flushing import triggers_lifted
from tests.fuzz import examples
from tests.reminders import DUE, at, live_article, planned

pytestmark = pytest.mark.django_db

Rung = TypeVar("Rung")

#: The present rung from each day on, as written in the issue; None before the first one.
OWNERS_LADDER: dict[int, tuple[str, int] | None] = {
    -70: None,
    -60: ("review-due", -60),
    -30: ("review-due", -30),
    -7: ("review-due", -7),
    0: ("review-due", 0),
    7: ("review-overdue", 7),
    14: ("review-overdue", 14),
    21: ("review-overdue", 21),
    28: ("review-overdue", 28),
    35: ("review-overdue", 35),
}
MANAGERS_LADDER: dict[int, int | None] = {-70: None, 14: 14, 21: 21, 28: 28, 35: 35}

#: Due dates over two years to come, each already seen by the planner, as after a day's first plan.
_SCHEDULES = """
INSERT INTO editorial_reviewschedule (
    article_id, review_id, reviewed_on, interval_months, regular_due_on, due_on, planned_for
)
SELECT n, n, due - 730, 24, due, due, due
FROM (
    SELECT n, %(today)s::date + n %% 730 AS due FROM generate_series(1, %(articles)s) AS n
) AS dates
"""


def present(ladder: dict[int, Rung], day: int) -> Rung:
    return ladder[max(first for first in ladder if first <= day)]


@pytest.fixture
def owner() -> User:
    return UserFactory.create(username="owner", group="Editors")


@pytest.fixture
def manager() -> User:
    return UserFactory.create(username="manager", group="Managing editors")


def only_managers(*names: str) -> None:
    """The verbs that make samples need managing editors of their own; they are closed here."""
    User.objects.filter(groups__name="Managing editors").exclude(username__in=names).update(
        is_active=False
    )


def test_plan_follows_the_ladder_on_every_day(owner: User, manager: User) -> None:
    live_article(owner=owner)
    only_managers("manager")
    for day in range(-70, 41):
        Notification.objects.all().delete()
        plan(at(day))
        expected = set()
        if rung := present(OWNERS_LADDER, day):
            expected.add((*rung, "owner"))
        if escalation := present(MANAGERS_LADDER, day):
            expected.add(("escalation", escalation, "manager"))
        assert planned() == expected, day


def test_plan_day_by_day_writes_each_rung_once(owner: User, manager: User) -> None:
    live_article(owner=owner)
    only_managers("manager")
    for day in range(-70, 41):
        plan(at(day))
    owners = [rung for kind, rung, name in planned() if name == "owner"]
    managers = [rung for kind, rung, name in planned() if name == "manager"]
    assert sorted(owners) == [-60, -30, -7, 0, 7, 14, 21, 28, 35]
    assert sorted(managers) == [14, 21, 28, 35]


@pytest.mark.parametrize("missed", [1, 7, 90])
def test_plan_after_downtime_writes_the_present_rung_only(
    owner: User, manager: User, missed: int
) -> None:
    live_article(owner=owner)
    only_managers("manager")
    plan(at(-61))
    plan(at(-61 + missed))
    expected = {1: -60, 7: -60, 90: 28}[missed]
    assert {rung for _kind, rung, name in planned() if name == "owner"} == {expected}


@tried(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(days=some.lists(some.integers(-70, 60), min_size=1, max_size=6))
def test_plan_twice_adds_nothing(days: list[int]) -> None:
    with transaction.atomic():
        live_article()
        for day in days:
            plan(at(day))
            before = planned()
            assert plan(at(day)).added == 0
            assert plan_news(at(day)).added == 0
            assert planned() == before
        transaction.set_rollback(True)


def test_plan_uses_the_newest_ladder_of_the_articles_tier(owner: User) -> None:
    live_article(owner=owner)
    days = {"days": [-90, -5, 0], "repeat_every": 3, "lead_after": 10, "all_after": 10}
    Ladder.objects.create(tier="treatment", clock=Ladder.Clock.REVIEW, number=2, **days)
    only_managers()
    for day, expected in ((-90, -90), (-6, -90), (-5, -5), (2, 0), (3, 3), (8, 6)):
        Notification.objects.all().delete()
        plan(at(day))
        assert {rung for _kind, rung, _name in planned()} == {expected}, day


def test_plan_skips_a_retired_article(owner: User) -> None:
    article = live_article(owner=owner)
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    Notification.objects.all().delete()
    plan(at(30))
    assert planned() == set()


@pytest.mark.parametrize("spoiled", [{"is_active": False}, {"email": ""}])
def test_plan_tells_managing_editors_when_the_owner_cannot_be_reached(
    owner: User, manager: User, spoiled: dict[str, object]
) -> None:
    live_article(owner=owner)
    only_managers("manager")
    User.objects.filter(pk=owner.pk).update(**spoiled)
    plan(at(-30))
    assert planned() == {("review-due", -30, "manager")}
    plan(at(14))
    assert planned() == {("review-due", -30, "manager"), ("escalation", 14, "manager")}


def test_plan_tells_an_owner_who_manages_once(manager: User) -> None:
    live_article(owner=manager)
    only_managers("manager")
    plan(at(14))
    assert planned() == {("review-overdue", 14, "manager")}


def test_plan_leaves_the_owner_alone_while_a_full_review_is_open(
    owner: User, manager: User
) -> None:
    submitted(live_article(owner=owner), kind="re-review")
    only_managers("manager")
    Notification.objects.all().delete()
    plan(at(7))
    assert planned() == set()
    plan(at(14))
    assert planned() == {("escalation", 14, "manager")}


def test_plan_owes_again_what_was_cancelled_and_never_sent(
    owner: User, mailoutbox: list[EmailMessage]
) -> None:
    article = live_article(owner=owner)
    plan(at(0))
    review = submitted(article, kind="re-review")
    Notification.objects.exclude(kind="review-due").delete()
    deliver(at(0))
    assert Notification.objects.get().state == "cancelled"
    plan(at(1))
    assert Notification.objects.get().state == "cancelled", "the review is open still"
    workflow.withdraw(review, by=owner, reason="Not yet.")
    Notification.objects.exclude(kind="review-due").delete()
    plan(at(2))
    deliver(at(2))
    assert Notification.objects.get().state == "sent"
    plan(at(3))
    deliver(at(3))
    assert len(mailoutbox) == 1


def test_plan_reminds_while_a_correction_is_open(owner: User) -> None:
    submitted(live_article(owner=owner), kind="correction")
    Notification.objects.all().delete()
    plan(at(0))
    assert planned() == {("review-due", 0, "owner")}


def test_plan_starts_over_when_a_review_renews_the_date(owner: User) -> None:
    article = live_article(owner=owner)
    plan(at(0))
    review = under_review(article, kind="re-review")
    for assignment in review.assignments.select_related("member__user"):
        review = sign(review, assignment.member)
    renewed = ReviewSchedule.objects.get(article=article).due_on
    Notification.objects.all().delete()
    plan(at(-60, due_on=renewed))
    assert planned() == {("review-due", -60, "owner")}


def test_plan_counts_days_in_utc(owner: User) -> None:
    live_article(owner=owner)
    auckland = datetime.timezone(datetime.timedelta(hours=13))
    early = datetime.datetime(2027, 4, 16, 12, 59, tzinfo=auckland)  # 15 April, 23:59 UTC
    plan(early)
    assert planned() == set()
    plan(early + datetime.timedelta(minutes=1))
    assert planned() == {("review-due", -60, "owner")}


def test_plan_news_looks_at_everything_once_a_day(owner: User) -> None:
    live_article(owner=owner)
    assert plan_news(at(-60)).looked_at_everything
    assert not plan_news(at(-60)).looked_at_everything
    assert plan_news(at(-59)).looked_at_everything
    assert plan_news(at(-60)).looked_at_everything  # the clock was set back
    assert Sweep.objects.get().planned_on == DUE - datetime.timedelta(days=60)


def test_plan_news_sees_a_date_that_moved_by_any_hand(owner: User) -> None:
    article = live_article(owner=owner)
    plan_news(at(-100))
    ReviewSchedule.objects.filter(article=article).update(due_on=at(-93).date())
    assert plan_news(at(-100)).added == 1
    assert plan_news(at(-100)).added == 0


@pytest.mark.parametrize("articles", [10, 30_000])
def test_plan_news_when_idle_looks_at_what_is_due_however_many_articles_exist(
    articles: int,
) -> None:
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(_SCHEDULES, {"articles": articles, "today": at(0).date()})
        cursor.execute("ANALYZE editorial_reviewschedule")
    plan_news(at(0))
    with CaptureQueriesContext(connection) as queries:
        plan_news(at(0))
    (asked,) = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert looked_at(asked) <= 1


def test_plan_of_news_reads_the_news_however_many_articles_exist() -> None:
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(_SCHEDULES, {"articles": 30_000, "today": at(0).date()})
        cursor.execute("ANALYZE editorial_reviewschedule")
        plan_news(at(0))
        look_again([7, 730])
        with CaptureQueriesContext(connection) as queries:
            plan_news(at(0))
        owed = next(query["sql"] for query in queries if "INSERT INTO" in query["sql"])
        look_again([7, 730])
        assert looked_at(owed) <= 2


def looked_at(statement: str) -> float:
    """How many rows of the schedule were read for it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement)
        (explained,) = cursor.fetchone()
        transaction.set_rollback(True)
    return sum(map(_looked_at, _schedule_scans(explained[0]["Plan"])))


def _schedule_scans(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a query plan that read the schedule."""
    if node.get("Relation Name") == "editorial_reviewschedule" and "Scan" in node["Node Type"]:
        yield node
    for part in node.get("Plans", []):
        yield from _schedule_scans(part)


def _looked_at(scan: dict[str, Any]) -> float:
    rows = scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)
    return float(rows * scan["Actual Loops"])


def test_plan_keeps_nobody_from_writing_drafts(owner: User) -> None:
    article = live_article(owner=owner)
    with CaptureQueriesContext(connection) as queries:
        plan(at(0))
    assert not [q for q in queries if "FOR UPDATE" in q["sql"] and "articles_article" in q["sql"]]
    assert Article.objects.filter(pk=article.pk).update(summary="Changed.") == 1
