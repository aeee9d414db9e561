"""The hard limit and the number of reports in a tier's policy: typed, refused, told to readers."""

import pytest
from django.test import Client

from editorial.models import AuditEvent, Policy
from tests.admin_forms import errors, posted
from tests.factories.editorial import managing_editor

pytestmark = pytest.mark.django_db


def save(**changes: object) -> tuple[int, str]:
    client = Client()
    client.force_login(managing_editor())
    address = f"/admin/editorial/policy/{Policy.objects.get(tier='dosing').pk}/change/"
    answer = client.post(address, posted(client.get(address), **changes))
    return answer.status_code, errors(answer) if answer.status_code != 302 else ""


def test_take_a_limit_and_write_it_down() -> None:
    assert save(hard_limit_days="90", at_hard_limit="withdraw", reports_threshold="5") == (302, "")
    policy = Policy.objects.get(tier="dosing")
    assert (policy.hard_limit_days, policy.at_hard_limit) == (90, "withdraw")
    assert policy.reports_threshold == 5
    assert AuditEvent.objects.get(action="change-policy").details == {
        "tier": "dosing",
        "hard_limit_days": {"from": None, "to": 90},
        "at_hard_limit": {"from": "warn", "to": "withdraw"},
        "reports_threshold": {"from": 3, "to": 5},
    }


def test_take_no_limit() -> None:
    Policy.objects.update(hard_limit_days=90)
    assert save(hard_limit_days="")[0] == 302
    assert Policy.objects.get(tier="dosing").hard_limit_days is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hard_limit_days": "", "at_hard_limit": "withdraw"}, "Say after how many days pages"),
        ({"hard_limit_days": "0"}, "greater than or equal to 1"),
        ({"hard_limit_days": "3651"}, "less than or equal to 3650"),
        ({"hard_limit_days": str(2**63)}, "less than or equal to 3650"),
        ({"at_hard_limit": "delete"}, "Select a valid choice"),
        ({"reports_threshold": "0"}, "greater than or equal to 1"),
        ({"reports_within_days": ""}, "This field is required"),
        ({"snooze_most_days": "367"}, "less than or equal to 366"),
    ],
)
def test_refuse_what_is_no_limit(changes: dict[str, str], said: str) -> None:
    status, problems = save(**changes)
    assert status == 400
    assert said in problems
    assert not AuditEvent.objects.filter(action="change-policy").exists()


def test_tell_readers_what_happens_and_when(client: Client) -> None:
    assert "After so many days more" not in client.get("/editorial-policy/").content.decode()
    Policy.objects.filter(tier="dosing").update(hard_limit_days=90, at_hard_limit="withdraw")
    Policy.objects.filter(tier="background").update(hard_limit_days=1)
    shown = " ".join(client.get("/editorial-policy/").content.decode().split())
    assert "<strong>Dosing</strong>: 90 days overdue, the article is withdrawn from you" in shown
    assert "<strong>Background</strong>: 1 day overdue, it says that it is past" in shown
    assert "<strong>Treatment</strong>" not in shown
