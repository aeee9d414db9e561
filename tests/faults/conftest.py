"""The environment that leads commands to the database of the tests."""

import os

import pytest
from django.db import connections

from tests.conftest import database_url


@pytest.fixture(scope="module")
def database_environment(django_db_setup: None) -> dict[str, str]:
    """As `command_environment`, for programs that several tests use."""
    return os.environ | {"DATABASE_URL": database_url(connections["default"].settings_dict)}
