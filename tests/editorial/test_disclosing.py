"""What members declare: by whom, with which days, kept as it was stated."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from editorial.disclosing import disclose, end_disclosure
from editorial.exceptions import NotPossible
from editorial.models import AuditEvent, BoardMember, Credential, Disclosure
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor
from tests.raw_sql import guarded

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
DAY = datetime.timedelta(days=1)
FACTS: dict[str, Any] = {
    "item": "consulting",
    "entity": "Example Pharma",
    "began_on": TODAY - 400 * DAY,
}
SENT = {**FACTS, "began_on": (TODAY - 400 * DAY).isoformat(), "statement": "Talks.", "ended_on": ""}


def declared(member: BoardMember, **changed: Any) -> Disclosure:
    return disclose(member, by=member.user, **FACTS | changed)


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action))


def test_disclose_keeps_who_typed_it_and_writes_history() -> None:
    member, manager = BoardMemberFactory.create(), managing_editor()
    mine = declared(member, statement=" Two talks. ")
    theirs = disclose(member, by=manager, **FACTS)
    assert (mine.statement, mine.declared_by, mine.ended_on) == ("Two talks.", member.user, None)
    assert theirs.declared_by == manager
    first, second = events("disclose")
    assert (first.actor, second.actor) == (member.user, manager)
    assert first.reason == "Two talks."
    assert first.details == {
        "member": member.pk,
        "name": member.printed_name,
        "disclosure": mine.pk,
        "item": "consulting",
        "entity": "Example Pharma",
        "began_on": (TODAY - 400 * DAY).isoformat(),
        "ended_on": "",
    }


@pytest.mark.parametrize("group", ["Editors", "Board", "Auditors", None])
def test_disclose_for_somebody_else_is_for_managing_editors(group: str | None) -> None:
    member, other = BoardMemberFactory.create(), UserFactory.create(group=group)
    if group == "Board":
        BoardMemberFactory.create(user=other)
    with pytest.raises(PermissionDenied):
        disclose(member, by=other, **FACTS)
    mine = declared(member)
    with pytest.raises(PermissionDenied):
        end_disclosure(mine, by=other, ended_on=TODAY)
    mine.refresh_from_db()
    assert mine.ended_on is None
    assert len(events("disclose")) == 1
    assert events("end-disclosure") == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"item": "fame"}, "Choose what kind of interest it is."),
        ({"entity": "  "}, "Say with whom"),
        ({"began_on": TODAY + DAY}, "This day is to come."),
        ({"ended_on": TODAY - 401 * DAY}, "It must end on or after the day it began."),
        ({"statement": "\ud800"}, "."),
    ],
)
def test_disclose_refuses_what_makes_no_sense(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        declared(BoardMemberFactory.create(), **changed)
    assert not Disclosure.objects.exists()
    assert events("disclose") == []


def test_end_disclosure_once_with_a_day_that_has_come() -> None:
    member = BoardMemberFactory.create()
    mine = declared(member, ended_on=TODAY + 30 * DAY)
    for day, words in ((TODAY + DAY, "to come"), (TODAY - 401 * DAY, "on or after the day")):
        with pytest.raises(NotPossible, match=words):
            end_disclosure(mine, by=member.user, ended_on=day)
    end_disclosure(mine, by=member.user, ended_on=TODAY - DAY)
    with pytest.raises(NotPossible, match="has its last day already"):
        end_disclosure(mine, by=member.user, ended_on=TODAY)
    mine.refresh_from_db()
    assert mine.ended_on == TODAY - DAY
    [event] = events("end-disclosure")
    assert event.details["ended_on"] == (TODAY - DAY).isoformat()


def test_current_are_those_begun_and_not_over() -> None:
    member = BoardMemberFactory.create()
    lasting = declared(member)
    last_day = declared(member, ended_on=TODAY)
    over = declared(member, ended_on=TODAY - DAY)
    assert set(Disclosure.objects.current_on(TODAY)) == {lasting, last_day}
    assert set(Disclosure.objects.current_on(TODAY - DAY)) == {lasting, last_day, over}
    for each in (lasting, last_day, over):
        for day in (TODAY - 401 * DAY, TODAY - DAY, TODAY, TODAY + DAY):
            expected = each in Disclosure.objects.current_on(day)
            assert each.is_current_on(day) == expected


@pytest.mark.parametrize(
    "change",
    ["entity = 'Nobody'", "item = 'other'", "statement = ''", "began_on = '2026-01-01'"],
)
def test_what_was_stated_stays_whoever_asks(change: str) -> None:
    mine = declared(BoardMemberFactory.create(), statement="Talks.")
    update = f"UPDATE editorial_disclosure SET {change} WHERE id = %s"  # noqa: S608 # ours
    guarded("editorial_disclosure", "disclosure_is_frozen", update, mine.pk)


# At the desk.


def seat(**facts: Any) -> tuple[BoardMember, Client]:
    member = BoardMemberFactory.create(**facts)
    client = Client()
    client.force_login(member.user)
    return member, client


def test_page_of_ones_own_tells_term_credentials_and_what_runs_out() -> None:
    member, client = seat(term_to=TODAY + 20 * DAY)
    Credential.objects.create(
        member=member,
        title="Licence",
        issued_by="Example Chamber",
        expires_on=TODAY - DAY,
        is_required=True,
    )
    Credential.objects.create(member=member, title="Certificate", expires_on=TODAY + 61 * DAY)
    page = client.get("/desk/me/").content.decode()
    for words in (
        "The term ends on ",
        "“Licence” ran out on ",
        "Nothing is signed until it is renewed.",
        "needed for signing",
        "Example Chamber",
        "No interests declared.",
    ):
        assert words in page
    assert "“Certificate” runs out" not in page


def test_page_of_ones_own_says_why_one_is_not_in_office() -> None:
    _member, client = seat(term_to=TODAY - DAY)
    page = client.get("/desk/me/").content.decode()
    assert "You are not in office" in page
    assert "The term of " in page


def test_member_states_and_ends_an_interest_at_the_desk() -> None:
    member, client = seat()
    answer = client.post("/desk/me/disclosures/", SENT, follow=True)
    assert answer.redirect_chain == [("/desk/me/", 303)]
    mine = member.disclosures.get()
    assert (mine.entity, mine.declared_by) == ("Example Pharma", member.user)
    page = answer.content.decode()
    assert "Stated. Readers see it on your page." in page
    assert "<strong>Consulting fees</strong>: Example Pharma" in page
    ending = f"/desk/me/disclosures/{mine.pk}/end/"
    assert client.post(ending, {"ended_on": TODAY.isoformat()}).status_code == 303
    mine.refresh_from_db()
    assert mine.ended_on == TODAY


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"item": ""}, 400, "Choose what kind of interest it is."),
        ({"item": "fame"}, 400, "Choose what kind of interest it is."),
        ({"entity": ""}, 400, "Say with whom"),
        ({"began_on": "2026-02-30"}, 400, "Give a day, such as"),
        ({"began_on": (TODAY + DAY).isoformat()}, 409, "This day is to come."),
        ({"ended_on": "2001-01-01"}, 409, "It must end on or after the day it began."),
    ],
)
def test_refused_interest_is_given_back(changed: dict[str, str], status: int, words: str) -> None:
    member, client = seat()
    answer = client.post("/desk/me/disclosures/", SENT | changed)
    assert answer.status_code == status
    page = answer.content.decode()
    assert words in page
    assert "Talks.</textarea>" in page
    assert not member.disclosures.exists()


def test_refused_last_day_is_said_beside_its_disclosure() -> None:
    member, client = seat()
    mine = declared(member)
    ending = f"/desk/me/disclosures/{mine.pk}/end/"
    answer = client.post(ending, {"ended_on": (TODAY + DAY).isoformat()})
    assert answer.status_code == 409
    assert "<details open>" in answer.content.decode()
    assert client.post(ending, {"ended_on": "soon"}).status_code == 400
    end_disclosure(mine, by=member.user, ended_on=TODAY - DAY)
    answer = client.post(ending, {"ended_on": TODAY.isoformat()})
    assert answer.status_code == 409
    assert "has its last day already" in answer.content.decode()


def test_nobody_ends_anothers_disclosure_at_the_desk() -> None:
    theirs = declared(BoardMemberFactory.create())
    _member, client = seat()
    answer = client.post(f"/desk/me/disclosures/{theirs.pk}/end/", {"ended_on": TODAY.isoformat()})
    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.ended_on is None


def test_what_was_typed_outlives_the_login(client: Client) -> None:
    answer = client.post("/desk/me/disclosures/", SENT)
    assert answer.status_code == 403
    assert "Example Pharma" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
