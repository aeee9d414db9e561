"""One bundle of one eventful article, made once: what is tampered with is a copy in memory."""

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.editorial.evidence.scenario import bundle_of, eventful, files_in

Files = dict[str, bytes]


@pytest.fixture(scope="package")
def untouched(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Files:
    with django_db_blocker.unblock(), transaction.atomic():
        made = files_in(bundle_of(eventful()))
        transaction.set_rollback(True)
    return made


@pytest.fixture
def files(untouched: Files) -> Files:
    return dict(untouched)
