"""When reminders go out: office hours, rhythms, snoozes, and what waits for nothing."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from editorial.models import DueTrigger, MailPreference, Notification, Snooze
from editorial.planning import plan, plan_news
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor
from tests.reminders import DUE, live_article

pytestmark = pytest.mark.django_db


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.fixture
def owner() -> User:
    return UserFactory.create(username="owner", group="Editors")


@pytest.fixture
def article(owner: User) -> Article:
    article = live_article(owner=owner)
    User.objects.filter(groups__name="Managing editors").update(is_active=False)
    return article


def prefers(user: User, **wishes: object) -> None:
    MailPreference.objects.update_or_create(user=user, defaults=wishes)


def owed(now: str) -> Notification:
    """The one row of the plan of this moment (UTC)."""
    Notification.objects.all().delete()
    plan(moment(now))
    return Notification.objects.get()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2027-06-15 03:00", "2027-06-15 07:00"),
        ("2027-06-15 12:34", "2027-06-15 12:34"),
        ("2027-06-15 19:00", "2027-06-16 07:00"),
        ("2027-06-18 19:30", "2027-06-21 07:00"),
        ("2027-06-19 12:00", "2027-06-21 07:00"),
    ],
)
def test_reminder_waits_for_office_hours(article: Article, now: str, expected: str) -> None:
    assert owed(now).not_before == moment(expected)


def test_office_hours_are_those_of_the_recipient(article: Article, owner: User) -> None:
    prefers(
        owner,
        time_zone="Australia/Lord_Howe",  # 10:30 ahead of UTC in June
        quiet_from=datetime.time(17),
        quiet_until=datetime.time(9, 15),
        working_days=[2, 6],
    )
    assert owed("2027-06-15 06:29").not_before == moment("2027-06-15 06:29")
    assert owed("2027-06-15 06:30").not_before == moment("2027-06-18 22:45")


def test_office_hours_without_a_wish_are_those_of_the_site(
    article: Article, settings: Settings
) -> None:
    settings.OFFICE_TIME_ZONE = "America/New_York"
    assert owed("2027-06-15 09:00").not_before == moment("2027-06-15 11:00")


@pytest.mark.parametrize(("rhythm", "gathered"), [("gathered", True), ("single", False)])
def test_rhythm_says_what_is_gathered(
    article: Article, owner: User, rhythm: str, *, gathered: bool
) -> None:
    prefers(owner, rhythm=rhythm)
    row = owed("2027-06-08 09:41")
    assert row.is_daily is gathered
    assert row.not_before == moment("2027-06-08 09:41")


def test_without_a_wish_reminders_are_gathered(article: Article) -> None:
    assert owed("2027-06-08 09:41").is_daily


def test_daily_mail_is_waited_for_but_on_the_day_itself(article: Article, owner: User) -> None:
    prefers(owner, rhythm="daily", time_zone="Europe/Berlin")
    for now, expected in (
        ("2027-06-08 09:41", "2027-06-09 05:00"),
        ("2027-06-15 09:41", "2027-06-15 09:41"),
        ("2027-06-25 09:41", "2027-06-28 05:00"),
    ):
        row = owed(now)
        assert row.is_daily
        assert row.not_before == moment(expected)


@pytest.mark.parametrize("kind", ["urgent", "source-retracted", "source-doubted"])
def test_urgent_cause_waits_for_nothing_and_goes_by_itself(
    article: Article, owner: User, kind: str
) -> None:
    prefers(owner, rhythm="daily")
    cause = raised(article, kind)
    row = owed("2027-06-19 23:59")
    assert row.not_before == moment("2027-06-19 23:59")
    assert not row.is_daily
    DueTrigger.objects.filter(pk=cause.pk).update(
        settlement="no-longer", settled_at=timezone.now(), settled_by=owner
    )
    assert owed("2027-06-19 23:59").is_daily


def test_other_causes_wait_for_office_hours(article: Article) -> None:
    raised(article, "guideline-expired")
    assert owed("2027-06-19 23:59").not_before == moment("2027-06-21 07:00")


def raised(article: Article, kind: str) -> DueTrigger:
    return DueTrigger.objects.create(
        article=article,
        kind=kind,
        key="1",
        due_on=DUE,
        reason="A dose.",
        raised_at=timezone.now(),
        raised_by=article.owner,
    )


def silenced(article: Article, *, until: str, for_all: bool) -> Snooze:
    return Snooze.objects.create(
        article=article,
        due_on=DUE,
        until=datetime.date.fromisoformat(until),
        reason="A new guideline is announced.",
        is_for_all=for_all,
        made_at=moment("2027-06-15 09:00"),
        made_by=article.owner,
    )


@pytest.mark.parametrize("for_all", [False, True])
def test_snooze_has_reminders_wait_for_its_end(article: Article, *, for_all: bool) -> None:
    managing_editor()
    silenced(article, until="2027-07-10", for_all=for_all)
    plan(moment("2027-06-30 09:41"))
    rows = {row.kind: row.not_before for row in Notification.objects.all()}
    assert rows == {
        "review-overdue": moment("2027-07-12 07:00"),  # the Monday after it
        "escalation": moment("2027-07-12 07:00" if for_all else "2027-06-30 09:41"),
    }


def test_snooze_that_ended_or_is_of_another_date_silences_nothing(article: Article) -> None:
    snooze = silenced(article, until="2027-07-10", for_all=True)
    assert owed("2027-07-12 09:41").not_before == moment("2027-07-12 09:41")
    Snooze.objects.filter(pk=snooze.pk).update(
        ended_at=moment("2027-06-16 09:00"), ended_by=article.owner
    )
    assert owed("2027-06-16 09:41").not_before == moment("2027-06-16 09:41")


def test_what_could_not_be_sent_in_office_hours_waits_for_the_next(article: Article) -> None:
    plan(moment("2027-06-15 12:00"))
    plan_news(moment("2027-06-15 18:59"))
    assert Notification.objects.get().not_before == moment("2027-06-15 12:00")
    plan_news(moment("2027-06-15 19:00"))
    assert Notification.objects.get().not_before == moment("2027-06-16 07:00")


@pytest.mark.parametrize("held", ["leased", "in a mail", "urgent"])
def test_what_is_in_hand_or_urgent_is_left_as_it_is(article: Article, held: str) -> None:
    if held == "urgent":
        raised(article, "urgent")
    plan(moment("2027-06-15 12:00"))
    plan_news(moment("2027-06-15 12:00"))
    if held == "leased":
        Notification.objects.update(leased_until=timezone.now())
    elif held == "in a mail":
        Notification.objects.update(digest=Notification.objects.get().pk)
    plan_news(moment("2027-06-15 22:00"))
    assert Notification.objects.get().not_before == moment("2027-06-15 12:00")
