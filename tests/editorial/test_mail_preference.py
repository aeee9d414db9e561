"""Choosing one mail a day, and leaving it by the link of the mail itself."""

import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import mail_choice
from editorial.delivery import deliver
from editorial.models import MailPreference, Notification
from tests.factories.articles import UserFactory
from tests.mail_server import MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db

PAGE = "/accounts/mail/"


@pytest.fixture
def user() -> User:
    return UserFactory.create()


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def daily_mail(user: User, mails: MailServer) -> EmailMessage:
    mail_choice.choose(user, daily=True)
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


def test_page_offers_both_and_marks_the_present_choice(signed_in: Client, user: User) -> None:
    text = signed_in.get(PAGE).content.decode()
    assert 'value="at-once" required checked' in text
    assert user.email in text
    mail_choice.choose(user, daily=True)
    text = signed_in.get(PAGE).content.decode()
    assert 'value="daily" required checked' in text
    assert "07:00 UTC" in text


@pytest.mark.parametrize(("when", "is_daily"), [("daily", True), ("at-once", False)])
def test_choice_is_kept(signed_in: Client, user: User, when: str, is_daily: bool) -> None:
    mail_choice.choose(user, daily=not is_daily)
    response = signed_in.post(PAGE, {"when": when}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert mail_choice.is_daily(user) is is_daily


@pytest.mark.parametrize("when", ["", "weekly", "daily\x00"])
def test_choice_of_neither_is_refused_and_changes_nothing(
    signed_in: Client, user: User, when: str
) -> None:
    mail_choice.choose(user, daily=True)
    response = signed_in.post(PAGE, {"when": when})
    assert response.status_code == 400
    assert mail_choice.is_daily(user)


def test_choice_is_ones_own(signed_in: Client) -> None:
    other = UserFactory.create()
    signed_in.post(PAGE, {"when": "daily"})
    assert not mail_choice.is_daily(other)


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
        assert not mail_choice.is_daily(user)


def test_opening_the_link_changes_nothing_and_its_button_does(user: User) -> None:
    mail_choice.choose(user, daily=True)
    path = mail_choice.leaving_path(user)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(path)
    assert "End the daily mail" in page.content.decode()
    assert "no-cache" in page.headers["Cache-Control"]
    assert mail_choice.is_daily(user)
    assert "No daily mail" in browser.post(path).content.decode()
    assert not mail_choice.is_daily(user)


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
    mail_choice.choose(user, daily=True)
    token = mail_choice.leaving_path(user).split("/")[-2]
    other = UserFactory.create()
    for forged in (token[:-1], f"{other.pk}.{token.partition('.')[2]}", str(user.pk), "x"):
        path = reverse("editorial:leave-daily-mail", args=[forged])
        for response in (client.get(path), client.post(path)):
            assert response.status_code == 404
    assert mail_choice.is_daily(user)
    assert not MailPreference.objects.filter(user=other).exists()
