"""Signing in: one door for admin and desk, closed for sign-up, slow for guessers."""

import smtplib
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

PASSWORD = "demo-password-only"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_attempts_so_far() -> None:
    cache.clear()


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("ed", "ed@example.org", PASSWORD, is_staff=True)


@pytest.fixture
def member() -> User:
    user = User.objects.create_user("member", "member@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name="Board"))
    return user


def sign_in(client: Client, name: str, password: str = PASSWORD, address: str = "") -> str:
    response = client.post(
        f"/accounts/login/{address}", {"login": name, "password": password, "remember": ""}
    )
    return response.get("Location", f"{response.status_code}")


def test_signing_in_leads_each_to_their_place(editor: User, member: User) -> None:
    assert sign_in(Client(), editor.username) == "/admin/"
    assert sign_in(Client(), member.username) == "/desk/"


def test_signing_in_leads_back_to_our_own_pages_only(editor: User) -> None:
    assert sign_in(Client(), "ed", address="?next=/admin/auth/user/") == "/admin/auth/user/"
    assert sign_in(Client(), "ed", address="?next=https://evil.example/") == "/admin/"
    assert sign_in(Client(), "ed", address="?next=//evil.example/") == "/admin/"


def test_admin_sends_visitors_to_the_one_login(client: Client) -> None:
    for address in ("/admin/", "/admin/login/"):
        assert client.get(address, follow=True).request["PATH_INFO"] == "/accounts/login/"


def test_admin_is_forbidden_for_board_members(client: Client, member: User) -> None:
    client.force_login(member)
    assert client.get("/admin/", follow=True).status_code == 403


def test_nobody_signs_up(client: Client) -> None:
    page = client.post(
        "/accounts/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Accounts are made for you" in page.content.decode()
    assert not User.objects.filter(username="new").exists()


def test_guessing_is_slowed_down_for_the_right_password_too(client: Client, editor: User) -> None:
    for _ in range(5):
        assert sign_in(client, editor.username, "wrong") == "400"
    page = client.post("/accounts/login/", {"login": "ed", "password": PASSWORD})
    assert page.status_code in {400, 429}
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 100_000, "<script>alert(1)</script>"])
def test_login_answers_bad_input_on_its_page(client: Client, text: str) -> None:
    body = f"login={text}&password={text}".encode("utf-8", "surrogatepass")
    page = client.post("/accounts/login/", body, "application/x-www-form-urlencoded")
    assert page.status_code == 400
    assert "<script>alert(1)" not in page.content.decode()


def test_forgotten_password_is_answered_alike_for_anyone(client: Client, editor: User) -> None:
    for address in (editor.email, "nobody@example.org"):
        assert client.post("/accounts/password/reset/", {"email": address}).status_code == 302
    assert editor.email in mail.outbox[0].to
    assert "/accounts/password/reset/key/" in str(mail.outbox[0].body)


def test_mail_server_that_is_away_does_not_fail_the_page(client: Client, editor: User) -> None:
    broken = mock.patch.object(EmailBackend, "send_messages", side_effect=smtplib.SMTPException)
    with broken:
        page = client.post("/accounts/password/reset/", {"email": editor.email}, follow=True)
    assert page.status_code == 200
    assert "could not be sent" in page.content.decode()


def test_second_factor_pages_ask_for_the_password_once_more(client: Client, editor: User) -> None:
    sign_in(client, editor.username)
    addresses = ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/")
    for address in addresses:
        assert "/accounts/reauthenticate/" in client.get(address)["Location"]
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for address in ("/accounts/2fa/", *addresses):
        assert client.get(address).status_code == 200, address
