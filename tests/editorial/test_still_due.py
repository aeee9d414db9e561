"""What overtakes a reminder of an article between its plan and its delivery."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.models import Bounce, Cover, Notification, ReviewSchedule
from editorial.planning import plan, plan_news
from editorial.relevance import why_cancelled
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor, submitted
from tests.reminders import DUE, at, live_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Escalated: its owner and one managing editor have a row each."""
    article = live_article(owner=UserFactory.create(username="owner", group="Editors"))
    User.objects.filter(groups__name="Managing editors").update(is_active=False)
    UserFactory.create(username="manager", group="Managing editors")
    plan(at(14))
    return article


def standing() -> dict[str, bool]:
    """By recipient, whether their row would be sent on the day it was planned."""
    rows = Notification.objects.select_related("recipient", "article__owner", "review", "ladder")
    with time_machine.travel(at(14), tick=False):
        return {row.recipient.username: not why_cancelled(row) for row in rows}


def _retired(article: Article) -> None:
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    Notification.objects.filter(kind="retired").delete()


def _moved(article: Article) -> None:
    ReviewSchedule.objects.filter(article=article).update(due_on=DUE + datetime.timedelta(days=1))


def _renewed_rung(_article: Article) -> None:
    plan(at(21))
    Notification.objects.filter(rung=21).update(state="sent")


def _review_opened(article: Article) -> None:
    submitted(article, kind="re-review")
    Notification.objects.filter(kind="review-submitted").delete()


def _handed_over(article: Article) -> None:
    new = UserFactory.create(username="new", group="Editors")
    Article.objects.filter(pk=article.pk).update(owner=new)


def _handed_to_the_manager(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(owner=User.objects.get(username="manager"))


def _stood_in_for(article: Article) -> None:
    Cover.objects.create(
        owner=article.owner,
        to=UserFactory.create(group="Editors"),
        begins_on=at(10).date(),
        ends_on=at(20).date(),
        reason="A leave.",
        made_at=timezone.now(),
        made_by=article.owner,
    )


def _manages_no_more(_article: Article) -> None:
    User.objects.get(username="manager").groups.clear()


def _left(article: Article) -> None:
    User.objects.filter(pk=article.owner_id).update(is_active=False)


@pytest.mark.parametrize(
    ("overtake", "owner", "manager"),
    [
        (lambda _article: None, True, True),
        (_retired, False, False),
        (_moved, False, False),
        (_review_opened, False, True),
        (_handed_over, False, True),
        (_handed_to_the_manager, False, False),
        (_stood_in_for, False, True),
        (_manages_no_more, True, False),
        (_left, False, True),
    ],
)
def test_reminder_is_cancelled_when_it_is_overtaken(
    article: Article, overtake: Callable[[Article], None], *, owner: bool, manager: bool
) -> None:
    overtake(article)
    assert standing() == {"owner": owner, "manager": manager}


def test_earlier_step_gives_way_to_a_later_one(article: Article) -> None:
    _renewed_rung(article)
    rows = Notification.objects.filter(rung=14)
    assert [bool(why_cancelled(row)) for row in rows] == [True, True]


def test_reminder_in_the_owners_place_ends_when_the_owner_is_reached(article: Article) -> None:
    Notification.objects.all().delete()
    bounce = Bounce.objects.create(user=article.owner, address=article.owner.email, source="smtp")
    plan(at(0))
    assert standing() == {"manager": True}
    Bounce.objects.filter(pk=bounce.pk).update(cleared_at=timezone.now(), cleared_by=article.owner)
    assert standing() == {"manager": False}


def new_lead(article: Article) -> User:
    assert article.specialty is not None
    lead = UserFactory.create(username="lead", group="Managing editors")
    workflow.set_lead(article.specialty, user=lead, by=lead)
    return lead


def test_new_lead_is_told_at_once_and_whoever_led_before_no_more(article: Article) -> None:
    lead = new_lead(article)
    assert plan_news(at(14)).added == 1
    assert standing() == {"owner": True, "manager": False, "lead": True}
    Bounce.objects.create(user=lead, address=lead.email, source="smtp", says="550 No such user")
    assert standing()["manager"]


def test_escalation_to_all_does_not_ask_who_leads(article: Article) -> None:
    new_lead(article)
    Notification.objects.all().delete()
    plan(at(28))
    assert standing() == {"owner": True, "manager": True, "lead": True}
