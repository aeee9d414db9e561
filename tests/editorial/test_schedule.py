"""Months at their ends, what a review settles, and what the database holds due dates to."""

import calendar
import datetime

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from editorial import due_causes, source_watch, workflow
from editorial.models import DueTrigger, ReviewSchedule
from editorial.schedule import due_after
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved, managing_editor, sign_with, under_review
from tests.raw_sql import guarded, is_refused, run

TODAY = timezone.now().date
DAYS = {
    ("2026-01-31", 1): "2026-02-28",
    ("2028-01-31", 1): "2028-02-29",
    ("2026-01-31", 2): "2026-03-31",
    ("2026-03-31", 1): "2026-04-30",
    ("2026-08-31", 6): "2027-02-28",
    ("2026-08-30", 6): "2027-02-28",
    ("2026-12-31", 2): "2027-02-28",
    ("2026-12-15", 1): "2027-01-15",
    ("2028-02-29", 12): "2029-02-28",
    ("2028-02-29", 24): "2030-02-28",
    ("2028-02-29", 36): "2031-02-28",
    ("2028-02-29", 48): "2032-02-29",
    ("2027-02-28", 12): "2028-02-28",
    ("2096-02-29", 48): "2100-02-28",
    ("2026-05-31", 120): "2036-05-31",
}


@pytest.mark.parametrize(("day", "months"), DAYS)
def test_due_after_at_month_ends_and_in_leap_years(day: str, months: int) -> None:
    due = due_after(datetime.date.fromisoformat(day), months)
    assert due.isoformat() == DAYS[day, months]


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2200, 12, 31)),
    st.integers(min_value=1, max_value=120),
)
def test_due_after_is_the_rule_written_by_hand(day: datetime.date, months: int) -> None:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    assert due_after(day, months) == datetime.date(year, month + 1, min(day.day, last))


@given(
    st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)),
    st.integers(min_value=1, max_value=120),
)
def test_due_after_never_skips_a_month(day: datetime.date, months: int) -> None:
    due = due_after(day, months)
    assert (due.year - day.year) * 12 + due.month - day.month == months
    assert due.day <= day.day


def clocks_of(article: Article) -> ReviewSchedule:
    return ReviewSchedule.objects.get(article=article)


def cause(
    article: Article, key: str = "report:1", *, due_on: datetime.date | None = None
) -> DueTrigger | None:
    now = timezone.now()
    return due_causes.raise_trigger(
        article,
        kind=DueTrigger.Kind.READER_REPORTS,
        key=key,
        due_on=due_on or now.date(),
        details={"count": 3},
        by=source_watch.account(),
        at=now,
    )


def in_days(days: int) -> datetime.date:
    return TODAY() + datetime.timedelta(days=days)


@pytest.mark.django_db
def test_approval_settles_what_was_raised_and_due_before_its_submission() -> None:
    article = approved().article
    known = cause(article)
    review = approved(article, kind="re-review")
    assert known is not None
    known.refresh_from_db()
    assert (known.settlement, known.settled_by_review, known.settled_at) == (
        "reviewed",
        review,
        review.closed_at,
    )
    assert clocks_of(article).due_on == due_after(TODAY(), review.policy["re_review_months"])


@pytest.mark.django_db
def test_cause_raised_while_a_review_is_open_stays_and_is_due_at_once() -> None:
    article = approved().article
    review = under_review(article, kind="re-review")
    late = cause(article)
    for assignment in review.assignments.select_related("member__user"):
        if review.is_open:
            review = sign_with(review, assignment.member.user)
    assert late is not None
    late.refresh_from_db()
    assert late.settled_at is None
    clocks = clocks_of(article)
    assert clocks.review == review
    assert clocks.due_on == TODAY() < clocks.regular_due_on


@pytest.mark.django_db
def test_cause_of_a_day_to_come_outlives_a_review_before_that_day() -> None:
    article = approved().article
    ahead = cause(article, due_on=in_days(20))
    approved(article, kind="re-review")
    assert ahead is not None
    ahead.refresh_from_db()
    assert ahead.settled_at is None
    assert clocks_of(article).due_on == in_days(20)


@pytest.mark.django_db
def test_correction_moves_no_clock_and_settles_nothing() -> None:
    article = ArticleFactory.create()
    article.sections.update(body=article.sections.get().body.replace("follows", "folows"))
    approved(article)
    cause(article)
    before = ReviewSchedule.objects.values().get()
    article.sections.update(body=article.sections.get().body.replace("folows", "follows"))
    approved(article, kind="correction")
    assert ReviewSchedule.objects.values().get() == before
    assert DueTrigger.objects.get().settled_at is None


@pytest.mark.django_db
def test_edit_of_a_draft_moves_nothing() -> None:
    article = approved().article
    before = ReviewSchedule.objects.values().get()
    section = article.sections.get()
    section.body = "<p>Something else.</p>"
    section.save()
    article.refresh_from_db()
    article.summary = "Something else."
    article.save()
    assert ReviewSchedule.objects.values().get() == before


@pytest.mark.django_db
def test_cause_is_raised_once_and_again_after_it_held_no_more() -> None:
    article = approved().article
    first = cause(article)
    assert first is not None
    assert cause(article) is None
    due_causes.settle(first, by=source_watch.account(), at=timezone.now())
    assert clocks_of(article).due_on == clocks_of(article).regular_due_on
    second = cause(article)
    assert second is not None
    assert second.key == "report:1#2"
    workflow.dismiss_trigger(second, by=managing_editor(), reason="It was spam.")
    assert cause(article) is None
    assert cause(article, "report:2") is not None


@pytest.mark.django_db
def test_cause_found_late_makes_nothing_overdue() -> None:
    article = approved().article
    cause(article, due_on=in_days(-400))
    assert clocks_of(article).due_on == TODAY()


@pytest.mark.django_db
def test_cause_without_a_schedule_waits_for_the_first_approval() -> None:
    review = under_review()
    cause(review.article)
    for assignment in review.assignments.select_related("member__user"):
        if review.is_open:
            review = sign_with(review, assignment.member.user)
    assert clocks_of(review.article).due_on == TODAY()


# What the database refuses to raw SQL; each with its guard removed.


@pytest.mark.django_db
def test_due_date_later_than_the_interval_is_refused() -> None:
    article = approved().article
    guarded(
        "editorial_reviewschedule",
        "due_no_later_than_its_triggers",
        "UPDATE editorial_reviewschedule SET due_on = due_on + 1 WHERE article_id = %s",
        article.pk,
    )


@pytest.mark.django_db
def test_due_date_later_than_an_open_cause_is_refused() -> None:
    article = approved().article
    cause(article)
    guarded(
        "editorial_reviewschedule",
        "due_no_later_than_its_triggers",
        "UPDATE editorial_reviewschedule SET due_on = regular_due_on WHERE article_id = %s",
        article.pk,
    )


@pytest.mark.django_db
def test_cause_by_sql_moves_the_due_date_and_without_its_guard_does_not() -> None:
    insert = (
        "INSERT INTO editorial_duetrigger (article_id, kind, key, due_on, details, raised_at,"
        " raised_by_id) SELECT %s, 'reader-reports', %s, current_date, '{}', now(), min(id)"
        " FROM auth_user"
    )
    article = approved().article
    run(insert, article.pk, "a")
    assert clocks_of(article).due_on == TODAY()
    other = approved().article
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE editorial_duetrigger DISABLE TRIGGER USER")
    run(insert, other.pk, "a")
    assert clocks_of(other).due_on > TODAY()


@pytest.mark.django_db
def test_settled_cause_is_not_opened_again() -> None:
    article = approved().article
    trigger = cause(article)
    assert trigger is not None
    due_causes.settle(trigger, by=source_watch.account(), at=timezone.now())
    guarded(
        "editorial_duetrigger",
        "settled_triggers_stay_settled",
        "UPDATE editorial_duetrigger"
        " SET settlement = '', settled_at = NULL, settled_by_id = NULL WHERE id = %s",
        trigger.pk,
    )


@pytest.mark.django_db
def test_cause_is_neither_rewritten_nor_deleted() -> None:
    trigger = cause(approved().article)
    assert trigger is not None
    guarded(
        "editorial_duetrigger",
        "trigger_is_frozen",
        "UPDATE editorial_duetrigger SET due_on = due_on + 30 WHERE id = %s",
        trigger.pk,
    )
    assert is_refused("DELETE FROM editorial_duetrigger WHERE id = %s", trigger.pk)
