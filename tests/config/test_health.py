"""`/healthz` speaks for the process, `/readyz` for everything it needs."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from config.environment import broker_at_socket
from editorial.health import sweep_health
from editorial.models import Notification, Sweep
from tests.reminders import live_article

pytestmark = pytest.mark.django_db


def test_process_answers_without_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_site_is_ready_when_every_part_is(client: Client) -> None:
    Sweep.objects.update_or_create(pk=1, defaults={"finished": timezone.now()})
    response = client.get("/readyz")
    answer = response.json()
    assert response.status_code == 200, answer
    assert {name: part["ok"] for name, part in answer["parts"].items()} == {
        "database": True,
        "migrations": True,
        "broker": True,
        "reminders": True,
    }


def test_site_is_not_ready_when_nobody_sweeps(client: Client) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    Sweep.objects.update_or_create(pk=1, defaults={"finished": long_ago})
    response = client.get("/readyz")
    assert response.status_code == 503
    said = response.json()["parts"]["reminders"]
    assert not said["ok"]
    assert said["says"].startswith(f"The last sweep ended at {long_ago:%Y-%m-%d %H:%M} UTC, more")
    Sweep.objects.all().delete()
    says = sweep_health(timezone.now()).says
    assert says == "No sweep has ended yet: see that beat and a worker run."


@pytest.mark.parametrize(("seconds", "is_sweeping"), [(0, True), (180, True), (181, False)])
def test_sweep_is_missed_after_three_minutes(seconds: int, is_sweeping: bool) -> None:
    now = timezone.now()
    Sweep.objects.update_or_create(pk=1, defaults={"finished": now - timedelta(seconds=seconds)})
    assert sweep_health(now).is_sweeping is is_sweeping


@pytest.mark.parametrize(
    ("minutes", "facts", "is_sending"),
    [
        (15, {}, True),
        (16, {}, False),
        (16, {"is_daily": True}, False),
        (16, {"attempts": 3, "last_error": "451 Later"}, False),
        (16, {"state": "sent"}, True),
        (16, {"state": "failed"}, True),
        # Refused for now three times: tried first 21 minutes before it is to be tried again.
        (-5, {"attempts": 3}, False),
        (-7, {"attempts": 3}, True),
        (-239, {"attempts": 5}, False),
        # Owed for three days, and kept for office hours or a snooze's end.
        (-1, {}, True),
        (-24 * 60, {"is_daily": True}, True),
        (-24 * 60, {"attempts": 3}, True),
        (-90 * 24 * 60, {}, True),
    ],
)
def test_message_is_late_fifteen_minutes_after_it_may_go_out(
    minutes: int, facts: dict[str, object], is_sending: bool
) -> None:
    now, article = timezone.now(), live_article()
    Notification.objects.create(
        subject=f"article:{article.pk}",
        kind=Notification.Kind.REVIEW_DUE,
        recipient=article.owner,
        due_on=now.date(),
        article=article,
        queued=now - timedelta(days=3),
        not_before=now - timedelta(minutes=minutes),
        **facts,
    )
    health = sweep_health(now)
    assert health.is_sending is is_sending
    assert ("A message has waited since" in health.says) is not is_sending


def test_message_that_one_mailbox_refuses_while_others_take_theirs_is_not_late() -> None:
    now, article = timezone.now(), live_article()
    facts = {"kind": "reinstated", "due_on": now.date(), "article": article}
    facts |= {"recipient": article.owner}
    tried_first = now - timedelta(minutes=16)
    Notification.objects.create(
        subject="a", attempts=3, not_before=tried_first + timedelta(minutes=21), **facts
    )
    for seconds, is_sending in ((-1, False), (1, True)):
        sent = tried_first + timedelta(seconds=seconds)
        Notification.objects.create(subject=str(sent), state="sent", sent=sent, **facts)
        assert sweep_health(now).is_sending is is_sending


def test_site_is_ready_after_the_clock_was_set_back(client: Client) -> None:
    ahead = timezone.now() + timedelta(hours=2)
    Sweep.objects.update_or_create(pk=1, defaults={"finished": ahead})
    assert client.get("/readyz").status_code == 200


def test_site_is_not_ready_without_a_broker(client: Client, settings: Settings) -> None:
    settings.BROKER = broker_at_socket("/nonexistent/valkey")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["broker"] == {"ok": False, "says": "not reachable"}


def test_site_is_not_ready_before_a_migration(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("site_config", "0001_cache_table")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["migrations"] == {"ok": False, "waiting": 1}


def test_site_is_not_ready_without_a_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert not response.json()["parts"]["database"]["ok"]


def test_health_is_not_cached_and_not_redirected(client: Client) -> None:
    assert settings.SECURE_REDIRECT_EXEMPT == [r"^healthz$", r"^readyz$", r"^metrics$"]
    assert "no-cache" in client.get("/healthz")["Cache-Control"]


def broken(*_arguments: object, **_more: object) -> None:
    raise DatabaseError("the server closed the connection")
