"""What every test stands on: real PostgreSQL, a real broker, no clock tricks, no network."""

import gc
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.db import connections

from config.embedded.attachment import attach
from config.environment import LOOPBACK, broker_at_socket
from tests.browsers import browser, browser_context, page, skipped_browser_tests
from tests.flushing import django_db_setup
from tests.migrating import until_migrated

#: Nobody listens at port 9 of this machine. A test that looks something up starts its own server.
NOWHERE = "http://127.0.0.1:9"
REMOTE = ("CROSSREF_URL", "PUBMED_URL")
__all__ = ["browser", "browser_context", "django_db_setup", "page", "until_migrated"]


# Importing and collecting make a million objects that stay. Whoever looks through them for what may
# go spends a sixth of the run, and half of the time before the first test.
gc.disable()


def pytest_collection_finish() -> None:
    """What is there now stays; what the tests make is looked through now and then."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def pytest_configure() -> None:
    """Passwords cheap to check, static files as they lie, the broker of the test cluster."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    for name in REMOTE:  # for this process, and for the commands that tests start
        os.environ[name] = NOWHERE
        setattr(settings, name, NOWHERE)
    if settings.EMBEDDED_BROKER:
        settings.EMBEDDED_BROKER = "test"
        socket = str(attach("test").cluster.valkey_socket)
        settings.BROKER = broker_at_socket(socket, database=_number_of_this_worker())
        settings.CELERY_BROKER_URL = settings.BROKER.kombu


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: at the end no worker waits for another's long test."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def no_remote_host() -> Iterator[None]:
    """No test may ask the real Crossref or PubMed, nor leave another test their address."""
    yield
    for name in REMOTE:
        for address in (getattr(settings, name), os.environ[name]):
            if urlsplit(address).hostname not in LOOPBACK:
                pytest.fail(f"{name} points at {address}: tests ask a server of their own.")


def _number_of_this_worker() -> int:
    """Workers of pytest-xdist are called gw0, gw1 …; each has a broker of its own."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Without DATABASE_URL: the embedded test cluster, never the data of the demo."""
    database = connections.settings["default"]
    if "EMBEDDED" in database:
        database |= {"EMBEDDED": "test", "HOST": str(attach("test").cluster.sockets)}


@pytest.fixture
def command_environment(db: None) -> dict[str, str]:
    """The environment for a command that works on the database of this test run.

    It sees committed rows only: use it with `django_db(transaction=True)`.
    """
    del db
    return os.environ | {
        "DATABASE_URL": database_url(connections["default"].settings_dict),
        "REDIS_URL": settings.BROKER.redis,
    }


def database_url(database: dict[str, Any]) -> str:
    """As the environment names it to a command."""
    where = f"{quote(database['HOST'], safe='')}:{database['PORT'] or 5432}"
    who = quote(database["USER"]) + (
        f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    )
    return f"postgres://{who}@{where}/{database['NAME']}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = skipped_browser_tests(terminalreporter)
    if skipped:
        terminalreporter.write_sep("!", "BROWSER TESTS WERE SKIPPED", red=True, bold=True)
        terminalreporter.write_line(
            f"{skipped} tests need Chromium and none was found. Install it (Debian: apt install"
            " chromium; elsewhere: .venv/bin/python -m playwright install chromium)."
        )
