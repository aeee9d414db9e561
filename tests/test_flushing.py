"""The database is emptied after a test that commits, however large its tables have grown."""

import pytest
from django.contrib.auth.models import Group

from editorial.models import Review
from tests import flushing
from tests.factories.editorial import approved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("large", [0, 10**12])
def test_put_back_empties_tables_of_every_size(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What migrations put in is there again. Tables refer to one another."""
    monkeypatch.setattr(flushing, "LARGE", large)
    kept = flushing.keep()
    groups = Group.objects.count()
    approved()
    flushing.put_back(kept)
    assert not Review.objects.exists()
    assert Group.objects.count() == groups > 0
