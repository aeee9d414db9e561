"""What tonight will send, as the dashboard tells it."""

import datetime

import pytest

from editorial.models import Notification, ReviewSchedule, Sweep
from editorial.planning import plan
from editorial.planning.preview import preview
from tests.factories.articles import UserFactory
from tests.factories.editorial import submitted
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def test_preview_tells_who_gets_what_and_when_and_writes_nothing() -> None:
    owner = UserFactory.create(
        username="owner", first_name="Ina", last_name="Sample", group="Editors"
    )
    article = live_article(owner=owner, title="What causes neck spasm?")
    sweeps, schedules = list(Sweep.objects.values()), list(ReviewSchedule.objects.values())
    (message,) = preview(at(-7))
    assert (message.article_id, message.title) == (article.pk, "What causes neck spasm?")
    assert (message.recipient_id, message.name, message.address) == (
        owner.pk,
        "Ina Sample",
        owner.email,
    )
    assert (message.kind, message.rung, message.when) == ("review-due", -7, at(-7))
    assert "What causes neck spasm?" in message.subject
    assert message.is_gathered
    assert message.why_not == ""
    assert not Notification.objects.exists()
    assert list(Sweep.objects.values()) == sweeps
    assert list(ReviewSchedule.objects.values()) == schedules


def test_preview_since_a_moment_plans_as_the_sweeps_between_will() -> None:
    live_article()
    evening = at(-8).replace(hour=20)
    assert preview(evening) == []  # the rung of 30 days waits for the morning
    by_morning = preview(at(-7), since=evening)
    assert [message.rung for message in by_morning if not message.why_not] == [-7]
    assert [message.rung for message in by_morning if message.why_not] == [-30]
    assert {message.when for message in by_morning} == {at(-7).replace(hour=7, minute=0)}
    assert preview(at(-7).replace(hour=6), since=evening) == []


def test_preview_says_why_a_row_would_not_be_sent() -> None:
    article = live_article()
    plan(at(0))
    submitted(article, kind="re-review")
    Notification.objects.exclude(kind="review-due").delete()
    assert [message.why_not for message in preview(at(0))] == ["A review is open."]


def test_preview_shows_no_more_than_is_asked_for_and_what_waits() -> None:
    live_article()
    live_article()
    assert len(preview(at(0), most=1)) == 1
    night = at(0).replace(hour=3)
    assert preview(night) == []
    assert len(preview(night, beyond=DAY)) == 2
