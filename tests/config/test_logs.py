"""Log lines: one for each thing that happened, for people or for machines, and never a secret."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client

from config.logs import FORMATTERS, logging_settings, without_secrets
from editorial import calendars
from editorial.delivery import deliver
from editorial.models import Notification
from tests.factories.articles import UserFactory
from tests.mail_server import MailServer
from tests.reminders import at, live_article, mails

__all__ = ["mails"]

log = logging.getLogger("editorial.sample")


@pytest.fixture(params=FORMATTERS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stream(form: str) -> Iterator[StringIO]:
    """What standard error would get."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(FORMATTERS[form]())
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def read(line: str) -> dict[str, object]:
    read: dict[str, object] = json.loads(line)
    return read


def only_line(stream: StringIO) -> str:
    [line] = stream.getvalue().splitlines()
    return line


@pytest.mark.parametrize("form", ["json"], indirect=True)
def test_json_line_is_one_object_with_its_facts(stream: StringIO) -> None:
    log.warning("A delivery %s", "ended", extra={"facts": {"sent": 2, "seconds": 0.5}})
    found = read(only_line(stream))
    assert str(found.pop("at")).endswith("+00:00")
    assert found == {
        "level": "warning",
        "logger": "editorial.sample",
        "message": "A delivery ended",
        "sent": 2,
        "seconds": 0.5,
    }


@pytest.mark.parametrize("form", ["json"], indirect=True)
def test_json_line_can_be_read_whatever_it_holds(stream: StringIO) -> None:
    to = "secret@example.org"
    facts = {"deep": {"to": [to, {("a", 1): to}]}, "none": float("nan"), to: 1, "message": "m"}
    try:
        raise ValueError(f"To {to}:\n550 unknown")
    except ValueError:
        log.exception("a", extra={"facts": facts})
    assert "secret" not in stream.getvalue()
    found = json.loads(only_line(stream), parse_constant=pytest.fail)
    assert (found["message"], found["none"]) == ("a", "nan")
    assert found["trace"].endswith("ValueError: To (address):\n550 unknown")


@pytest.mark.parametrize("form", ["lines"], indirect=True)
def test_line_names_its_facts(stream: StringIO) -> None:
    log.warning("A delivery ended", extra={"facts": {"sent": 2, "kind": "a b"}})
    assert only_line(stream).endswith(
        'level=warning from=editorial.sample says="A delivery ended" sent=2 kind="a b"'
    )


def test_what_is_logged_writes_one_line_whatever_it_holds(stream: StringIO) -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        log.exception("a\nb\r\nc \u2028d\x00", extra={"facts": {"kind": "e\nf", "odd": object()}})
    assert len(stream.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "550 5.1.1 <secret@example.org>: no such user",
        "secret+tag@example.org, 'secret@example.org' (secret@sub.example.org)",
        '"secret secret"@example.org'.replace(" ", "."),
        "redis://:secret@127.0.0.1:6379/0 did not answer",
        "postgres://user:secret@db.example.org/site",
        "Not Found: /calendar/secret.ics",
        "Method Not Allowed (POST): /calendar/secret.ics",
        "/accounts/mail/leave/1.secret/ /accounts/password/reset/key/1-secret/",
        "https://articles.example.org/accounts/confirm-email/secret/?next=/",
        "Authorization: Bearer secret",
    ],
)
def test_addresses_and_tokens_are_taken_out(text: str) -> None:
    assert "secret" not in without_secrets(text)


def test_what_is_no_secret_stays() -> None:
    for text in ("Not Found: /articles/a/", "at 12:00 @ noon", "/calendar/", "a/leave/"):
        assert without_secrets(text) == text


@pytest.mark.django_db
def test_no_line_of_a_delivery_holds_an_address(stream: StringIO, mails: MailServer) -> None:
    article = live_article()
    for number, answer in enumerate(("550 <{}> is unknown here", "451 <{}> is greylisted", "")):
        user = UserFactory.create(email=f"hidden-{number}@example.org")
        if answer:
            mails.answers[user.email] = answer.format(user.email)
        Notification.objects.create(
            subject=f"article:{article.pk}",
            kind=Notification.Kind.REINSTATED,
            recipient=user,
            due_on=at(0).date(),
            article=article,
        )
    deliver(at(0))
    text = stream.getvalue()
    parked = Notification.objects.get(recipient__email="hidden-0@example.org")
    for part in (parked.pk, parked.kind, article.pk, parked.recipient_id):
        assert str(part) in next(line for line in text.splitlines() if "was parked" in line)
    assert "was parked" in text
    assert "will be tried again" in text
    assert "A delivery ended" in text
    assert "hidden" not in text
    assert "@" not in text


@pytest.mark.django_db
def test_no_line_of_a_request_holds_a_token(stream: StringIO, client: Client) -> None:
    token = calendars.make(UserFactory.create())
    for method, path in (
        ("POST", f"/calendar/{token}.ics"),
        ("GET", f"/calendar/{token}x.ics"),
        ("GET", f"/accounts/mail/leave/{token}/"),
    ):
        assert client.generic(method, path).status_code in (404, 405)
    assert "Not Found" in stream.getvalue()
    assert "Method Not Allowed" in stream.getvalue()
    assert token not in stream.getvalue()


def test_settings_name_the_form() -> None:
    for form, formatter in FORMATTERS.items():
        assert logging_settings(form)["formatters"]["line"]["()"] is formatter
