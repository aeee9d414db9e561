"""Reminders of a member's part: to answer, then to sign, and who hears of it if neither comes."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.letters import letter
from editorial.models import (
    Assignment,
    BoardMember,
    Bounce,
    Ladder,
    Notification,
    Review,
    SpecialtyLead,
)
from editorial.planning import plan, plan_news
from editorial.relevance import why_cancelled
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.raw_sql import without
from tests.reminders import planned

pytestmark = pytest.mark.django_db

#: Both ladders as the site comes with them: [-2, 0], [-7, -2, 0]; then every 3 days.
RESPOND = {-2: -2, -1: -2, 0: 0, 2: 0, 3: 3, 5: 3, 6: 6}


@pytest.fixture
def asked() -> Assignment:
    """The first of two members asked; two managing editors, of whom one leads the specialty."""
    review = under_review(answered=False)
    User.objects.filter(groups__name="Managing editors").update(is_active=False)
    lead = UserFactory.create(username="lead", group="Managing editors")
    UserFactory.create(username="other", group="Managing editors")
    assert review.article.specialty is not None
    SpecialtyLead.objects.create(
        specialty=review.article.specialty, user=lead, set_at=timezone.now(), set_by=lead
    )
    first = review.assignments.select_related("member__user").order_by("pk")[0]
    review.assignments.exclude(pk=first.pk).update(
        released_at=timezone.now(), released_by=lead, release_reason="Not needed."
    )
    User.objects.filter(pk=first.member.user_id).update(username="member")
    Notification.objects.all().delete()
    return first


def on(day: datetime.date, days: int) -> datetime.datetime:
    moment = datetime.time(9, 41)
    return datetime.datetime.combine(
        day + datetime.timedelta(days=days), moment, tzinfo=datetime.UTC
    )


def owed_on(day: datetime.date, days: int) -> set[tuple[str, int, str]]:
    Notification.objects.all().delete()
    plan(on(day, days))
    return planned()


def accepted(asked: Assignment) -> None:
    workflow.accept(asked, by=asked.member.user)


def test_member_is_reminded_to_answer(asked: Assignment) -> None:
    assert owed_on(asked.respond_by, -3) == set()
    for days, rung in RESPOND.items():
        told = owed_on(asked.respond_by, days)
        assert ("response-due", rung, "member") in told
        row = Notification.objects.get(kind="response-due")
        assert (row.subject, row.due_on) == (f"assignment:{asked.pk}", asked.respond_by)
        assert (row.review_id, row.assignment_id) == (asked.review_id, asked.pk)
        assert row.ladder is not None
        assert row.ladder.clock == Ladder.Clock.RESPOND


def test_silence_is_escalated_to_the_lead_and_then_to_all(asked: Assignment) -> None:
    assert owed_on(asked.respond_by, 2) == {("response-due", 0, "member")}
    assert owed_on(asked.respond_by, 3) == {
        ("response-due", 3, "member"),
        ("assignment-late", 3, "lead"),
    }
    assert owed_on(asked.respond_by, 8) == {
        ("response-due", 6, "member"),
        ("assignment-late", 7, "lead"),
        ("assignment-late", 7, "other"),
    }


def test_member_who_has_answered_is_reminded_to_sign(asked: Assignment) -> None:
    accepted(asked)
    assert owed_on(asked.respond_by, 0) == set()
    assert owed_on(asked.sign_by, -7) == {("sign-off-due", -7, "member")}
    assert owed_on(asked.sign_by, 3) == {("sign-off-due", 3, "member")}
    assert owed_on(asked.sign_by, 4) == {
        ("sign-off-due", 3, "member"),
        ("assignment-late", 4, "lead"),
    }


def test_answer_about_conflicts_takes_it_on_too(asked: Assignment) -> None:
    workflow.answer_conflict(asked.review, by=asked.member.user, conflict="none")
    assert owed_on(asked.respond_by, 0) == set()


def test_from_the_date_to_sign_by_on_it_is_the_signature_that_is_asked_for(
    asked: Assignment,
) -> None:
    assert ("sign-off-due", 0, "member") in owed_on(asked.sign_by, 0)
    assert not [row for row in planned() if row[0] == "response-due"]


def test_nobody_is_reminded_on_the_day_on_which_they_were_asked(asked: Assignment) -> None:
    today = timezone.now().date()
    Assignment.objects.filter(pk=asked.pk).update(respond_by=today, sign_by=today)
    plan(timezone.now())
    assert planned() == set()
    assert owed_on(today, 1) == {("sign-off-due", 0, "member")}


def test_plan_of_the_minute_reminds_members_once_a_day(asked: Assignment) -> None:
    assert plan_news(on(asked.respond_by, -3)).added == 0
    assert plan_news(on(asked.respond_by, -2)).added == 1
    assert plan_news(on(asked.respond_by, -2)).added == 0


def test_member_who_is_not_reached_is_escalated_at_once(asked: Assignment) -> None:
    user = asked.member.user
    Bounce.objects.create(user=user, address=user.email, source="smtp", says="550 No such")
    assert owed_on(asked.respond_by, 0) == set()
    assert owed_on(asked.respond_by, 1) == {("assignment-late", 1, "lead")}


def test_ladder_is_that_of_the_policy_the_review_was_submitted_under(asked: Assignment) -> None:
    review = asked.review
    Ladder.objects.create(
        tier=review.policy["tier"],
        clock=Ladder.Clock.RESPOND,
        number=2,
        days=[-5, 0],
        repeat_every=0,
        lead_after=1,
        all_after=1,
    )
    Article.objects.filter(pk=review.article_id).update(risk_tier="dosing")
    assert owed_on(asked.respond_by, -4) == {("response-due", -5, "member")}


def test_managing_editor_on_the_board_is_not_told_of_themselves(asked: Assignment) -> None:
    managing = Group.objects.get(name="Managing editors")
    asked.member.user.groups.add(managing)
    SpecialtyLead.objects.update(user=asked.member.user)
    assert owed_on(asked.respond_by, 3) == {("response-due", 3, "member")}
    assert ("assignment-late", 7, "lead") in owed_on(asked.respond_by, 7)


def test_urgent_review_waits_for_nobodys_office_hours(asked: Assignment) -> None:
    late = datetime.datetime.combine(asked.respond_by, datetime.time(23), tzinfo=datetime.UTC)
    plan(late)
    assert Notification.objects.get().not_before > late
    Notification.objects.all().delete()
    with without("editorial_review", "submission_is_frozen"):
        Review.objects.filter(pk=asked.review_id).update(is_urgent=True)
    plan(late)
    assert Notification.objects.get().not_before == late


# What overtakes them.


def _signed(asked: Assignment) -> None:
    workflow.answer_conflict(asked.review, by=asked.member.user, conflict="none")
    sign(asked.review, asked.member)


def _declined(asked: Assignment) -> None:
    workflow.decline(asked, by=asked.member.user, reason="Away.")


def _released(asked: Assignment) -> None:
    workflow.release(asked, by=managing_editor(), reason="Not needed.")


def _withdrawn(asked: Assignment) -> None:
    workflow.withdraw(asked.review, by=managing_editor(), reason="Not yet.")


def _extended(asked: Assignment) -> None:
    workflow.extend(
        asked,
        by=managing_editor(),
        sign_by=asked.sign_by + datetime.timedelta(days=5),
        reason="A long text.",
    )


def _left(asked: Assignment) -> None:
    BoardMember.objects.filter(pk=asked.member_id).update(
        deactivated_at=timezone.now(), deactivated_by=managing_editor()
    )


def _reminded_later(asked: Assignment) -> None:
    plan(on(asked.sign_by, 20))


OVERTAKING: list[Callable[[Assignment], None]] = [
    *(_signed, _declined, _released, _withdrawn, _extended, _left, _reminded_later)
]


@pytest.mark.parametrize("overtake", OVERTAKING)
def test_reminder_to_sign_is_cancelled_when_overtaken(
    asked: Assignment, overtake: Callable[[Assignment], None]
) -> None:
    if overtake is not _signed:
        accepted(asked)
    owed_on(asked.sign_by, 4)
    rows = list(Notification.objects.all())
    assert {row.kind for row in rows} == {"sign-off-due", "assignment-late"}
    assert [why_cancelled(row) for row in rows] == ["", ""]
    overtake(Assignment.objects.select_related("member__user", "review").get(pk=asked.pk))
    for row in Notification.objects.filter(pk__in=[row.pk for row in rows]):
        assert why_cancelled(row) != ""


def test_reminder_to_answer_is_cancelled_by_the_answer(asked: Assignment) -> None:
    owed_on(asked.respond_by, 3)
    rows = list(Notification.objects.all())
    assert [why_cancelled(row) for row in rows] == ["", ""]
    assert all(letter(row).subject for row in rows)
    accepted(asked)
    for row in Notification.objects.filter(pk__in=[row.pk for row in rows]):
        assert why_cancelled(row) != ""


def test_another_member_keeps_their_own_reminders(asked: Assignment) -> None:
    workflow.assign(asked.review, by=managing_editor(), members=[BoardMemberFactory.create()])
    owed_on(asked.respond_by, 0)
    due = Notification.objects.filter(kind="response-due")
    assert due.count() == 2
    assert [why_cancelled(row) for row in due] == ["", ""]
