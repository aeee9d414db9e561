"""`/healthz` speaks for the process, `/readyz` for everything it needs."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from config.environment import broker_at_socket

pytestmark = pytest.mark.django_db


def test_process_answers_without_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_site_is_ready_when_every_part_is(client: Client) -> None:
    answer = client.get("/readyz").json()
    for name in ("database", "migrations", "broker"):
        assert answer["parts"][name]["ok"], answer


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
    assert settings.SECURE_REDIRECT_EXEMPT == [r"^healthz$", r"^readyz$"]
    assert "no-cache" in client.get("/healthz")["Cache-Control"]


def broken(*_arguments: object, **_more: object) -> None:
    raise DatabaseError("the server closed the connection")
