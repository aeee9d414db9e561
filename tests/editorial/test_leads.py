"""Who answers for a specialty."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.models import Specialty
from editorial import workflow
from editorial.exceptions import Unfit
from editorial.models import AuditEvent, SpecialtyLead
from tests.factories.articles import SpecialtyFactory, UserFactory
from tests.factories.editorial import managing_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def specialty() -> Specialty:
    return SpecialtyFactory.create()


def test_lead_is_named_changed_and_taken_away(specialty: Specialty) -> None:
    by, other = managing_editor(), managing_editor()
    for user in (by, other, None):
        workflow.set_lead(specialty, user=user, by=by)
        named = SpecialtyLead.objects.filter(specialty=specialty).values_list("user", flat=True)
        assert list(named) == ([user.pk] if user else [])
    events = AuditEvent.objects.filter(action="set-lead", chain=0).order_by("sequence")
    assert [(event.details["before"] or {}).get("id") for event in events] == [
        None,
        by.pk,
        other.pk,
    ]
    assert [(event.details["lead"] or {}).get("id") for event in events] == [by.pk, other.pk, None]
    assert events[0].details["specialty"] == {"id": specialty.pk, "name": specialty.name}


def test_naming_the_same_again_writes_nothing(specialty: Specialty) -> None:
    by = managing_editor()
    workflow.set_lead(specialty, user=None, by=by)
    for _twice in range(2):
        workflow.set_lead(specialty, user=by, by=by)
    assert AuditEvent.objects.count() == 1


def test_whoever_does_not_manage_leads_nothing(specialty: Specialty) -> None:
    by = managing_editor()
    closed = UserFactory.create(group="Managing editors", is_active=False)
    for user in (closed, UserFactory.create(group="Editors")):
        with pytest.raises(Unfit, match="not an active managing editor"):
            workflow.set_lead(specialty, user=user, by=by)
    assert not SpecialtyLead.objects.exists()


@pytest.mark.parametrize("group", ["Editors", "Board", "Auditors", None])
def test_leads_are_named_by_managing_editors(specialty: Specialty, group: str | None) -> None:
    by = UserFactory.create(group=group)
    with pytest.raises(PermissionDenied):
        workflow.set_lead(specialty, user=managing_editor(), by=by)
