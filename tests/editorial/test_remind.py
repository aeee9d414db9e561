import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from editorial.management.commands.remind import moment
from editorial.models import Notification, ReviewSchedule, Sweep
from tests.factories.articles import UserFactory
from tests.mail_server import MailServer
from tests.ports import free_port
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db


def remind(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("remind", *arguments, stdout=out)
    return out.getvalue().splitlines()


def everything() -> tuple[list[object], ...]:
    return tuple(
        list(model.objects.order_by("pk").values())
        for model in (Notification, ReviewSchedule, Sweep)
    )


def test_remind_dry_run_shows_what_would_go_out_and_writes_nothing(mails: MailServer) -> None:
    owner = UserFactory.create(username="owner", group="Editors")
    article = live_article(owner=owner, title="What causes neck spasm?")
    live_article(due_on=at(200).date())
    before = everything()
    shown = remind("--dry-run", "--now", at(-7).isoformat())
    assert shown[0].split() == ["To", "Subject", "Rung"]
    subject = "Re-review due: What causes neck spasm? (by 15 June 2027)"
    assert [line for line in shown if owner.email in line and subject in line]
    assert shown[1].endswith("-7")
    assert shown[-1] == "1 would go out. Nothing was written or sent."
    assert everything() == before
    assert mails.accepted == []
    assert article.pk


def test_remind_sends_what_the_dry_run_showed(mails: MailServer) -> None:
    live_article()
    shown = remind("--dry-run", "--now", at(-7).isoformat())
    assert remind("--now", at(-7).isoformat()) == ["Planned 1. sent 1."]
    assert mails.subjects[0] in shown[1]
    assert remind("--now", at(-7).isoformat()) == ["Planned 0. Nothing to send."]
    assert len(mails.accepted) == 1


def test_remind_out_of_office_hours_says_what_waits(mails: MailServer) -> None:
    live_article()
    waits = "1 wait for office hours, the daily mail or another try."
    night = at(-7).replace(hour=3).isoformat()
    assert remind("--dry-run", "--now", night)[1:] == [
        waits,
        "0 would go out. Nothing was written or sent.",
    ]
    assert remind("--now", night) == ["Planned 1. Nothing to send.", waits]
    assert mails.accepted == []
    assert remind("--now", at(-7).isoformat()) == ["Planned 0. sent 1."]


def test_remind_at_another_time_spoils_nothing_for_now(mails: MailServer) -> None:
    live_article()
    remind("--now", at(41).isoformat())
    sent = len(mails.accepted)
    remind("--now", at(-7).isoformat())
    assert remind("--now", at(-7).isoformat()) == ["Planned 0. Nothing to send."]
    assert remind("--now", at(41).isoformat()) == ["Planned 0. Nothing to send."]
    assert sent
    assert len(mails.accepted) == sent


def test_remind_without_a_server_says_so_and_loses_nothing(
    mails: MailServer, settings: Settings
) -> None:
    live_article()
    settings.EMAIL_PORT = free_port()
    with pytest.raises(CommandError, match="cannot be reached"):
        remind("--now", at(-7).isoformat())
    settings.EMAIL_PORT = mails.port
    assert remind("--now", at(-7).isoformat()) == ["Planned 0. sent 1."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-04", datetime.datetime(2026, 11, 4, tzinfo=datetime.UTC)),
        ("2026-11-04T09:00", datetime.datetime(2026, 11, 4, 9, tzinfo=datetime.UTC)),
        ("2026-11-04T09:00Z", datetime.datetime(2026, 11, 4, 9, tzinfo=datetime.UTC)),
        ("2026-11-04T09:00+01:00", datetime.datetime(2026, 11, 4, 8, tzinfo=datetime.UTC)),
    ],
)
def test_moment_reads_iso_8601_and_takes_bare_times_as_utc(
    text: str, expected: datetime.datetime
) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text", ["tomorrow", " ", "2026-13-01", "04/11/2026", "0001-01-01T00:00+14:00", "9999-12-31"]
)
def test_remind_refuses_a_time_it_cannot_read_in_one_line(text: str) -> None:
    with pytest.raises(CommandError, match=r"^--now ") as refused:
        remind("--now", text)
    assert "\n" not in str(refused.value)
