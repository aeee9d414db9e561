"""Ladders are versions: who changes them, what is refused, and what the pages show."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from editorial import ladder_words, ladders, workflow
from editorial.admin.ladder_form import LadderForm
from editorial.exceptions import NotPossible, ReasonMissing, Unfit
from editorial.models import AuditEvent, Ladder, Policy
from editorial.planning import plan_news
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor
from tests.raw_sql import guarded, is_refused
from tests.reminders import at, live_article, planned

pytestmark = pytest.mark.django_db

STEPS: dict[str, Any] = {
    "days": [-90, -14, 0],
    "repeat_every": 5,
    "lead_after": 10,
    "all_after": 20,
}
TYPED = STEPS | {"days": "-90, \N{MINUS SIGN}14; 0", "reason": "Too late.", "instead_of": 1}


def change(by: User, **changed: object) -> Ladder:
    arguments: dict[str, Any] = STEPS | {"reason": "Too late."} | changed
    return workflow.change_ladder("treatment", "review", by=by, **arguments)


@pytest.fixture
def manager() -> User:
    return managing_editor()


def page(clock: str = "review") -> str:
    policy = Policy.objects.get(tier="treatment")
    return reverse(f"admin:editorial_policy_{clock}-ladder", args=[policy.pk])


def test_change_ladder_writes_a_version_and_keeps_the_old_one(manager: User) -> None:
    before = ladders.in_force("treatment", "review")
    after = change(manager, days=[0, -14, -90, -14])
    assert (after.number, after.days, after.set_by) == (2, [-90, -14, 0], manager)
    assert ladders.in_force("treatment", "review") == after
    assert ladders.in_force("dosing", "review").number == 1
    assert ladders.in_force("treatment", "sign").number == 1
    assert Ladder.objects.filter(pk=before.pk, days=before.days).exists()
    event = AuditEvent.objects.get(action="change-ladder")
    assert (event.actor, event.reason) == (manager, "Too late.")
    assert event.details["tier"] == "treatment"
    assert event.details["days"] == {"from": [-60, -30, -7, 0], "to": [-90, -14, 0]}


def test_next_minute_reminds_by_the_new_ladder(manager: User) -> None:
    live_article()
    plan_news(at(-80))
    assert planned() == set()
    change(manager)
    plan_news(at(-80))
    assert [rung for _kind, rung, _name in planned()] == [-90]


def test_change_ladder_is_for_managing_editors() -> None:
    with pytest.raises(PermissionDenied):
        change(UserFactory.create(group="Editors"))
    assert Ladder.objects.filter(number=2).count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"days": [-7]}, "days"),
        ({"days": []}, "days"),
        ({"days": [0, 731]}, "days"),
        ({"days": list(range(-21, 1))}, "days"),
        ({"repeat_every": -1}, "repeat_every"),
        ({"repeat_every": 731}, "repeat_every"),
        ({"lead_after": 0}, "lead_after"),
        ({"all_after": 9}, "all_after"),
    ],
)
def test_change_ladder_refuses_steps_that_are_none(
    manager: User, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        change(manager, **changed)
    assert refused.value.field == field


def test_change_ladder_needs_a_reason_and_a_change(manager: User) -> None:
    with pytest.raises(ReasonMissing):
        change(manager, reason=" ")
    change(manager, instead_of=1)
    with pytest.raises(NotPossible, match="already"):
        change(manager)
    with pytest.raises(NotPossible, match="meanwhile"):
        change(manager, days=[0], instead_of=1)


def test_database_refuses_what_is_no_ladder_and_any_change_of_one() -> None:
    guarded("editorial_ladder", "append_only", "UPDATE editorial_ladder SET repeat_every = 1")
    insert = (
        "INSERT INTO editorial_ladder (tier, clock, number, days, repeat_every, lead_after,"
        " all_after) VALUES ('treatment', 'review', 2, %s::smallint[], 7, 14, {})"
    )
    assert is_refused(insert.format(14), "{-7}")
    assert is_refused(insert.format(13), "{-7,0}")
    assert not is_refused(insert.format(14), "{-7,0}")


def test_words_say_what_a_ladder_does() -> None:
    ladder = Ladder(days=[0, 5, -7, -30], repeat_every=7, lead_after=14, all_after=28)
    assert ladder_words.steps(ladder) == (
        "30, 7 days before; on the day; 5 days after; then every 7 days"
    )
    assert ladder_words.steps(Ladder(days=[0], repeat_every=0)) == "on the day"


# The pages.


@pytest.fixture
def visitor(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def test_page_shows_the_ladder_in_force_and_changes_it(visitor: Client, manager: User) -> None:
    shown = visitor.get(page())
    assert 'value="-60, -30, -7, 0"' in shown.text
    answer = visitor.post(page(), TYPED)
    assert answer.status_code == 302
    assert ladders.in_force("treatment", "review").days == [-90, -14, 0]
    policy = visitor.get(answer["Location"])
    assert "90, 14 days before; on the day; then every 5 days" in policy.text
    assert "60, 30, 7 days before; on the day; then every 7 days" in policy.text
    assert "Too late." in policy.text
    assert manager.get_full_name() or manager.get_username() in policy.text


@pytest.mark.parametrize("clock", ["respond", "sign"])
def test_page_of_members_ladders_changes_them(visitor: Client, clock: str) -> None:
    assert visitor.post(page(clock), TYPED).status_code == 302
    assert ladders.in_force("treatment", clock).number == 2
    assert ladders.in_force("treatment", "review").number == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"days": "soon"}, "days"),
        ({"days": "1.5, 0"}, "days"),
        ({"days": "-7"}, "days"),
        ({"days": ""}, "days"),
        ({"days": "0, " + "9" * 400}, "days"),
        ({"repeat_every": "x"}, "repeat_every"),
        ({"lead_after": "0"}, "lead_after"),
        ({"all_after": "9"}, "all_after"),
        ({"reason": ""}, "reason"),
    ],
)
def test_page_names_the_field_that_is_wrong_and_keeps_what_was_typed(
    visitor: Client, typed: dict[str, str], field: str
) -> None:
    answer = visitor.post(page(), TYPED | typed)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    if field != "reason":
        assert "Too late." in answer.text
    assert not Ladder.objects.filter(number=2).exists()


def test_form_refuses_broken_characters() -> None:
    assert list(LadderForm(TYPED | {"days": "0,\ud800"}).errors) == ["days"]


def test_page_that_is_out_of_date_changes_nothing(visitor: Client) -> None:
    visitor.post(page(), TYPED)
    answer = visitor.post(page(), TYPED | {"repeat_every": "6"})
    assert answer.status_code == 409
    assert "meanwhile" in answer.text
    assert visitor.post(page(), TYPED | {"instead_of": "x"}).status_code == 400
    assert ladders.in_force("treatment", "review").number == 2


def test_auditor_reads_the_ladders_and_changes_none(client: Client) -> None:
    client.force_login(UserFactory.create(group="Auditors"))
    policy = Policy.objects.get(tier="treatment")
    shown = client.get(reverse("admin:editorial_policy_change", args=[policy.pk]))
    assert "60, 30, 7 days before" in shown.text
    assert page() not in shown.text
    assert client.get(page()).status_code == 403
    assert client.post(page(), TYPED).status_code == 403
