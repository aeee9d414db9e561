"""What is queued follows when somebody wants their mail otherwise."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db.models.functions import Now

from editorial import mail_choice
from editorial.models import MailPreference, Notification
from editorial.planning import plan
from tests.factories.articles import UserFactory
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db

Rhythm = MailPreference.Rhythm
#: A Sunday: what is planned waits for Monday, 17 May 2027, 7:00.
SUNDAY = at(-30)


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"2027-05-{text}+00:00")


@pytest.fixture
def owner() -> User:
    """With a reminder, and a message that waits for the daily mail that they had."""
    owner = UserFactory.create(group="Editors")
    article = live_article(owner=owner)
    plan(SUNDAY)
    assert planned(owner) == {"review-due": (True, utc("17T07:00"))}
    Notification.objects.create(
        subject=f"article:{article.pk}",
        kind=Notification.Kind.REINSTATED,
        recipient=owner,
        due_on=at(0).date(),
        article=article,
        is_daily=True,
        not_before=utc("18T07:00"),
    )
    return owner


def planned(user: User) -> dict[str, tuple[bool, datetime.datetime]]:
    rows = Notification.objects.filter(recipient=user)
    return {row.kind: (row.is_daily, row.not_before) for row in rows}


def choose(user: User, rhythm: Rhythm, **hours: object) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        mail_choice.choose(user, rhythm=rhythm, **hours)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rhythm", "hours", "reminder", "other"),
    [
        (Rhythm.GATHERED, {}, (True, utc("17T07:00")), (False, SUNDAY)),
        (Rhythm.SINGLE, {}, (False, utc("17T07:00")), (False, SUNDAY)),
        (Rhythm.DAILY, {}, (True, utc("17T07:00")), (True, utc("17T07:00"))),
        (
            Rhythm.DAILY,
            {"time_zone": "America/New_York", "working_days": [3]},
            (True, utc("19T11:00")),
            (True, utc("19T11:00")),
        ),
        (
            Rhythm.SINGLE,
            {"quiet_until": datetime.time(10, 30), "time_zone": "Europe/Berlin"},
            (False, utc("17T08:30")),
            (False, SUNDAY),
        ),
        (Rhythm.SINGLE, {"working_days": [7]}, (False, SUNDAY), (False, SUNDAY)),
    ],
)
def test_choice_moves_what_is_queued(
    owner: User,
    rhythm: Rhythm,
    hours: dict[str, object],
    reminder: tuple[bool, datetime.datetime],
    other: tuple[bool, datetime.datetime],
) -> None:
    choose(owner, rhythm, **hours)
    assert planned(owner) == {"review-due": reminder, "reinstated": other}


def test_choice_moves_nobody_elses_and_nothing_that_is_in_hand(owner: User) -> None:
    other = UserFactory.create(group="Editors")
    live_article(owner=other)
    plan(SUNDAY)
    before = planned(owner), planned(other)
    rows = Notification.objects.filter(recipient=owner)
    for in_hand in ({"leased_until": Now()}, {"attempts": 1}, {"not_before": SUNDAY}):
        untouched = rows.values().order_by("pk")
        rows.update(**in_hand)
        kept = list(untouched.all())
        choose(owner, Rhythm.SINGLE, working_days=[3])
        assert list(untouched.all()) == kept
        rows.update(leased_until=None, attempts=0, not_before=utc("17T07:00"))
    choose(owner, Rhythm.SINGLE, working_days=[3])
    assert planned(owner) != before[0]
    assert planned(other) == before[1]
