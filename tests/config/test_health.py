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
from editorial.models import Sweep

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
    assert not response.json()["parts"]["reminders"]["ok"]


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
