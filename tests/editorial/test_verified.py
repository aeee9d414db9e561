"""The history is verified once a day by itself; what it found is kept, measured and shown."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from editorial import tasks, verified
from editorial.models import Sweep
from tests.factories.articles import UserFactory
from tests.factories.editorial import submitted
from tests.flushing import triggers_lifted
from tests.raw_sql import run

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def figures(client: Client) -> dict[str, float]:
    answer = client.get("/metrics", headers={"Authorization": "Bearer token"})
    lines = answer.content.decode().splitlines()
    wanted = ("editorial_last_verification_age_seconds ", "editorial_history_faults ")
    found = dict(line.rsplit(" ", 1) for line in lines if line.startswith(wanted))
    return {name.removeprefix("editorial_"): float(value) for name, value in found.items()}


def alerts(client: Client) -> str:
    client.force_login(UserFactory.create(group="Auditors"))
    return client.get("/desk/due/").content.decode()


def test_beat_verifies_once_a_day_and_tells(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.METRICS_TOKEN = "token"
    submitted()
    assert figures(client) == {}
    tasks.verify_history()
    first = figures(client)
    assert first["history_faults"] == 0
    assert first["last_verification_age_seconds"] < 60
    with triggers_lifted():
        run("UPDATE editorial_auditevent SET reason = 'Another.' WHERE action = 'submit'")
    tasks.verify_history()
    assert figures(client)["history_faults"] == 0, "within a day it is not verified again"
    assert "in the history" not in alerts(client)
    Sweep.objects.update(verified=timezone.now() - DAY)
    tasks.verify_history()
    assert figures(client)["history_faults"] == 2
    assert "2 faults were found in the history" in alerts(client)
    assert "does not add up" in caplog.text


def test_command_counts_as_the_verification_of_the_day() -> None:
    submitted()
    call_command("audit", "verify")
    known = Sweep.objects.get()
    assert (known.faults_found, known.verified is None) == (0, False)
    tasks.verify_history()
    assert Sweep.objects.get().verified == known.verified
    with triggers_lifted():
        run("UPDATE editorial_auditevent SET reason = 'Another.' WHERE action = 'submit'")
    with pytest.raises(CommandError):
        call_command("audit", "verify")
    assert Sweep.objects.get().faults_found == 2


def test_two_at_once_verify_once() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [verified._LOCK])
            tasks.verify_history()
            assert not Sweep.objects.filter(verified__isnull=False).exists()
            cursor.execute("SELECT pg_advisory_unlock(%s)", [verified._LOCK])
    finally:
        other.close()
    tasks.verify_history()
    assert Sweep.objects.filter(verified__isnull=False).exists()
