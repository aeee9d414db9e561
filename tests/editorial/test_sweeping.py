"""A sweep does what it can, and says what it did."""

import datetime
import logging

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError
from django.utils import timezone

from editorial import overdue
from editorial.health import sweep_health
from editorial.models import Sweep
from editorial.sweeping import sweep
from tests.mail_server import MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db


def facts_of(caplog: pytest.LogCaptureFixture, message: str) -> list[dict[str, object]]:
    records = (record for record in caplog.records if record.getMessage() == message)
    return [getattr(record, "facts", {}) for record in records]


def fail(_now: datetime.datetime) -> int:
    raise DatabaseError("canceling statement due to lock timeout")


def due_today() -> datetime.datetime:
    """A moment in everybody's office hours, on which something is due."""
    live_article()
    return at(0)


def test_step_that_fails_keeps_no_other_from_running(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = due_today()
    monkeypatch.setattr(overdue, "enforce", fail)
    with caplog.at_level(logging.INFO, "editorial"):
        assert sweep(now).outcomes == {"sent": 1}
    assert len(mails.accepted) == 1
    assert "A step of the sweep failed" in caplog.text
    [facts] = facts_of(caplog, "A sweep ended")
    assert facts["sent"] == 1
    assert facts["undone"] == [__name__]


def test_sweep_with_a_step_undone_is_no_sign_of_life(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    Sweep.objects.all().delete()
    with monkeypatch.context() as patched:
        patched.setattr(overdue, "enforce", fail)
        sweep(timezone.now())
    assert not sweep_health(timezone.now()).is_sweeping
    sweep(timezone.now())
    assert sweep_health(timezone.now()).is_sweeping


def test_sweep_that_is_out_of_time_does_nothing_more(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(_now: datetime.datetime) -> int:
        raise SoftTimeLimitExceeded

    now = due_today()
    monkeypatch.setattr(overdue, "enforce", late)
    with pytest.raises(SoftTimeLimitExceeded):
        sweep(now)
    assert mails.accepted == []


def test_sweep_says_what_it_did_and_an_idle_one_nothing(
    mails: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    now = due_today()
    with caplog.at_level(logging.INFO, "editorial"):
        sweep(now)
        assert facts_of(caplog, "Reminders were planned") == [{"planned": 1}]
        [delivery] = facts_of(caplog, "A delivery ended")
        assert (delivery["sent"], delivery["goes_on"]) == (1, False)
        caplog.clear()
        sweep(now)
    assert caplog.records == []
