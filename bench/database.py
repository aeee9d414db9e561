"""A database of our own, with every table and trigger, for as long as the run takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.environment import text
from config.spare_databases import pointed_at, spare_database
from tests.migrating import options_change_no_classes


@contextmanager
def bench_database() -> Iterator[None]:
    """On the server in use. Doorbells ring in memory, so nobody's worker hears of it."""
    settings.EMBEDDED_BROKER = None
    current_app.conf.update(broker_url="memory://")
    with spare_database("bench") as name, pointed_at(name):
        with options_change_no_classes():
            call_command("migrate", interactive=False, verbosity=0)
        yield


def database_url() -> str:
    """The address of the database in use, for a process that we start."""
    database = connection.settings_dict
    given = text("DATABASE_URL")
    if given:
        return urlsplit(given)._replace(path=f"/{quote(database['NAME'])}").geturl()
    return f"postgres://{database['USER']}@{quote(database['HOST'], safe='')}/{database['NAME']}"
