"""Several `manage.py remind` at once, as of a cron job on every machine: each mail comes once."""

import datetime
import subprocess
import sys
from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from editorial.models import MailPreference, Notification
from tests.factories.articles import UserFactory
from tests.faults.programs import ROOT
from tests.mail_server import mail_server
from tests.reminders import live_article

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PROCESSES, ARTICLES, MANAGERS = 3, 4, 14
NOON = datetime.time(12)


def test_reminds_at_once_send_each_mail_once(command_environment: dict[str, str]) -> None:
    _fall_due()
    with mail_server() as mails:
        environment = command_environment | {"EMAIL_URL": f"smtp://127.0.0.1:{mails.port}"}
        commands = [
            subprocess.Popen(
                [sys.executable, "manage.py", "remind"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _process in range(PROCESSES)
        ]
        said = [command.communicate(timeout=120)[0] for command in commands]
        assert [command.returncode for command in commands] == [0] * PROCESSES, said
        rows = Notification.objects.values_list("pk", "state")
        assert Counter(state for _pk, state in rows) == {"sent": ARTICLES * (1 + MANAGERS)}
        once = {f"<{pk}@localhost>": 1 for pk, _state in rows}
        assert mails.times_received == once
    workers = sum(" sent " in line for line in said)
    print(f"\nreminds at once: {len(once)} sent once by {workers} of {PROCESSES} processes")


def _fall_due() -> None:
    """So late that all managing editors hear of it, whatever hour and weekday it is."""
    due_on = timezone.now().date() - datetime.timedelta(days=40)
    for _article in range(ARTICLES):
        live_article(due_on=due_on)
    User.objects.filter(groups__name="Managing editors").update(is_active=False)
    for _manager in range(MANAGERS):
        UserFactory.create(group="Managing editors")
    MailPreference.objects.bulk_create(
        MailPreference(
            user=user,
            rhythm=MailPreference.Rhythm.SINGLE,
            quiet_from=NOON,
            quiet_until=NOON,
            working_days=[1, 2, 3, 4, 5, 6, 7],
        )
        for user in User.objects.all()
    )
    Notification.objects.all().delete()
