"""A site to do harm to: database, broker and mail server of its own, a worker and a beat."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from celery import current_app
from django.db import connection
from kombu.exceptions import OperationalError

from config.spare_databases import others_connected
from tests.faults.journal import Journal
from tests.faults.programs import Forked, Valkey, Warm, wait_until
from tests.mail_server import MailServer, mail_server

APP = "tests.faults.struck"
#: Two processes, as `manage.py up` starts them.
OPTIONS = ("--concurrency", "2", "--without-gossip", "--without-mingle")


@dataclass
class Site:
    """While it is `at_work`, each of the programs may be killed and started again."""

    broker: Valkey
    mails: MailServer
    journal: Journal
    worker: Forked
    beat: Forked
    has_beat: bool

    @contextmanager
    def at_work(self) -> Iterator[Self]:
        """A worker and, where there is to be one, a beat. In the end nobody is at work any more."""
        with ExitStack() as stack:
            stack.callback(leave_the_database_alone)
            stack.callback(self.broker.forget)
            stack.enter_context(self.worker)
            if self.has_beat:
                stack.enter_context(self.beat)
            yield self

    def ring(self) -> None:
        """One sweep and one doorbell, so that both processes of the worker have something to do."""
        with (
            suppress(OperationalError, OSError),
            current_app.connection_for_write() as broker,
        ):
            for task in ("editorial.tasks.sweep", "editorial.tasks.deliver"):
                current_app.send_task(task, connection=broker)


@contextmanager
def site(
    directory: Path,
    environment: dict[str, str],
    *,
    beat: str = "config.celery",
    with_beat: bool = True,
    mail_timeout: float | None = None,
) -> Iterator[Site]:
    """`environment` names the database. This process rings at the site's broker too.

    `mail_timeout`: seconds that the worker waits for the mail server; as the settings say, if None.
    """
    before = current_app.conf["broker_url"]
    with ExitStack() as stack:
        broker = stack.enter_context(Valkey(directory))
        mails = stack.enter_context(mail_server())
        environment = environment | {
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "REDIS_URL": broker.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{mails.port}",
            "FAULTS_JOURNAL": str(directory),
            "FAULTS_MAIL_TIMEOUT": str(mail_timeout or ""),
        }
        current_app.conf["broker_url"] = broker.url
        stack.callback(current_app.conf.update, broker_url=before)
        warm = stack.enter_context(Warm(directory / "warm.log", environment))
        worker = Forked(warm, APP, "worker", *OPTIONS, log=directory / "worker.log")
        beats = Forked(warm, beat, "beat", "--pidfile=", log=directory / "beat.log")
        yield Site(broker, mails, Journal(directory), worker, beats, with_beat)


def leave_the_database_alone() -> None:
    """What a killed worker had begun may go on in the database; for longer than a moment, it ends.

    The tables are emptied next, which waits for whoever reads them.
    """
    try:
        wait_until(nobody_else_is_connected, 5, "a database left alone")
    except TimeoutError:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND usesysid IS NOT NULL"
            )
        wait_until(nobody_else_is_connected, 25, "a database left alone")


def nobody_else_is_connected() -> bool:
    return not others_connected()
