"""Who is reminded of an article: stand-ins, leads, and managing editors where nobody is reached."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial.models import Bounce, Cover, Ladder, Notification, SpecialtyLead
from editorial.planning import look_again, plan, plan_news
from editorial.relevance import why_cancelled
from tests.factories.articles import UserFactory
from tests.factories.editorial import submitted
from tests.raw_sql import without
from tests.reminders import DUE, at, live_article, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return UserFactory.create(username="owner", group="Editors")


@pytest.fixture
def lead() -> User:
    return UserFactory.create(username="lead", group="Managing editors")


@pytest.fixture
def article(owner: User, lead: User) -> Article:
    """Due on DUE, in a specialty with a lead; two managing editors in all."""
    article = live_article(owner=owner)
    User.objects.filter(groups__name="Managing editors").exclude(username="lead").update(
        is_active=False
    )
    UserFactory.create(username="other", group="Managing editors")
    assert article.specialty is not None
    SpecialtyLead.objects.create(
        specialty=article.specialty, user=lead, set_at=timezone.now(), set_by=lead
    )
    return article


def ladder(**steps: object) -> Ladder:
    return Ladder.objects.create(
        tier="treatment",
        clock=Ladder.Clock.REVIEW,
        number=Ladder.objects.filter(tier="treatment", clock="review").count() + 1,
        **{"days": [-30, 0], "repeat_every": 7, "lead_after": 14, "all_after": 28} | steps,
    )


def away(owner: User, *, to: User, first: int = 0, last: int = 20) -> Cover:
    return Cover.objects.create(
        owner=owner,
        to=to,
        begins_on=DUE + datetime.timedelta(days=first),
        ends_on=DUE + datetime.timedelta(days=last),
        reason="A leave.",
        made_at=timezone.now(),
        made_by=owner,
    )


def bounced(user: User) -> Bounce:
    return Bounce.objects.create(user=user, address=user.email, source="smtp", says="550 No such")


def owed_on(day: int) -> set[tuple[str, int, str]]:
    """What the plan of this day alone owes."""
    Notification.objects.all().delete()
    plan(at(day))
    return planned()


def test_escalation_goes_to_the_lead_first_and_then_to_all(article: Article) -> None:
    ladder()
    assert owed_on(13) == {("review-overdue", 7, "owner")}
    for day, rung in ((14, 14), (20, 14), (21, 21), (27, 21)):
        assert owed_on(day) == {("review-overdue", rung, "owner"), ("escalation", rung, "lead")}
    for day, rung in ((28, 28), (35, 35), (41, 35)):
        assert owed_on(day) == {
            ("review-overdue", rung, "owner"),
            ("escalation", rung, "lead"),
            ("escalation", rung, "other"),
        }


def test_second_stage_has_steps_of_its_own(article: Article) -> None:
    ladder(lead_after=10, all_after=15)
    assert {rung for kind, rung, _name in owed_on(14) if kind == "escalation"} == {10}
    assert {rung for kind, rung, _name in owed_on(16) if kind == "escalation"} == {15}
    assert {rung for kind, rung, _name in owed_on(22) if kind == "escalation"} == {22}


def test_ladder_that_does_not_repeat_ends(article: Article) -> None:
    ladder(days=[-10, 0, 5], repeat_every=0, lead_after=10, all_after=20)
    for day in (-10, 0, 5, 10, 20, 30, 300):
        plan(at(day))
    rungs = sorted(planned())
    assert [rung for kind, rung, _name in rungs if kind != "escalation"] == [-10, 0, 5]
    assert [(rung, name) for kind, rung, name in rungs if kind == "escalation"] == [
        (10, "lead"),
        (20, "lead"),
        (20, "other"),
    ]


@pytest.mark.parametrize("spoiled", ["closed", "no address", "bounced", "no managing editor"])
def test_without_a_lead_who_is_reached_all_are_told(
    article: Article, lead: User, spoiled: str
) -> None:
    if spoiled == "bounced":
        bounced(lead)
    elif spoiled == "no managing editor":
        lead.groups.clear()
    else:
        facts = {"is_active": False} if spoiled == "closed" else {"email": ""}
        User.objects.filter(pk=lead.pk).update(**facts)
    told = {name for kind, _rung, name in owed_on(14) if kind == "escalation"}
    assert told == {"other"}


def test_stand_in_is_reminded_while_the_owner_is_away(article: Article, owner: User) -> None:
    away(owner, to=UserFactory.create(username="stand-in", group="Editors"), first=-3, last=3)
    assert owed_on(-4) == {("review-due", -7, "owner")}
    assert owed_on(-3) == {("review-due", -7, "stand-in")}
    assert owed_on(3) == {("review-due", 0, "stand-in")}
    assert owed_on(4) == {("review-due", 0, "owner")}


def test_stand_in_hears_of_it_no_more_when_the_owner_is_back_early(
    article: Article, owner: User
) -> None:
    stand_in = UserFactory.create(username="stand-in", group="Editors")
    made = away(owner, to=stand_in)
    Cover.objects.filter(pk=made.pk).update(ended_at=timezone.now(), ended_by=owner)
    assert owed_on(3) == {("review-due", 0, "owner")}


def test_lead_who_stands_in_is_told_once(article: Article, owner: User, lead: User) -> None:
    away(owner, to=lead)
    assert owed_on(14) == {("review-overdue", 14, "lead")}
    ladder(all_after=14)
    assert owed_on(15) == {("review-overdue", 14, "lead"), ("escalation", 14, "other")}


def test_bounce_of_the_present_address_sends_it_to_the_lead(article: Article, owner: User) -> None:
    bounce = bounced(owner)
    assert owed_on(-30) == {("review-due", -30, "lead")}
    assert owed_on(14) == {("escalation", 14, "lead")}
    User.objects.filter(pk=owner.pk).update(email="another@example.org")
    assert owed_on(-30) == {("review-due", -30, "owner")}
    User.objects.filter(pk=owner.pk).update(email=bounce.address)
    Bounce.objects.update(cleared_at=timezone.now(), cleared_by=owner)
    assert owed_on(-30) == {("review-due", -30, "owner")}


def test_stand_in_who_is_not_reached_leaves_it_to_the_lead(article: Article, owner: User) -> None:
    away(owner, to=UserFactory.create(username="stand-in", group="Editors", email=""))
    assert owed_on(0) == {("review-due", 0, "lead")}


def test_article_withdrawn_until_reviewed_is_reminded_of(article: Article, owner: User) -> None:
    with without("articles_article", "withdrawn_until_reviewed"):  # DUE is not over yet
        Article.objects.filter(pk=article.pk).update(
            retired_at=timezone.now(),
            retired_by=owner,
            retirement_reason="Overdue.",
            returns_when_reviewed=True,
        )
    assert owed_on(7) == {("review-overdue", 7, "owner")}
    row = Notification.objects.select_related("recipient", "article__owner").get()
    assert why_cancelled(row) == ""


def test_review_that_is_stuck_is_heard_of_by_the_lead(article: Article) -> None:
    submitted(article, kind="re-review")
    assert owed_on(14) == {("escalation", 14, "lead")}


def test_looking_again_tells_the_new_owner_within_the_minute(article: Article) -> None:
    plan_news(at(0))
    Article.objects.filter(pk=article.pk).update(
        owner=UserFactory.create(username="new", group="Editors")
    )
    assert plan_news(at(0)).added == 0
    look_again([article.pk])
    assert plan_news(at(0)).added == 1
    assert ("review-due", 0, "new") in planned()


def test_nobody_is_reminded_in_the_place_of_an_owner_who_has_submitted(
    article: Article, owner: User
) -> None:
    submitted(article, kind="re-review")
    Notification.objects.all().delete()
    User.objects.filter(pk=owner.pk).update(email="")
    plan(at(7))
    assert planned() == set()


def test_owner_who_leads_hears_that_a_review_is_stuck(article: Article, lead: User) -> None:
    submitted(article, kind="re-review")
    Notification.objects.all().delete()
    Article.objects.filter(pk=article.pk).update(owner=lead)
    plan(at(14))
    assert planned() == {("escalation", 14, "lead")}
