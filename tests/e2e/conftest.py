"""What the browser tests start from."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def sample(db: None) -> None:
    """One article in each situation, and the accounts of the demo."""
    del db
    call_command("load_sample", stdout=StringIO())
