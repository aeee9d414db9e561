"""A broker, a mail server and the environment that leads commands to them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app

from tests.faults.programs import Valkey
from tests.mail_server import MailServer, mail_server

#: How often something is killed: few times in `make test`, fifty in the full run.
RUNS = int(os.environ.get("FAULT_RUNS", "3"))


@pytest.fixture
def runs() -> int:
    return RUNS


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    """This process rings at it too."""
    before = current_app.conf["broker_url"]
    with Valkey(tmp_path) as valkey:
        current_app.conf["broker_url"] = valkey.url
        yield valkey
        current_app.conf["broker_url"] = before


@pytest.fixture
def environment(
    command_environment: dict[str, str], broker: Valkey, mails: MailServer
) -> dict[str, str]:
    return command_environment | {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "REDIS_URL": broker.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{mails.port}",
    }
