"""What waits for the daily mail, until when, and what goes at once."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from editorial import daily, mail_choice, workflow
from editorial.delivery import deliver
from editorial.models import Notification, ReviewSchedule
from editorial.planning import plan
from tests.editorial.daily_mail import (
    Kind,
    Rhythm,
    State,
    owed,
    reader_of_a_daily_mail,
)
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, under_review
from tests.mail_server import MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db


def test_message_waits_for_the_daily_mail_of_whoever_wants_one() -> None:
    owner = reader_of_a_daily_mail()
    article = live_article(owner=owner)
    with time_machine.travel(datetime.datetime(2027, 6, 1, 12, 30, tzinfo=datetime.UTC)):
        workflow.retire(article, by=managing_editor(), reason="Superseded.")
    row = Notification.objects.get(recipient=owner)
    assert row.is_daily
    assert row.not_before == datetime.datetime(2027, 6, 2, 7, tzinfo=datetime.UTC)


def test_message_to_others_goes_at_once() -> None:
    article = live_article()
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    row = Notification.objects.get(recipient=article.owner)
    assert not row.is_daily
    assert row.not_before <= timezone.now()


def test_reminder_of_the_last_day_does_not_wait_for_the_daily_mail_and_others_do() -> None:
    owner = reader_of_a_daily_mail()
    live_article(owner=owner)
    for day, hour_of_it in ((-29, at(-28).replace(hour=7, minute=0)), (0, at(0))):
        Notification.objects.all().delete()
        ReviewSchedule.objects.update(planned_for=None)
        plan(at(day))
        assert Notification.objects.get().not_before == hour_of_it


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({}, "2027-06-07T07:00+00:00"),  # a Friday's message comes on Monday
        ({"time_zone": "America/New_York"}, "2027-06-07T11:00+00:00"),
        ({"time_zone": "Asia/Tokyo", "working_days": [6]}, "2027-06-04T22:00+00:00"),
        ({"quiet_until": datetime.time(9, 30)}, "2027-06-07T09:30+00:00"),
        ({"working_days": [1, 2, 3, 4, 5, 6, 7]}, "2027-06-05T07:00+00:00"),
    ],
    ids=["the site's", "another zone", "already Saturday", "later quiet hours", "every day"],
)
def test_daily_mail_comes_on_a_working_day_in_the_zone_of_its_recipient(
    hours: mail_choice.Hours, expected: str
) -> None:
    owner = UserFactory.create(group="Editors")
    mail_choice.choose(owner, rhythm=Rhythm.DAILY, **hours)
    article = live_article(owner=owner)
    with time_machine.travel(datetime.datetime(2027, 6, 4, 16, tzinfo=datetime.UTC)):
        workflow.retire(article, by=managing_editor(), reason="Superseded.")
    row = Notification.objects.get(recipient=owner)
    assert row.is_daily
    assert row.not_before == datetime.datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("days_left", "waits"), [(2, False), (3, False), (4, True)], ids=["Sunday", "Monday", "Tuesday"]
)
def test_request_to_be_answered_before_the_next_daily_mail_goes_at_once(
    days_left: int, waits: bool
) -> None:
    """On a Friday, what is to be done by Monday is not left to Monday's mail."""
    friday = datetime.datetime(2027, 6, 4, 16, tzinfo=datetime.UTC)
    with time_machine.travel(friday):
        member = BoardMemberFactory.create()
        mail_choice.choose(member.user, rhythm=Rhythm.DAILY)
        review = under_review(members=[member, BoardMemberFactory.create()])
        Notification.objects.all().delete()
        workflow.extend(
            review.assignments.get(member=member),
            by=managing_editor(),
            sign_by=friday.date() + datetime.timedelta(days=days_left),
            reason="Sooner.",
            may_be_earlier=True,
        )
    assert Notification.objects.get(recipient=member.user).is_daily is waits


def test_request_that_presses_goes_at_once() -> None:
    members = [BoardMemberFactory.create(), BoardMemberFactory.create()]
    for member in members:
        mail_choice.choose(member.user, rhythm=Rhythm.DAILY)
    review = under_review(members=members)
    asked = Notification.objects.filter(kind=Kind.SIGN_OFF_ASKED)
    assert set(asked.values_list("is_daily", flat=True)) == {True}
    today = timezone.now().date()
    for kind, days, waits in [
        (Kind.EXTENDED, 1, False),
        (Kind.EXTENDED, 2, True),
        (Kind.SIGN_OFF_REMINDED, 20, False),
        (Kind.SOURCE_NOTICE, 20, False),
    ]:
        assignment = review.assignments.all()[0]
        assignment.sign_by = today + datetime.timedelta(days=days)
        assert daily.may_wait(kind, review, assignment, today=today) is waits
    review.is_urgent = True
    assert not daily.may_wait(Kind.APPROVED, review, None, today=today)
    review.is_urgent = False
    review.policy["respond_within_days"] = 1
    assert not daily.may_wait(Kind.SIGN_OFF_ASKED, review, None, today=today)


def test_choosing_mail_at_once_again_sends_what_waits(mails: MailServer) -> None:
    user = reader_of_a_daily_mail()
    owed(user)
    Notification.objects.update(not_before=timezone.now() + datetime.timedelta(days=1))
    assert deliver(timezone.now()).outcomes == {}
    mail_choice.choose(user, rhythm=Rhythm.SINGLE)
    assert deliver(timezone.now()).outcomes == {State.SENT: 2}
    assert len(mails.accepted) == 2
