"""What managing editors decide of due dates: intervals, urgency, dismissals, moves."""

import datetime
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial import clocks, due_dates, verification, workflow
from editorial.exceptions import NotPossible, ReasonMissing
from editorial.models import AuditEvent, DueTrigger, Interval, ReviewSchedule
from editorial.schedule import due_after
from editorial.timeline_words import audit_words
from tests.editorial.test_admin_steps import as_user, step, texts
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved, first_signer, managing_editor, under_review
from tests.raw_sql import run

pytestmark = pytest.mark.django_db


def today() -> datetime.date:
    return timezone.now().date()


def schedule(article: Article) -> ReviewSchedule:
    return ReviewSchedule.objects.get(article=article)


def live() -> Article:
    article = approved().article
    article.refresh_from_db()
    return article


def test_set_interval_counts_from_the_last_review_at_once_and_for_the_next() -> None:
    article, manager = live(), managing_editor()
    interval = workflow.set_interval(article, by=manager, months=6, reason="A new drug.")
    row = schedule(article)
    assert (row.interval_months, row.regular_due_on) == (6, due_after(today(), 6))
    assert row.due_on == row.regular_due_on
    event = AuditEvent.objects.get(action="set-interval")
    assert event.reason == interval.reason == "A new drug."
    approved(article, kind="re-review")
    assert schedule(article).interval_months == 6


def test_set_interval_again_ends_the_one_before() -> None:
    article, manager = live(), managing_editor()
    first = workflow.set_interval(article, by=manager, months=6, reason="A new drug.")
    second = workflow.set_interval(article, by=manager, months=12, reason="Known by now.")
    first.refresh_from_db()
    assert first.ended_by == manager
    assert Interval.objects.get(ended_at__isnull=True) == second
    assert schedule(article).regular_due_on == due_after(today(), 12)


def test_clear_interval_goes_back_to_the_policy() -> None:
    article, manager = live(), managing_editor()
    before = schedule(article).regular_due_on
    workflow.set_interval(article, by=manager, months=6, reason="A new drug.")
    workflow.clear_interval(article, by=manager, reason="Known by now.")
    row = schedule(article)
    assert (row.regular_due_on, row.due_on) == (before, before)
    assert not Interval.objects.filter(ended_at__isnull=True).exists()
    with pytest.raises(NotPossible, match="no interval of its own"):
        workflow.clear_interval(article, by=manager, reason="Again.")


def test_set_interval_of_a_draft_counts_from_its_first_approval() -> None:
    article = ArticleFactory.create()
    workflow.set_interval(article, by=managing_editor(), months=3, reason="A new drug.")
    approved(article)
    assert schedule(article).regular_due_on == due_after(today(), 3)


def test_set_interval_that_is_over_makes_due_today_and_not_before() -> None:
    article = live()
    run(
        "UPDATE editorial_reviewschedule SET reviewed_on = reviewed_on - 400 WHERE article_id = %s",
        article.pk,
    )
    workflow.set_interval(article, by=managing_editor(), months=1, reason="A new drug.")
    assert schedule(article).due_on == today()


@pytest.mark.parametrize("months", [0, -1, 121])
def test_set_interval_refuses_other_than_1_to_120(months: int) -> None:
    with pytest.raises(NotPossible, match="1 to 120"):
        workflow.set_interval(live(), by=managing_editor(), months=months, reason="So.")


def test_set_interval_refuses_the_one_it_has() -> None:
    article, manager = live(), managing_editor()
    workflow.set_interval(article, by=manager, months=6, reason="A new drug.")
    with pytest.raises(NotPossible, match="every 6 months already"):
        workflow.set_interval(article, by=manager, months=6, reason="Again.")


def test_make_due_now_is_due_today_for_a_reason_until_it_is_reviewed() -> None:
    article, manager = live(), managing_editor()
    trigger = workflow.make_due_now(article, by=manager, reason="A recall.")
    assert schedule(article).due_on == today()
    assert clocks.why_early(article) == [
        f"{manager.get_full_name()}, a managing editor, asks for a review now. “A recall.”"
    ]
    with pytest.raises(NotPossible, match="asked for it already"):
        workflow.make_due_now(article, by=manager, reason="A recall.")
    approved(article, kind="re-review")
    trigger.refresh_from_db()
    assert trigger.settlement == "reviewed"
    assert clocks.why_early(article) == []


def test_make_due_now_wants_an_article_that_readers_have() -> None:
    manager = managing_editor()
    with pytest.raises(NotPossible, match="that readers have"):
        workflow.make_due_now(ArticleFactory.create(), by=manager, reason="A recall.")
    retired = live()
    workflow.retire(retired, by=manager, reason="Old.")
    with pytest.raises(NotPossible, match="Reinstate it first"):
        workflow.make_due_now(retired, by=manager, reason="A recall.")


def test_dismiss_trigger_reckons_without_it_and_happens_once() -> None:
    article, manager = live(), managing_editor()
    regular = schedule(article).regular_due_on
    trigger = workflow.make_due_now(article, by=manager, reason="A recall.")
    workflow.dismiss_trigger(trigger, by=manager, reason="Of another drug.")
    assert schedule(article).due_on == regular
    event = AuditEvent.objects.get(action="dismiss-due-cause")
    assert (event.reason, event.details["trigger"]) == ("Of another drug.", trigger.pk)
    with pytest.raises(NotPossible, match="settled: dismissed"):
        workflow.dismiss_trigger(trigger, by=manager, reason="Again.")


def test_move_due_date_within_a_tenth_of_the_interval() -> None:
    article, manager = live(), managing_editor()
    first, last = due_dates.bounds(schedule(article))
    regular = schedule(article).regular_due_on
    assert (regular - first).days == (last - regular).days == (regular - today()).days // 10
    for day in (last, first):
        workflow.move_due_date(article, by=manager, due_on=day, reason="To spread the work.")
        assert (schedule(article).due_on, schedule(article).regular_due_on) == (day, day)
    for day in (first - datetime.timedelta(days=1), last + datetime.timedelta(days=1)):
        with pytest.raises(NotPossible, match="a tenth of its interval"):
            workflow.move_due_date(article, by=manager, due_on=day, reason="To spread.")
    assert schedule(article).due_on == first
    assert list(verification.faults()) == []


def test_move_due_date_never_past_a_cause_nor_once_it_is_due() -> None:
    article, manager = live(), managing_editor()
    regular = schedule(article).regular_due_on
    workflow.make_due_now(article, by=manager, reason="A recall.")
    with pytest.raises(NotPossible, match="due already"):
        workflow.move_due_date(
            article, by=manager, due_on=regular + datetime.timedelta(days=1), reason="Later."
        )
    assert schedule(article).due_on == today()


def test_move_due_date_is_no_review() -> None:
    article, manager = live(), managing_editor()
    reviewed_on = schedule(article).reviewed_on
    day = schedule(article).due_on - datetime.timedelta(days=3)
    workflow.move_due_date(article, by=manager, due_on=day, reason="To spread the work.")
    assert schedule(article).reviewed_on == reviewed_on
    assert schedule(article).moves == 1


VERBS: dict[str, Callable[[Article, DueTrigger, object, str], object]] = {
    "set_interval": lambda a, _t, by, why: workflow.set_interval(
        a,
        by=by,  # type: ignore[arg-type]
        months=6,
        reason=why,
    ),
    "clear_interval": lambda a, _t, by, why: workflow.clear_interval(a, by=by, reason=why),  # type: ignore[arg-type]
    "make_due_now": lambda a, _t, by, why: workflow.make_due_now(a, by=by, reason=why),  # type: ignore[arg-type]
    "dismiss_trigger": lambda _a, t, by, why: workflow.dismiss_trigger(t, by=by, reason=why),  # type: ignore[arg-type]
    "move_due_date": lambda a, _t, by, why: workflow.move_due_date(
        a,
        by=by,  # type: ignore[arg-type]
        due_on=today() + datetime.timedelta(days=700),
        reason=why,
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_for_managing_editors_with_a_reason(verb: str) -> None:
    article, manager = live(), managing_editor()
    trigger = workflow.make_due_now(article, by=manager, reason="A recall.")
    before = list(ReviewSchedule.objects.values())
    for group in ("Editors", "Board", "Auditors"):
        with pytest.raises(PermissionDenied):
            VERBS[verb](article, trigger, UserFactory.create(group=group), "For a reason.")
    with pytest.raises(ReasonMissing):
        VERBS[verb](article, trigger, manager, "  ")
    assert list(ReviewSchedule.objects.values()) == before


# From the article's page.


def page(article: Article, client: Client) -> str:
    return texts(client.get(reverse("admin:articles_article_change", args=[article.pk])))


def test_panel_keeps_the_four_clocks_apart_and_says_why_it_is_due_earlier() -> None:
    article, manager = live(), managing_editor()
    trigger = workflow.make_due_now(article, by=manager, reason="A recall.")
    html = page(article, as_user(manager))
    for name in (
        "Content last changed",
        "Last reviewed in full",
        "Literature searched through",
        "Next review due",
        "Reviewed every 24 months, as its risk tier says.",
        "Why it is due earlier",
        "“A recall.”",
        "Make its review due now",
    ):
        assert name in html
    assert step(article, "dismiss-cause") in html
    as_editor = page(article, as_user(article.owner))
    assert "“A recall.”" in as_editor
    assert step(article, "dismiss-cause") not in as_editor
    assert trigger.settled_at is None


def test_step_sets_and_clears_an_interval() -> None:
    article, client = live(), as_user(managing_editor())
    answer = client.post(step(article, "interval"), {"months": "6", "reason": "A new drug."})
    assert answer.status_code == HTTPStatus.FOUND
    assert "an interval of its own: “A new drug.”" in page(article, client)
    answer = client.post(step(article, "clear-interval"), {"reason": "Known by now."})
    assert answer.status_code == HTTPStatus.FOUND
    assert schedule(article).interval_months == 24


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ("", "Give the number of months."),
        ("many", "Give a whole number of months."),
        ("0", "At least 1 month."),
        ("121", "At most 120 months."),
    ],
)
def test_step_with_a_wrong_interval_says_so_at_the_field_and_keeps_the_reason(
    months: str, said: str
) -> None:
    article = live()
    answer = as_user(managing_editor()).post(
        step(article, "interval"), {"months": months, "reason": "Typed by me"}
    )
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert said in texts(answer)
    assert "Typed by me" in texts(answer)


def test_step_makes_due_now_and_dismisses_it() -> None:
    article, client = live(), as_user(managing_editor())
    client.post(step(article, "due-now"), {"reason": "A recall."})
    trigger = DueTrigger.objects.get()
    answer = client.post(
        step(article, "dismiss-cause"), {"cause": trigger.pk, "reason": "Of another drug."}
    )
    assert answer.status_code == HTTPStatus.FOUND
    again = client.post(
        step(article, "dismiss-cause"), {"cause": trigger.pk, "reason": "Typed by me"}
    )
    assert again.status_code == HTTPStatus.BAD_REQUEST
    assert "This cause is settled. Choose another one." in texts(again)
    assert "Typed by me" in texts(again)


def test_desk_shows_whoever_judges_the_clocks_of_the_live_version() -> None:
    article = live()
    workflow.make_due_now(article, by=managing_editor(), reason="A recall.")
    review = under_review(article, kind="re-review")
    member = first_signer(review)
    html = texts(as_user(member).get(reverse("editorial:review", args=[review.pk])))
    for words in ("Version 1, which is live", "Last reviewed in full", "“A recall.”"):
        assert words in html
    first = under_review()
    client = as_user(first_signer(first))
    assert "which is live" not in texts(client.get(reverse("editorial:review", args=[first.pk])))


def test_clocks_correction_changes_the_content_and_a_re_review_does_not() -> None:
    article = ArticleFactory.create()
    article.sections.update(body=article.sections.get().body.replace("follows", "folows"))
    approved(article)
    article.refresh_from_db()
    first = clocks.clocks(article, today=today())
    approved(article, kind="re-review")
    article.refresh_from_db()
    second = clocks.clocks(article, today=today())
    assert (second.changed_at, second.version_number) == (first.changed_at, 1)
    article.sections.update(body=article.sections.get().body.replace("folows", "follows"))
    approved(article, kind="correction")
    article.refresh_from_db()
    third = clocks.clocks(article, today=today())
    assert third.version_number == 2
    assert third.changed_at is not None
    assert first.changed_at is not None
    assert third.changed_at > first.changed_at
    assert (third.reviewed_on, third.due_on) == (second.reviewed_on, second.due_on)


def test_clocks_of_a_draft_are_empty() -> None:
    found = clocks.clocks(ArticleFactory.create(), today=today())
    assert (found.changed_at, found.reviewed_on, found.due_on) == (None, None, None)


def test_timeline_says_each_cause_and_interval_in_words() -> None:
    article, manager = live(), managing_editor()
    trigger = workflow.make_due_now(article, by=manager, reason="A recall.")
    workflow.dismiss_trigger(trigger, by=manager, reason="Of another drug.")
    workflow.set_interval(article, by=manager, months=6, reason="A new drug.")
    events = AuditEvent.objects.filter(article=article).order_by("-sequence")
    interval, dismissed, raised = (audit_words(event) for event in events[:3])
    asks = f"{manager.get_full_name()}, a managing editor, asks for a review now."
    assert raised[0] == "Due earlier"
    assert (raised[1][0], raised[1][-1]) == (asks, "A recall.")
    assert dismissed[0] == "A cause to be due earlier dismissed"
    assert (dismissed[1][0], dismissed[1][-1]) == (asks, "Of another drug.")
    assert "every 6 months" in interval[1][0]
