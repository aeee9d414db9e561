"""Notices stated and withdrawn by hand, and what the admin shows of a work's standing."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.test import Client

from references import standing
from references.exceptions import NoticeRefused
from references.models import Notice, Reference, StandingChange, Watch
from references.models.standing import Nature, Teller
from references.remote.answers import FoundNotice
from tests.factories.references import ReferenceFactory
from tests.raw_sql import is_refused, run

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 6, 0, tzinfo=datetime.UTC)
DAY = datetime.date(2025, 11, 4)
URL = "https://journal.example.org/notice"
LIST = "/admin/references/reference/"


@pytest.fixture
def user() -> User:
    return User.objects.create_superuser("editor", first_name="Ada", last_name="Example")


@pytest.fixture
def editor(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def looker() -> User:
    user = User.objects.create_user("auditor", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_reference"))
    return user


@pytest.fixture
def work() -> Reference:
    csl = {"type": "article-journal", "title": "Necks", "DOI": "10.5555/necks"}
    return ReferenceFactory.create(csl=csl)


def stands(work: Reference) -> tuple[str, datetime.date | None, str]:
    work.refresh_from_db()
    return work.retraction, work.retracted_on, work.retraction_notice_url


def state(work: Reference, user: User, **changes: Any) -> Notice:
    told = {"nature": Nature.RETRACTION, "on": DAY, "url": URL, "at": NOW}
    given: dict[str, Any] = told | changes
    return standing.state_by_hand(work, by=user, **given)


def path(work: Reference, *more: object) -> str:
    return "/".join([f"{LIST}{work.pk}/standing", *map(str, more), ""])


# The verbs.


def test_state_makes_the_notice_stand_with_its_author(work: Reference, user: User) -> None:
    notice = state(work, user)
    assert stands(work) == ("retracted", DAY, URL)
    assert (notice.teller, notice.entered_at, notice.entered_by) == ("editor", NOW, user)
    assert StandingChange.objects.filter(reference=work, after="retracted").count() == 1


def test_state_needs_the_permission(work: Reference, looker: User) -> None:
    with pytest.raises(PermissionDenied):
        state(work, looker)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": datetime.date(2026, 11, 23)}, "on"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"nature": Nature.REINSTATEMENT, "on": None}, "on"),
        ({"nature": Nature.REINSTATEMENT, "url": " "}, "url"),
    ],
)
def test_state_refuses_what_cannot_be(
    work: Reference, user: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(NoticeRefused) as refused:
        state(work, user, **changes)
    assert refused.value.field == field
    assert not Notice.objects.exists()


def test_state_refuses_the_same_twice_but_not_of_another_day(work: Reference, user: User) -> None:
    state(work, user)
    with pytest.raises(NoticeRefused, match="stands here already"):
        state(work, user)
    state(work, user, on=datetime.date(2026, 1, 1))
    assert Notice.objects.count() == 2


def test_state_of_a_warning_needs_neither_date_nor_address(work: Reference, user: User) -> None:
    state(work, user, on=None, url="")
    assert stands(work) == ("retracted", None, "")


def test_reinstatement_by_hand_lifts_what_tellers_told(work: Reference, user: User) -> None:
    told = [FoundNotice(Nature.RETRACTION, None, "", "")]
    standing.record(work, teller=Teller.PUBMED, notices=told, at=NOW)
    later = NOW + datetime.timedelta(hours=1)
    state(work, user, nature=Nature.REINSTATEMENT, at=later)
    assert stands(work)[0] == "reinstated"


def test_withdraw_leaves_the_row_and_who_and_why(work: Reference, user: User) -> None:
    notice = state(work, user)
    standing.conclude(work, at=NOW, answered=True)
    later = NOW + datetime.timedelta(hours=1)
    standing.withdraw_by_hand(notice, by=user, because="  Another\nwork. ", at=later)
    notice.refresh_from_db()
    assert (notice.gone, notice.withdrawn_at, notice.withdrawn_by) == (later, later, user)
    assert notice.withdrawn_because == "Another work."
    assert stands(work) == ("none", None, "")
    again = state(work, user, at=later)
    assert again.pk != notice.pk


def test_withdraw_of_a_work_never_checked_is_not_none(work: Reference, user: User) -> None:
    standing.withdraw_by_hand(state(work, user), by=user, because="Another work.")
    assert stands(work)[0] == "unchecked"


def test_withdraw_needs_a_reason_and_the_permission(
    work: Reference, user: User, looker: User
) -> None:
    notice = state(work, user)
    with pytest.raises(NoticeRefused) as refused:
        standing.withdraw_by_hand(notice, by=user, because=" ")
    assert refused.value.field == "because"
    with pytest.raises(PermissionDenied):
        standing.withdraw_by_hand(notice, by=looker, because="Reason")
    assert stands(work)[0] == "retracted"


def test_withdraw_refuses_what_a_source_tells_and_what_is_withdrawn(
    work: Reference, user: User
) -> None:
    told = [FoundNotice(Nature.RETRACTION, DAY, "pmid:1", "")]
    standing.record(work, teller=Teller.PUBMED, notices=told, at=NOW)
    with pytest.raises(NoticeRefused, match="Only what an editor stated"):
        standing.withdraw_by_hand(Notice.objects.get(), by=user, because="Reason")
    notice = state(work, user)
    standing.withdraw_by_hand(notice, by=user, because="Reason")
    with pytest.raises(NoticeRefused, match="withdrawn before"):
        standing.withdraw_by_hand(notice, by=user, because="Reason")


def test_withdraw_of_what_was_in_the_record_itself_lets_it_go(user: User) -> None:
    work = ReferenceFactory.create(retraction="retracted", retracted_on=DAY)
    standing.conclude(work, at=NOW, answered=True)
    notice = Notice.objects.get(teller=Teller.RECORD)
    standing.withdraw_by_hand(notice, by=user, because="A mistake.")
    assert stands(work) == ("none", None, "")
    standing.conclude(work, at=NOW, answered=True)
    assert stands(work) == ("none", None, "")


def test_database_refuses_a_withdrawal_without_who_or_why(work: Reference, user: User) -> None:
    notice = state(work, user)
    gone = "UPDATE references_notice SET gone = now()"
    assert is_refused(f"{gone} WHERE id = %s", notice.pk)
    full = f"{gone}, withdrawn_at = now(), withdrawn_by_id = %s"
    assert is_refused(f"{full} WHERE id = %s", user.pk, notice.pk)
    by_whom = f"{full}, withdrawn_because = 'x' WHERE id = %s"
    assert not is_refused(by_whom, user.pk, notice.pk)
    standing.record(
        work,
        teller=Teller.PUBMED,
        notices=[FoundNotice(Nature.CORRECTION, DAY, "pmid:1", "")],
        at=NOW,
    )
    assert is_refused(by_whom, user.pk, Notice.objects.get(teller="pubmed").pk)


# The pages.


def test_page_states_a_notice(editor: Client, work: Reference, user: User) -> None:
    posted = {"nature": "retraction", "on": "2025-11-04", "url": URL}
    with time_machine.travel(NOW, tick=False):
        answer = editor.post(path(work), posted, follow=True)
    assert answer.redirect_chain == [(path(work), 302)]
    text = " ".join(answer.content.decode().split())
    assert "Retracted on 4 November 2025 (An editor)" in text
    assert "<td> Ada Example </td>" in text
    assert stands(work) == ("retracted", DAY, URL)
    record = " ".join(editor.get(f"{LIST}{work.pk}/change/").content.decode().split())
    assert "Retracted on 4 November 2025 (An editor)" in record
    assert "<td> Ada Example </td>" in record
    assert f'href="{URL}"' in record


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"nature": ""}, "nature"),
        ({"nature": "nonsense"}, "nature"),
        ({"on": "yesterday"}, "on"),
        ({"on": "2999-01-01"}, "on"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://" + "a" * 3000}, "url"),
        ({"url": "a\x00b"}, "url"),
        ({"nature": "reinstatement", "on": ""}, "on"),
    ],
)
def test_page_keeps_what_it_refuses(
    editor: Client, work: Reference, changes: dict[str, str], field: str
) -> None:
    posted = {"nature": "retraction", "on": "2025-11-04", "url": URL} | changes
    answer = editor.post(path(work), posted)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert answer.context["form"][field].value() == posted[field]
    assert not Notice.objects.exists()


def test_page_withdraws_a_notice(editor: Client, work: Reference, user: User) -> None:
    notice = state(work, user)
    page = editor.get(path(work)).content.decode()
    address = path(work, notice.pk, "withdraw")
    assert f'href="{address}"' in page
    assert editor.get(address).status_code == 200
    assert editor.post(address, {"because": " "}).status_code == 400
    assert stands(work)[0] == "retracted"
    answer = editor.post(address, {"because": "Another work."}, follow=True)
    assert "by Ada Example: Another work." in " ".join(answer.content.decode().split())
    assert stands(work)[0] == "unchecked"
    assert editor.post(address, {"because": "Again"}).status_code == 400


def test_page_withdraws_no_notice_of_another_work_or_of_a_source(
    editor: Client, work: Reference, user: User
) -> None:
    other = state(ReferenceFactory.create(), user)
    told = [FoundNotice(Nature.CORRECTION, DAY, "pmid:1", "")]
    standing.record(work, teller=Teller.PUBMED, notices=told, at=NOW)
    for notice in (other, Notice.objects.get(teller="pubmed")):
        answer = editor.post(path(work, notice.pk, "withdraw"), {"because": "Reason"})
        assert answer.status_code == 404
    other.refresh_from_db()
    assert other.gone is None


def test_page_offers_who_may_only_look_no_form(
    client: Client, work: Reference, user: User, looker: User
) -> None:
    notice = state(work, user)
    client.force_login(looker)
    page = client.get(path(work))
    assert page.status_code == 200
    assert "State a notice" not in page.content.decode()
    assert "withdraw it" not in page.content.decode()
    assert client.post(path(work), {"nature": "correction"}).status_code == 403
    for answer in (client.get, client.post):
        assert answer(path(work, notice.pk, "withdraw")).status_code == 403
    assert Notice.objects.count() == 1


def test_page_is_for_those_who_may_see_the_library(client: Client, work: Reference) -> None:
    client.force_login(User.objects.create_user("writer", is_staff=True))
    assert client.get(path(work)).status_code == 403


def test_page_shows_no_address_that_a_browser_should_not_follow(
    editor: Client, work: Reference
) -> None:
    run(
        "UPDATE references_reference SET retraction = 'retracted',"
        " retraction_notice_url = 'javascript:alert(1)' WHERE id = %s",
        work.pk,
    )
    standing.conclude(work, at=NOW, answered=True)
    page = editor.get(path(work)).content.decode()
    assert "The record itself" in page
    assert "javascript:alert(1)" not in page


def test_page_of_a_merged_record_shows_the_notices_of_its_work(
    editor: Client, work: Reference, user: User
) -> None:
    merged = ReferenceFactory.create()
    state(merged, user)
    Reference.objects.filter(pk=merged.pk).update(merged_into=work, merged_at=NOW, merged_by=user)
    standing.restate(work, at=NOW)
    page = " ".join(editor.get(path(merged)).content.decode().split())
    assert path(work) in page
    for text in (page, " ".join(editor.get(path(work)).content.decode().split())):
        assert "<td> Ada Example </td>" in text, "whoever is signed in stands in the header too"


def test_form_of_the_record_cannot_change_its_standing(editor: Client, work: Reference) -> None:
    page = editor.get(f"{LIST}{work.pk}/change/")
    fields = page.context["adminform"].form
    posted = {name: fields[name].value() or "" for name in fields.fields}
    posted |= {"retraction": "none", "retracted_on": "2020-01-01", "last_checked_0": "2020-01-01"}
    standing.record(
        work,
        teller=Teller.PUBMED,
        notices=[FoundNotice(Nature.RETRACTION, DAY, "pmid:1", "")],
        at=NOW,
    )
    assert editor.post(f"{LIST}{work.pk}/change/", posted).status_code == 302
    assert stands(work)[:2] == ("retracted", DAY)


def test_form_saved_while_a_check_runs_does_not_undo_it(
    editor: Client, work: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is concluded between the form's look at the record and its writing."""
    page = editor.get(f"{LIST}{work.pk}/change/")
    fields = page.context["adminform"].form
    posted = {name: fields[name].value() or "" for name in fields.fields}
    real = Reference.save

    def saved_late(self: Reference, **kwargs: Any) -> None:
        monkeypatch.undo()
        told = [FoundNotice(Nature.RETRACTION, DAY, "pmid:1", "")]
        standing.record(work, teller=Teller.PUBMED, notices=told, at=NOW)
        real(self, **kwargs)

    monkeypatch.setattr(Reference, "save", saved_late)
    answer = editor.post(f"{LIST}{work.pk}/change/", posted | {"title": "Necks and jaws"})
    assert answer.status_code == 302
    assert stands(work)[:2] == ("retracted", DAY)
    assert work.title == "Necks and jaws"


# The list.


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", 4),
        ("retraction__exact=retracted", 1),
        ("checked=old", 3),
        ("checked=never", 2),
        ("checked=failing", 1),
        ("checked=nonsense", 4),
    ],
)
def test_list_filters_by_standing_and_check(editor: Client, question: str, found: int) -> None:
    fresh, old, failing, _never = ReferenceFactory.create_batch(4)
    with time_machine.travel(NOW, tick=False):
        standing.conclude(fresh, at=NOW, answered=True)
        standing.conclude(old, at=NOW - datetime.timedelta(days=8), answered=True)
        told = {Teller.PUBMED: [FoundNotice(Nature.RETRACTION, DAY, "pmid:1", "")]}
        failed = standing.Check(answered=False, failures=["x"])
        standing.settle(failing, at=NOW, told=told, check=failed)
        page = editor.get(f"{LIST}?{question}")
    assert page.context["cl"].result_count == found


def test_list_shows_how_the_watch_fares(editor: Client) -> None:
    def shown() -> str:
        return " ".join(editor.get(LIST).content.decode().split())

    with time_machine.travel(NOW, tick=False):
        assert "The daily watch for notices has not run yet." in shown()
        hour = datetime.timedelta(hours=1)
        row = Watch.objects.create(ran=NOW - hour, complete=NOW - hour, watched=1)
        assert (
            "The daily watch for notices (1 work) was last complete on 22 November 2026, 05:00."
            in shown()
        )
        assert "watch-state--behind" not in shown()
        row.complete, row.failing, row.waiting = NOW - 72 * hour, 2, 1
        row.ran, row.trouble = NOW - 3 * hour, "Crossref cannot be reached."
        row.save()
        assert "2 works could not be asked about. Crossref cannot be reached." in shown()
        assert "1 work waits for its turn." in shown()
        assert "is a worker running?" in shown()
        assert "watch-state--behind" in shown()
        row.complete = None
        row.save()
        assert "has not been complete yet" in shown()


# In words.


def test_words_say_who_told_and_when_it_was_checked(work: Reference, user: User) -> None:
    assert standing.in_words(work) == "Not checked yet"
    notice = FoundNotice(Nature.RETRACTION, DAY, "doi:10.5555/n", "")
    doubt = FoundNotice(Nature.EXPRESSION_OF_CONCERN, DAY, "pmid:1", "")
    told = {Teller.CROSSREF: [notice], Teller.PUBMED: [notice, doubt]}
    standing.settle(work, at=NOW, told=told, check=standing.Check(answered=True))
    work.refresh_from_db()
    assert standing.in_words(work, work.notices.all()) == (
        "Retracted on 4 November 2025 (Crossref, PubMed) · last checked 22 November 2026"
    )
    standing.conclude(
        work,
        at=NOW + datetime.timedelta(days=1),
        answered=True,
        failures=["Crossref cannot be reached."],
    )
    work.refresh_from_db()
    assert standing.in_words(work) == (
        "Retracted on 4 November 2025 · last checked 22 November 2026"
        " · not checked since 22 November 2026: Crossref cannot be reached"
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"retraction": "retracted"}, "Retracted"),
        ({"retraction": "expression_of_concern"}, "Expression of concern"),
        (
            {"retraction": "expression_of_concern", "retracted_on": DAY},
            "Expression of concern of 4 November 2025",
        ),
        ({"retraction": "corrected", "retracted_on": DAY}, "Corrected on 4 November 2025"),
        ({"retraction": "reinstated", "retracted_on": DAY}, "Reinstated on 4 November 2025"),
        (
            {"retraction": "none", "last_checked": NOW},
            "No notice found · last checked 22 November 2026",
        ),
        ({"retraction": "none"}, "No notice found"),
        (
            {"unchecked_since": NOW, "unchecked_because": "Crossref did not answer in time"},
            "Not checked since 22 November 2026: Crossref did not answer in time",
        ),
    ],
)
def test_words_of_every_standing(facts: dict[str, Any], words: str) -> None:
    assert standing.in_words(ReferenceFactory.create(**facts)) == words
