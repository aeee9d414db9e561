"""Silence for reminders: who may have it, for how long, what it stops and what not."""

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial import workflow
from editorial.delivery import deliver
from editorial.exceptions import NotPossible, ReasonMissing, Unfit
from editorial.models import AuditEvent, Cover, Notification, Policy, Snooze
from editorial.planning import plan
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor
from tests.mail_server import MailServer
from tests.raw_sql import guarded
from tests.reminders import DUE, at, live_article

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
State = Notification.State
WHY = "The guideline comes out next week."
#: A Tuesday two weeks after the due date: reminders and escalation are owed.
NOW = at(14)


@pytest.fixture
def owner() -> User:
    return UserFactory.create(group="Editors")


@pytest.fixture
def article(owner: User) -> Article:
    return live_article(owner=owner)


def on(days: int) -> datetime.date:
    """So many days after NOW."""
    return NOW.date() + datetime.timedelta(days=days)


def snooze(article: Article, by: User, days: int, *, now: datetime.datetime = NOW) -> Snooze:
    with time_machine.travel(now, tick=False):
        until = now.date() + datetime.timedelta(days=days)
        return workflow.snooze(article, by=by, until=until, reason=WHY)


def waits() -> dict[str, datetime.datetime]:
    """When the row of each kind may go out, the earliest."""
    rows = Notification.objects.filter(state=State.QUEUED).order_by("-not_before")
    return {row.kind: row.not_before for row in rows}


def test_snooze_of_the_owner_moves_their_reminders_and_not_the_escalation(
    article: Article, owner: User, mails: MailServer
) -> None:
    plan(NOW)
    assert waits() == {Kind.REVIEW_OVERDUE: NOW, Kind.ESCALATION: NOW}
    snooze(article, owner, 10)  # until a Friday
    opens = datetime.datetime.combine(on(10), datetime.time(7), tzinfo=datetime.UTC)
    assert waits() == {Kind.REVIEW_OVERDUE: opens, Kind.ESCALATION: NOW}
    assert set(deliver(NOW).outcomes) == {State.SENT}
    assert {subject.partition(",")[0] for subject in mails.subjects} == {"Escalated"}


def test_snooze_of_a_managing_editor_moves_the_escalation_too(article: Article) -> None:
    plan(NOW)
    made = snooze(article, managing_editor(), 11)  # until a Saturday
    assert made.is_for_all
    monday = datetime.datetime.combine(on(13), datetime.time(7), tzinfo=datetime.UTC)
    assert waits() == {Kind.REVIEW_OVERDUE: monday, Kind.ESCALATION: monday}


def test_plan_gives_rows_of_meanwhile_the_end_of_the_snooze(
    article: Article, owner: User, mails: MailServer
) -> None:
    """And then the latest of them goes out, once."""
    snooze(article, owner, 20, now=at(-10))
    for day in (-7, 0, 7):
        plan(at(day))
    assert {row.not_before.date() for row in Notification.objects.all()} == {at(10).date()}
    assert deliver(at(9)).outcomes == {}
    assert deliver(at(10)).outcomes == {State.SENT: 1, State.CANCELLED: 2}
    assert len(mails.accepted) == 1


def test_end_snooze_brings_reminders_back_in_office_hours(article: Article, owner: User) -> None:
    plan(NOW)
    made = snooze(article, owner, 10)
    evening = NOW.replace(hour=22) + datetime.timedelta(days=1)
    with time_machine.travel(evening, tick=False):
        workflow.end_snooze(made, by=owner)
        with pytest.raises(NotPossible):
            workflow.end_snooze(made, by=owner)
    morning = datetime.datetime.combine(on(2), datetime.time(7), tzinfo=datetime.UTC)
    assert waits()[Kind.REVIEW_OVERDUE] == morning
    actions = AuditEvent.objects.filter(article=article).order_by("-pk")
    assert list(actions.values_list("action", flat=True)[:2]) == ["end-snooze", "snooze"]


def test_snooze_is_bounded_over_all_of_one_due_date(article: Article, owner: User) -> None:
    Policy.objects.update(snooze_most_days=10)
    with pytest.raises(Unfit, match="7 July 2027|9 July 2027") as refused:
        snooze(article, owner, 11)
    assert refused.value.field == "until"
    snooze(article, owner, 4)
    later = NOW + datetime.timedelta(days=8)
    with pytest.raises(Unfit):
        snooze(article, owner, 7, now=later)
    snooze(article, owner, 6, now=later)
    with pytest.raises(Unfit, match="as long as the policy allows"):
        snooze(article, owner, 1, now=later + datetime.timedelta(days=6))


def test_snooze_takes_the_place_of_the_one_in_force_and_gives_its_days_back(
    article: Article, owner: User
) -> None:
    Policy.objects.update(snooze_most_days=10)
    first = snooze(article, owner, 10)
    second = snooze(article, owner, 8, now=NOW + datetime.timedelta(days=2))
    first.refresh_from_db()
    assert (first.ended_by, second.ended_at) == (owner, None)


def test_snooze_where_the_policy_allows_none_is_refused(article: Article, owner: User) -> None:
    Policy.objects.update(snooze_most_days=0)
    with pytest.raises(Unfit):
        snooze(article, owner, 1)


def test_snooze_of_another_due_date_counts_anew(article: Article, owner: User) -> None:
    Policy.objects.update(snooze_most_days=10)
    snooze(article, owner, 10)
    schedule = article.review_schedule
    schedule.due_on = DUE - datetime.timedelta(days=3)
    schedule.save()
    assert snooze(article, owner, 10).due_on == schedule.due_on


def test_snooze_of_a_managing_editor_stands_above_the_owners(article: Article, owner: User) -> None:
    made = snooze(article, managing_editor(), 5)
    with pytest.raises(NotPossible, match="A managing editor has silenced"):
        snooze(article, owner, 6)
    with pytest.raises(PermissionDenied), time_machine.travel(NOW):
        workflow.end_snooze(made, by=owner)


def test_snooze_is_the_owners_or_their_stand_ins_of_the_day(article: Article, owner: User) -> None:
    stranger, stand_in = (UserFactory.create(group="Editors") for _ in range(2))
    Cover.objects.create(
        owner=owner,
        to=stand_in,
        begins_on=on(0),
        ends_on=on(3),
        reason="On leave.",
        made_at=NOW,
        made_by=owner,
    )
    with pytest.raises(PermissionDenied):
        snooze(article, stranger, 2)
    with pytest.raises(PermissionDenied):
        snooze(article, stand_in, 2, now=NOW + datetime.timedelta(days=4))
    assert not snooze(article, stand_in, 2).is_for_all


@pytest.mark.parametrize("days", [0, -1])
def test_snooze_until_a_day_that_has_come_is_refused(
    article: Article, owner: User, days: int
) -> None:
    with pytest.raises(Unfit, match="after today"):
        snooze(article, owner, days)


def test_snooze_needs_a_reason_and_something_that_is_due(article: Article, owner: User) -> None:
    with pytest.raises(ReasonMissing), time_machine.travel(NOW):
        workflow.snooze(article, by=owner, until=on(1), reason=" ")
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    with pytest.raises(NotPossible):
        snooze(article, owner, 1)


# What the database refuses, whoever asks.


def _row(article: Article, days: int, **facts: object) -> Snooze:
    return Snooze(
        article=article,
        due_on=DUE,
        until=on(days),
        reason=WHY,
        is_for_all=False,
        made_at=NOW,
        made_by=article.owner,
        **facts,
    )


@pytest.mark.parametrize("days", [31, 0, -1], ids=["too long", "no day", "backwards"])
def test_database_refuses_a_snooze_out_of_bounds(article: Article, days: int) -> None:
    guarded(
        "editorial_snooze",
        "snooze_is_bounded",
        "INSERT INTO editorial_snooze"
        " (article_id, due_on, until, reason, is_for_all, made_at, made_by_id)"
        " VALUES (%s, %s, %s, 'x', FALSE, %s, %s)",
        article.pk,
        DUE.isoformat(),
        on(days).isoformat(),
        NOW.isoformat(),
        article.owner_id,
    )


def test_database_refuses_two_at_a_time_and_a_second_end(article: Article, owner: User) -> None:
    first = _row(article, 5)
    first.save()
    with pytest.raises(DatabaseError, match="silent already"), transaction.atomic():
        _row(article, 3).save()
    first.ended_at, first.ended_by = NOW, owner
    first.save()
    first.ended_at = timezone.now()
    with pytest.raises(DatabaseError, match="was ended and stays so"), transaction.atomic():
        first.save()


@pytest.mark.django_db(transaction=True)
def test_snooze_twice_at_once_finds_room_for_one() -> None:
    Policy.objects.update(snooze_most_days=10)
    article = live_article()
    start = threading.Barrier(2)

    def ask() -> str:
        try:
            start.wait()
            _row(article, 8).save()
        except DatabaseError as refusal:
            return str(refusal).partition("\n")[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = sorted(asked.result() for asked in [pool.submit(ask) for _ in range(2)])
    assert said[0] == ""
    assert "silent for 10 days at most" in said[1]


# From the article's page.


def test_step_shows_the_bounds_and_the_error_at_its_field(
    client: Client, article: Article, owner: User
) -> None:
    step = reverse("admin:articles_article_snooze", args=[article.pk])
    with time_machine.travel(NOW, tick=False):
        client.force_login(owner)
        assert f'href="{step}"' in client.get(_page(article)).content.decode()
        page = client.get(step).content.decode()
        assert 'max="2027-07-29"' in page
        assert "29 July 2027 at the latest" in page
        late = client.post(step, {"until": "2027-08-30", "reason": WHY})
        assert late.status_code == 409
        assert WHY in late.content.decode()
        assert "allows 29 July 2027 at the latest" in late.content.decode()
        assert client.post(step, {"until": "x", "reason": WHY}).status_code == 400
        assert client.post(step, {"until": "2027-07-10", "reason": WHY}).status_code == 302
        end = reverse("admin:articles_article_end-snooze", args=[article.pk])
        assert f'href="{end}"' in client.get(_page(article)).content.decode()
        assert "until 10 July 2027" in client.get(end).content.decode()
        assert client.post(end).status_code == 302
        assert Snooze.objects.get().ended_by == owner
        assert client.post(end).status_code == 302  # harmless


def _page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
