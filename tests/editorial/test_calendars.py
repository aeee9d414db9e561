"""The private calendar: who reads it, what stands in it, and how entries move."""

import datetime
import re
from collections.abc import Iterable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as some
from icalendar import Calendar, Event

from articles.models import Article
from editorial import calendars, workflow
from editorial.calendar_entries import Entry, entries
from editorial.calendar_text import calendar_text
from editorial.models import Assignment, BoardMember, CalendarFeed, Cover, ReviewSchedule
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


def events_in(text: bytes) -> list[Event]:
    """As the library's own parser reads them; it must find nothing wrong with any."""
    calendar = Calendar.from_ical(text)
    assert not any(part.errors for part in calendar.walk())
    return calendar.events


def entry(**changed: object) -> Entry:
    facts: dict[str, object] = {"key": "article-7-review", "day": TODAY, "sequence": 0}
    facts |= {"changed": CHANGED, "summary": "Re-review due: a"}
    facts |= {"description": "A line.", "path": "/desk/"}
    return Entry(**(facts | changed))  # type: ignore[arg-type]


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


def test_calendar_needs_no_session_and_is_kept_by_nobody(owner: User) -> None:
    client = Client()
    response = client.get(path_of(owner))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert not client.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


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


# The format.


@examples(max_examples=60, deadline=None)
@given(title=some.text(min_size=1, max_size=200), line=some.text(max_size=100))
def test_calendar_holds_any_title_and_is_read_back(title: str, line: str) -> None:
    text = calendar_text([entry(summary=f"T {title}", description=line), entry(key="other")])
    assert is_well_folded(text)
    first, second = events_in(text)
    visible = "".join(character if character.isprintable() else " " for character in title)
    assert first.summary == shortened(" ".join(f"T {visible}".split()))
    assert (first.uid, second.uid) == ("article-7-review@127.0.0.1", "other@127.0.0.1")


def test_title_writes_no_line_of_its_own() -> None:
    hostile = "a\r\nEND:VEVENT\r\nBEGIN:VALARM\nATTACH:http://127.0.0.1/;,\\n\x00\u2028x"
    text = calendar_text([entry(summary=hostile)])
    begun = [line for line in text.split(b"\r\n") if line.startswith((b"BEGIN:", b"ATTACH"))]
    assert begun == [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"]
    [event] = events_in(text)
    assert event.summary == ("a END:VEVENT BEGIN:VALARM ATTACH:http://127.0.0.1/;,\\n x")


def test_calendar_says_its_name_and_how_often_to_look() -> None:
    calendar = Calendar.from_ical(calendar_text([]))
    assert str(calendar["x-wr-calname"]) == calendar.calendar_name == "Reviews: 127.0.0.1"
    assert calendar.refresh_interval == datetime.timedelta(hours=1)
    assert calendar["version"] == "2.0"


def is_well_folded(text: bytes) -> bool:
    lines: Iterable[bytes] = text.split(b"\r\n")
    return text.endswith(b"\r\n") and all(
        len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines
    )


def shortened(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:199]}…"
