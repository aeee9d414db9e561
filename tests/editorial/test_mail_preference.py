"""Choosing one mail a day, and leaving it by the link of the mail itself."""

import datetime
import re
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import mail_choice
from editorial.delivery import deliver
from editorial.mail_forms import MailForm
from editorial.models import MailPreference, Notification
from tests.factories.articles import UserFactory
from tests.mail_server import MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db

Rhythm = MailPreference.Rhythm
PAGE = "/accounts/mail/"


@pytest.fixture
def user() -> User:
    return UserFactory.create()


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def daily_mail(user: User, mails: MailServer) -> EmailMessage:
    mail_choice.choose(user, rhythm=Rhythm.DAILY)
    article = live_article()
    Notification.objects.create(
        subject=f"article:{article.pk}",
        kind=Notification.Kind.REINSTATED,
        recipient=user,
        due_on=at(0).date(),
        article=article,
        is_daily=True,
    )
    deliver(timezone.now())
    return mails.accepted[0]


def test_page_asks_for_a_login(client: Client) -> None:
    response = client.get(PAGE)
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


KEPT = {
    "rhythm": "daily",
    "time_zone": "Europe/Berlin",
    "quiet_from": "18:30",
    "quiet_until": "08:00",
    "working_days": ["1", "2", "4"],
}


def test_page_offers_all_and_marks_the_present_choice(signed_in: Client, user: User) -> None:
    text = signed_in.get(PAGE).content.decode()
    assert user.email in text
    assert re.search(r'value="gathered"[^>]* checked', text)
    assert "As at this site: UTC" in text
    mail_choice.choose(user, rhythm=Rhythm.DAILY, time_zone="Asia/Tokyo", working_days=[7])
    text = signed_in.get(PAGE).content.decode()
    assert re.search(r'value="daily"[^>]* checked', text)
    assert '<option value="Asia/Tokyo" selected>' in text
    assert re.search(r'name="working_days" value="7"[^>]* checked', text)
    assert not re.search(r'name="working_days" value="1"[^>]* checked', text)


def test_choice_is_kept(signed_in: Client, user: User) -> None:
    response = signed_in.post(PAGE, KEPT, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "one mail a day, at 07:00 your time" in response.content.decode()
    kept = MailPreference.objects.get(user=user)
    assert (kept.rhythm, kept.time_zone, kept.working_days) == ("daily", "Europe/Berlin", [1, 2, 4])
    assert (kept.quiet_from, kept.quiet_until) == (datetime.time(18, 30), datetime.time(8))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("rhythm", "", "Choose one of the three."),
        ("rhythm", "weekly", "Choose one of the three."),
        ("time_zone", "Mars/Olympus_Mons", "This time zone is not known."),
        ("time_zone", "Europe/Berlin\x00", "This time zone is not known."),
        ("quiet_from", "25:00", "This is no time of day."),
        ("quiet_until", "", "Give a time, like 19:00."),
        ("working_days", [], "Choose at least one day."),
        ("working_days", ["8"], "Choose days of the week."),
    ],
)
def test_choice_that_does_not_fit_is_refused_at_its_field_and_changes_nothing(
    signed_in: Client, user: User, field: str, value: object, says: str
) -> None:
    response = signed_in.post(PAGE, {**KEPT, "quiet_from": "20:15", field: value})
    text = response.content.decode()
    assert response.status_code == 400
    assert says in text
    assert f'id="id_{field}_error"' in text
    assert field == "quiet_from" or 'value="20:15"' in text
    assert not MailPreference.objects.filter(user=user).exists()


def test_time_zone_that_the_database_does_not_know_is_refused(
    signed_in: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python and PostgreSQL have each a list of their own."""
    zones = [("", "The site's"), ("Mars/Olympus_Mons", "Mars")]
    monkeypatch.setattr(MailForm.base_fields["time_zone"], "_choices", zones)
    response = signed_in.post(PAGE, {**KEPT, "time_zone": "Mars/Olympus_Mons"})
    assert response.status_code == 400
    assert "This time zone is not known." in response.content.decode()
    assert not MailPreference.objects.filter(user=user).exists()


def test_choice_is_ones_own(signed_in: Client) -> None:
    other = UserFactory.create()
    signed_in.post(PAGE, KEPT)
    assert not MailPreference.objects.filter(user=other).exists()


def test_desk_and_admin_lead_to_the_choice(signed_in: Client) -> None:
    for page in ("/desk/", reverse("admin:index")):
        assert f'href="{PAGE}"' in signed_in.get(page).content.decode()


def test_mail_program_leaves_the_daily_mail_in_one_click(user: User, mails: MailServer) -> None:
    mail = daily_mail(user, mails)
    path = urlsplit(mail["List-Unsubscribe"].strip().strip("<>")).path
    program = Client(enforce_csrf_checks=True)
    for _twice in range(2):
        response = program.post(path, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert mail_choice.rhythm_of(user) == Rhythm.SINGLE


def test_opening_the_link_changes_nothing_and_its_button_does(user: User) -> None:
    mail_choice.choose(user, rhythm=Rhythm.DAILY)
    path = mail_choice.leaving_path(user)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(path)
    assert "End gathered mail" in page.content.decode()
    assert "no-cache" in page.headers["Cache-Control"]
    assert mail_choice.rhythm_of(user) == Rhythm.DAILY
    assert "No gathered mail" in browser.post(path).content.decode()
    assert mail_choice.rhythm_of(user) == Rhythm.SINGLE


def test_leaving_sends_what_waits_so_that_no_request_is_lost(
    client: Client, user: User, mails: MailServer
) -> None:
    daily_mail(user, mails)
    row = Notification.objects.get()
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    Notification.objects.create(
        subject=row.subject,
        kind=row.kind,
        rung=1,
        recipient=user,
        due_on=row.due_on,
        article=row.article,
        is_daily=True,
        not_before=tomorrow,
    )
    client.post(mail_choice.leaving_path(user))
    assert deliver(timezone.now()).outcomes == {Notification.State.SENT: 1}


def test_link_that_is_not_ours_is_refused(client: Client, user: User) -> None:
    mail_choice.choose(user, rhythm=Rhythm.DAILY)
    token = mail_choice.leaving_path(user).split("/")[-2]
    other = UserFactory.create()
    for forged in (token[:-1], f"{other.pk}.{token.partition('.')[2]}", str(user.pk), "x"):
        path = reverse("editorial:leave-daily-mail", args=[forged])
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 404
    assert mail_choice.rhythm_of(user) == Rhythm.DAILY
    assert not MailPreference.objects.filter(user=other).exists()
