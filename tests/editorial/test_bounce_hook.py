"""What a mail service may tell us, and what it may not do."""

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from editorial.models import Bounce, Notification
from editorial.views.bounce_hook import LARGEST, MOST
from tests.factories.articles import UserFactory
from tests.reminders import at, live_article

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = pytest.mark.django_db

HOOK = "/hooks/bounces/"
TOKEN = "sample-token-of-no-use-0123456789-abcdefghijklmnopqr"
ADDRESS = "sample@example.org"
REPORT = {"address": ADDRESS, "status": "5.1.1", "diagnostic": "550 5.1.1 No such user"}


@pytest.fixture(autouse=True)
def _opened(settings: Settings) -> None:
    settings.BOUNCE_TOKEN = TOKEN
    UserFactory.create(email=ADDRESS)


def tell(
    reports: object, *, token: str = f"Bearer {TOKEN}", body: bytes | None = None
) -> "_MonkeyPatchedWSGIResponse":
    return Client(enforce_csrf_checks=True).post(
        HOOK,
        json.dumps(reports).encode() if body is None else body,
        content_type="application/json",
        headers={"Authorization": token} if token else {},
    )


def test_hook_marks_an_address_once(settings: Settings) -> None:
    assert tell([REPORT]).json() == {"reports": 1, "marked": 1}
    assert tell([REPORT, REPORT]).json() == {"reports": 2, "marked": 0}
    bounce = Bounce.objects.get()
    assert (bounce.address, bounce.status, bounce.source) == (ADDRESS, "5.1.1", "hook")


def test_hook_is_not_there_without_a_token_of_ours(settings: Settings) -> None:
    settings.BOUNCE_TOKEN = ""
    for token in ("Bearer ", "", f"Bearer {TOKEN}"):
        assert tell([REPORT], token=token).status_code == 404
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("token", ["", TOKEN, "Bearer x", f"Bearer {TOKEN}x", "Basic é"])
def test_hook_refuses_another_token(token: str) -> None:
    response = tell([REPORT], token=token)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("key", ["pk", "digest"])
def test_hook_finds_the_person_by_the_message(key: str) -> None:
    """Forwarded mail comes back from an address that we do not know."""
    article = live_article()
    row = Notification.objects.create(
        subject="article:1",
        kind=Notification.Kind.REINSTATED,
        recipient=article.owner,
        due_on=at(0).date(),
        article=article,
        is_daily=True,
        digest=uuid4(),
    )
    message_id = f"<{getattr(row, key)}@localhost>"
    told = {**REPORT, "address": "elsewhere@example.net", "message_id": message_id}
    assert tell([told]).json()["marked"] == 1
    assert Bounce.objects.get().user == article.owner
    assert Bounce.objects.get().notification == row


@pytest.mark.parametrize(
    "report",
    [
        {**REPORT, "status": "4.2.0", "diagnostic": "451 busy"},
        {**REPORT, "status": "5.7.1", "diagnostic": "spam"},
        {**REPORT, "address": "nobody@example.org"},
        {**REPORT, "address": "", "message_id": f"<{uuid4()}@localhost>"},
    ],
)
def test_hook_takes_what_marks_nothing(report: dict[str, str]) -> None:
    assert tell([report]).json() == {"reports": 1, "marked": 0}
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "reports",
    [
        {},
        "x",
        None,
        [1],
        [REPORT, {}],
        [REPORT, {"address": ADDRESS}],
        [REPORT, {**REPORT, "status": 5}],
        [REPORT, {**REPORT, "address": ["x"]}],
        [REPORT, {**REPORT, "address": "x" * 300}],
        [REPORT] * (MOST + 1),
    ],
)
def test_hook_refuses_what_it_does_not_understand_as_a_whole(reports: object) -> None:
    response = tell(reports)
    assert response.status_code == 400
    assert response.json()["error"]
    assert not Bounce.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000])
def test_hook_refuses_what_is_no_json(body: bytes) -> None:
    assert tell(None, body=body).status_code == 400


def test_hook_refuses_what_is_too_large() -> None:
    assert tell(None, body=b" " * (LARGEST + 1)).status_code == 413


def test_hook_keeps_odd_characters_out_of_the_database() -> None:
    tell([{**REPORT, "diagnostic": "550 \u0000 \ud800 no"}])
    assert Bounce.objects.get().says.startswith("550")


def test_hook_takes_nothing_but_a_post() -> None:
    assert Client().get(HOOK, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 405
