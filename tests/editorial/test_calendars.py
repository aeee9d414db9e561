"""The private calendar: who reads it, what stands in it, and how entries move."""

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Event

from articles.models import Article
from editorial import calendars, workflow
from editorial.calendar_entries import entries
from editorial.calendar_text import calendar_text
from editorial.models import Assignment, BoardMember, CalendarFeed, Cover, ReviewSchedule
from tests.editorial.calendar_events import events_in
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review
from tests.flushing import triggers_lifted
from tests.reminders import DUE, live_article

pytestmark = pytest.mark.django_db

PAGE = "/accounts/calendar/"
TODAY = datetime.date(2027, 1, 5)
CHANGED = datetime.datetime(2027, 1, 4, 9, 41, tzinfo=datetime.UTC)


@pytest.fixture
def owner() -> User:
    return UserFactory.create(username="owner", group="Editors")


@pytest.fixture
def member() -> BoardMember:
    return BoardMemberFactory.create()


def path_of(user: User) -> str:
    return f"/calendar/{calendars.make(user)}.ics"


def keys(user: User, today: datetime.date = TODAY) -> set[str]:
    return {re.sub(r"\d+", "N", entry.key) for entry in entries(user, today=today)}


def event_of(user: User, part: str) -> Event:
    """The only event whose UID holds this."""
    text = calendar_text(entries(user, today=TODAY))
    found = [event for event in events_in(text) if part in event.uid]
    assert len(found) == 1
    return found[0]


# Who reads it.


def test_page_asks_for_a_login(client: Client) -> None:
    response = client.get(PAGE)
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_address_is_shown_once_and_only_its_digest_is_kept(client: Client, owner: User) -> None:
    client.force_login(owner)
    assert "no private address" in client.get(PAGE).content.decode()
    made = client.post(PAGE, {"step": "make"})
    address = re.search(r"/calendar/([\w-]{43})\.ics", made.content.decode())
    assert address is not None
    assert "no-store" in made.headers["Cache-Control"]
    assert Client().get(address[0]).status_code == 200
    assert address[1] not in client.get(PAGE).content.decode()
    stored = CalendarFeed.objects.get().token_digest
    assert re.fullmatch("[0-9a-f]{64}", stored)
    assert address[1] not in stored


def test_calendar_needs_no_session_and_is_shared_by_no_cache(
    owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    client, article = Client(), live_article(owner=owner)
    path = path_of(owner)
    assert ("A private calendar was made", str(owner.pk)) == (
        caplog.records[-1].getMessage(),
        str(caplog.records[-1].__dict__["facts"]["account"]),
    )
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert not client.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    known = {"If-None-Match": response.headers["ETag"]}
    again = client.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert set(again.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}
    ReviewSchedule.objects.filter(article=article).update(due_on=DUE - datetime.timedelta(days=9))
    assert client.get(path, headers=known).status_code == 200
    calendars.revoke(owner)
    assert client.get(path, headers=known).status_code == 404


def test_revoked_address_is_not_there(client: Client, owner: User) -> None:
    path = path_of(owner)
    client.force_login(owner)
    assert client.post(PAGE, {"step": "revoke"}).status_code == 302
    assert client.get(path).status_code == 404
    feed = CalendarFeed.objects.get()
    assert (feed.revoked_by, feed.revoked_at is None) == (owner, False)


def test_new_address_revokes_the_one_before(client: Client, owner: User) -> None:
    before, after = path_of(owner), path_of(owner)
    assert client.get(before).status_code == 404
    assert client.get(after).status_code == 200


def test_closed_account_has_no_calendar(client: Client, owner: User) -> None:
    path = path_of(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("spoil", ["", "x", "{0}x", "{0:.42}"])
def test_wrong_token_is_not_there(client: Client, owner: User, spoil: str) -> None:
    token = calendars.make(owner)
    assert client.get(f"/calendar/{spoil.format(token)}.ics").status_code == 404
    assert client.get(f"/calendar/{CalendarFeed.objects.get().token_digest}.ics").status_code == 404


def test_other_button_is_refused_and_changes_nothing(client: Client, owner: User) -> None:
    path = path_of(owner)
    client.force_login(owner)
    assert client.post(PAGE, {"step": "other"}).status_code == 400
    assert client.get(path).status_code == 200


def test_desk_and_mail_lead_to_the_page(client: Client, owner: User) -> None:
    client.force_login(owner)
    for page in ("/desk/", "/accounts/mail/"):
        assert f'href="{PAGE}"' in client.get(page).content.decode()


# What stands in it.


def test_owner_sees_the_due_date(owner: User) -> None:
    article = live_article(owner=owner, title="What causes neck spasm?")
    live_article()
    event = event_of(owner, "article")
    assert event.uid == f"article-{article.pk}-review@127.0.0.1"
    assert event.start == DUE
    assert event.end == DUE + datetime.timedelta(days=1)
    assert event.summary == "Re-review due: What causes neck spasm?"
    assert event.url == f"http://127.0.0.1:8000/admin/articles/article/{article.pk}/change/"
    assert not event.walk("VALARM")


def test_stand_in_sees_it_while_the_cover_is_on(owner: User) -> None:
    live_article(owner=owner)
    other = UserFactory.create(group="Editors")
    Cover.objects.create(
        owner=owner,
        to=other,
        begins_on=TODAY,
        ends_on=TODAY,
        reason="Leave.",
        made_at=CHANGED,
        made_by=owner,
    )
    assert keys(other) == {"article-N-review"}
    one_day = datetime.timedelta(days=1)
    assert keys(other, TODAY - one_day) == keys(other, TODAY + one_day) == set()
    assert "You stand in for" in str(event_of(other, "article").description)


def test_owner_who_is_no_editor_any_more_sees_nothing(owner: User) -> None:
    live_article(owner=owner)
    owner.groups.clear()
    assert keys(User.objects.get(pk=owner.pk)) == set()


def test_retired_article_goes_and_one_that_comes_back_stays(owner: User) -> None:
    article = live_article(owner=owner)
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    assert keys(owner) == set()
    with triggers_lifted():
        Article.objects.filter(pk=article.pk).update(returns_when_reviewed=True)
    assert keys(owner) == {"article-N-review"}


def test_member_sees_both_dates_then_one_then_none(member: BoardMember) -> None:
    review = under_review(members=[member, BoardMemberFactory.create()], answered=False)
    today = timezone.now().date()
    assert keys(member.user, today) == {"assignment-N-respond", "assignment-N-sign"}
    workflow.answer_conflict(review, by=member.user, conflict="none")
    assert keys(member.user, today) == {"assignment-N-sign"}
    sign(review, member)
    assert keys(member.user, today) == set()


def test_member_who_left_sees_nothing(member: BoardMember) -> None:
    under_review(members=[member, BoardMemberFactory.create()], answered=False)
    today = timezone.now().date()
    assert keys(member.user, today)
    BoardMember.objects.filter(pk=member.pk).update(term_to=today - datetime.timedelta(days=1))
    assert keys(member.user, today) == set()


def test_member_with_a_conflict_sees_nothing(member: BoardMember) -> None:
    review = under_review(members=[member, BoardMemberFactory.create()], answered=False)
    workflow.answer_conflict(
        review, by=member.user, conflict="declared", statement="Paid by the maker."
    )
    assert keys(member.user, timezone.now().date()) == set()


def test_question_count_does_not_grow_with_the_entries(owner: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert entries(User.objects.get(pk=owner.pk), today=TODAY)
        return len(queries)

    live_article(owner=owner)
    before = asked()
    for _again in range(4):
        live_article(owner=owner)
    assert asked() == before


# How entries move.


def test_due_date_that_moves_keeps_its_entry(owner: User) -> None:
    article = live_article(owner=owner)
    before = event_of(owner, "article")
    ReviewSchedule.objects.filter(article=article).update(due_on=DUE - datetime.timedelta(days=90))
    after = event_of(owner, "article")
    assert after.uid == before.uid
    assert after.sequence == before.sequence + 1
    assert after.start == DUE - datetime.timedelta(days=90)


def test_date_to_sign_that_moves_keeps_its_entry(member: BoardMember) -> None:
    review = under_review(members=[member, BoardMemberFactory.create()])
    assignment = Assignment.objects.get(review=review, member=member)
    [before] = entries(member.user, today=timezone.now().date())
    later = assignment.sign_by + datetime.timedelta(days=5)
    workflow.extend(assignment, by=managing_editor(), sign_by=later, reason="On leave.")
    [after] = entries(member.user, today=timezone.now().date())
    assert (after.key, after.day) == (before.key, later)
    assert after.sequence > before.sequence
    assert after.changed >= before.changed
