"""Levelling as managing editors do it: proposed within bounds, taken up by the verb, or not."""

import datetime
import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from articles.models import Article
from editorial import workflow
from editorial.exceptions import ReasonMissing
from editorial.models import AuditEvent, DueTrigger, ReviewSchedule
from editorial.oversight import moves
from editorial.oversight.moves import accept, proposal, read_move
from editorial.oversight.scheduled import Wanted
from editorial.views.due_ahead import MOST_SENT
from tests.factories.articles import UserFactory
from tests.factories.editorial import managing_editor, under_review
from tests.raw_sql import run, without
from tests.scheduled import DAY, NOW, TODAY, copies, due_article

pytestmark = pytest.mark.django_db

PAGE = "/desk/due/levelling/"
JUNE = datetime.date(2027, 6, 15)
Chosen = list[tuple[int, datetime.date, datetime.date]]


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def manager() -> User:
    return managing_editor()


@pytest.fixture
def client(manager: User) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def six_in_june() -> list[Article]:
    """One by the verbs and five like it, in one specialty."""
    article = due_article(JUNE)
    return [article, *Article.objects.filter(pk__in=copies(article, 5))]


def proposed(wanted: Wanted | None = None) -> Chosen:
    shown = proposal(wanted or Wanted(), today=TODAY).moves
    return [(move.article.pk, move.due_on, move.to) for move in shown]


def due_on(article: Article | int) -> datetime.date:
    pk = article if isinstance(article, int) else article.pk
    return ReviewSchedule.objects.get(article=pk).due_on


def names(html: str) -> list[str]:
    return re.findall(r'name="move" value="([^"]+)"', html)


def told(answer: object) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())  # type: ignore[attr-defined]


# What is proposed


def test_moves_lie_within_a_tenth_of_the_interval() -> None:
    six_in_june()
    found = proposed()
    assert len(found) == 4
    for _article, before, to in found:
        assert before == JUNE
        assert abs((to - JUNE).days) <= 73
        assert to.month != 6
    months = proposal(Wanted(), today=TODAY).months
    assert [(f"{m.month:%m}", m.before, m.after) for m in months] == [
        *(("04", 0, 1), ("05", 0, 1), ("06", 6, 2), ("07", 0, 1), ("08", 0, 1)),
    ]


def test_what_is_moved_already_is_measured_from_its_interval() -> None:
    """Two moves of a tenth each would be a fifth."""
    first, *_others = six_in_june()
    ReviewSchedule.objects.update(regular_due_on=JUNE + 73 * DAY, due_on=JUNE + 73 * DAY)
    assert proposed()
    assert all(to <= JUNE + 73 * DAY for _article, _before, to in proposed())
    assert due_on(first) == JUNE + 73 * DAY


def test_nothing_goes_past_an_open_cause() -> None:
    for article in six_in_june():
        with without("editorial_duetrigger", "trigger_moves"):
            DueTrigger.objects.create(
                article=article,
                kind="guideline-expired",
                key="reference:1",
                due_on=JUNE,
                raised_at=NOW,
                raised_by=article.owner,
            )
    found = proposed()
    assert found
    assert all(to < JUNE for _article, _before, to in found)


def test_nothing_is_brought_forward_into_the_next_weeks() -> None:
    article = due_article(TODAY + 40 * DAY)
    copies(article, 5)
    found = proposed()
    assert found
    assert all(to >= TODAY + 30 * DAY for _article, _before, to in found)


def test_what_is_due_overdue_or_under_review_stays() -> None:
    articles = six_in_june()
    under = articles[0]
    section = under.sections.get()
    section.body = section.body.replace("Spasm", "A spasm")
    section.save()
    under_review(under)
    overdue = due_article(TODAY - DAY)
    copies(overdue, 5)
    today = due_article(TODAY)
    copies(today, 5)
    found = {article for article, _before, _to in proposed()}
    assert found
    assert found <= {article.pk for article in articles[1:]}


def test_what_is_not_wanted_stays_and_is_counted() -> None:
    first, *_others = six_in_june()
    other = due_article(JUNE + 30 * DAY)
    assert other.specialty is not None
    assert proposed(Wanted(specialty=other.specialty)) == []
    assert {pk for pk, _before, _to in proposed(Wanted(specialty=first.specialty))}
    assert sum(m.before for m in proposal(Wanted(tier="dosing"), today=TODAY).months) == 7


def test_every_move_is_one_that_the_verb_makes(manager: User) -> None:
    """The bounds of the proposal are those of the verb: nothing of it is refused."""
    for months, day in ((12, JUNE), (24, JUNE), (36, JUNE), (12, TODAY + 35 * DAY)):
        article = due_article(day, months=months)
        copies(article, 7)
    found = proposed()
    assert len(found) > 10
    accepted = accept(found, by=manager, reason="Spread the work.")
    assert (accepted.moved, accepted.skipped) == (len(found), [])
    assert {pk: to for pk, _before, to in found} == {pk: due_on(pk) for pk, *_dates in found}
    assert proposed() == []


# Taking it up


def test_accept_moves_by_the_verb_and_keeps_the_reason(client: Client, manager: User) -> None:
    six_in_june()
    chosen = names(client.get(PAGE).content.decode())[:2]
    answer = client.post(PAGE, {"move": chosen, "reason": "Spread the work."}, follow=True)
    assert answer.redirect_chain == [(PAGE, HTTPStatus.SEE_OTHER)]
    assert "2 due dates were moved." in told(answer)
    events = AuditEvent.objects.filter(action="move-due-date")
    assert {(event.reason, event.actor) for event in events} == {("Spread the work.", manager)}
    assert events.count() == 2
    moved = ReviewSchedule.objects.exclude(due_on=JUNE)
    assert {str(pk) for pk in moved.values_list("pk", flat=True)} == {
        name.split(":")[0] for name in chosen
    }


def test_accept_all_takes_what_was_shown(client: Client) -> None:
    six_in_june()
    html = client.get(PAGE).content.decode()
    shown = re.findall(r'name="shown" value="([^"]+)"', html)
    assert shown == names(html)
    answer = client.post(
        PAGE, {"all": "all", "shown": shown, "move": shown[:1], "reason": "Spread."}, follow=True
    )
    assert f"{len(shown)} due dates were moved." in told(answer)
    assert "The months are as level as they can be" in told(answer)


def test_accept_keeps_the_filters(client: Client) -> None:
    first, *_others = six_in_june()
    assert first.specialty is not None
    place = f"{PAGE}?specialty={first.specialty.slug}"
    html = client.get(place).content.decode()
    answer = client.post(place, {"move": names(html)[:1], "reason": "Spread."})
    assert answer["Location"] == place


def test_accept_skips_in_words_what_has_changed(client: Client, manager: User) -> None:
    articles = six_in_june()
    shown = names(client.get(PAGE).content.decode())
    by_article = {int(name.split(":")[0]): name for name in shown}
    moved, *rest = (a for a in articles if a.pk in by_article)
    workflow.move_due_date(moved, by=manager, due_on=JUNE + 3 * DAY, reason="A congress.")
    answer = client.post(
        PAGE, {"all": "all", "shown": shown, "reason": "Spread the work."}, follow=True
    )
    text = told(answer)
    assert f"“{moved.title}” was not moved: It is due on 18 June 2027 by now." in text
    assert f"{len(rest)} due dates were moved." in text
    assert due_on(moved) == JUNE + 3 * DAY


def test_accept_skips_what_came_under_review_meanwhile(manager: User) -> None:
    article = due_article(JUNE)
    section = article.sections.get()
    section.body = section.body.replace("Spasm", "A spasm")
    section.save()
    under_review(article)
    accepted = accept([(article.pk, JUNE, JUNE + 30 * DAY)], by=manager, reason="Spread.")
    assert accepted.moved == 0
    assert "A review of it was opened meanwhile" in accepted.skipped[0][1]
    assert due_on(article) == JUNE


def test_accept_moves_nothing_that_the_verb_refuses(manager: User) -> None:
    article = due_article(JUNE)
    accepted = accept([(article.pk, JUNE, JUNE + 80 * DAY)], by=manager, reason="Spread.")
    assert accepted.moved == 0
    assert "a tenth of its interval" in accepted.skipped[0][1]
    assert due_on(article) == JUNE


def test_one_that_is_refused_keeps_no_other_back(manager: User) -> None:
    article, *others = six_in_june()
    chosen = [
        (article.pk, JUNE, TODAY - DAY),
        (99_999_999, JUNE, JUNE + DAY),
        (others[0].pk, JUNE, JUNE + 20 * DAY),
    ]
    accepted = accept(chosen, by=manager, reason="Spread.")
    assert (accepted.moved, len(accepted.skipped)) == (1, 1)


@pytest.mark.parametrize("reason", ["", "   "])
def test_accept_needs_a_reason_and_keeps_the_ticks(client: Client, reason: str) -> None:
    six_in_june()
    chosen = names(client.get(PAGE).content.decode())
    answer = client.post(PAGE, {"move": chosen[:1], "reason": reason})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    html = answer.content.decode()
    assert "Say why." in html
    assert len(re.findall(r'name="move"[^>]* checked', html)) == 1
    assert not AuditEvent.objects.filter(action="move-due-date").exists()


@pytest.mark.parametrize(
    "sent",
    [
        [],
        ["x"],
        ["1:2027-06-15:2027-02-30"],
        ["9" * 40 + ":2027-06-15:2027-06-16"],
        ["1:2027-06-15:2027-06-16\n"],
        ["1:2027-06-15:2027-06-16"] * (MOST_SENT + 1),
    ],
)
def test_what_no_page_of_ours_sends_moves_nothing(client: Client, sent: list[str]) -> None:
    six_in_june()
    answer = client.post(PAGE, {"move": sent, "reason": "I typed this."})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Nothing was moved" in told(answer)
    assert "I typed this." in told(answer)


def test_accept_is_for_managing_editors() -> None:
    article = due_article(JUNE)
    copies(article, 5)
    auditor = UserFactory.create(group="Auditors")
    client = Client()
    client.force_login(auditor)
    html = client.get(PAGE).content.decode()
    assert "Managing editors take up what is proposed." in html
    assert 'name="move"' not in html
    answer = client.post(PAGE, {"move": f"{article.pk}:{JUNE}:{JUNE + DAY}", "reason": "No."})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    with pytest.raises(Exception, match="may not do this"):
        accept([(article.pk, JUNE, JUNE + DAY)], by=auditor, reason="No.")
    with pytest.raises(ReasonMissing):
        accept([(article.pk, JUNE, JUNE + DAY)], by=managing_editor(), reason=" ")
    assert due_on(article) == JUNE


def test_page_shows_a_part_of_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    six_in_june()
    monkeypatch.setattr(moves, "MOST", 2)
    html = client.get(PAGE).content.decode()
    assert len(names(html)) == 2
    assert "Once these are moved, more are proposed." in html


def test_page_says_when_there_is_nothing(client: Client) -> None:
    assert "Nothing is due yet, so there is nothing to level." in told(client.get(PAGE))
    due_article(JUNE)
    assert "The months are as level as they can be" in told(client.get(PAGE))


def test_read_move_takes_what_the_page_writes() -> None:
    assert read_move("-7:2027-06-15:2027-07-01") is None
    assert read_move("7:2027-06-15:2027-07-01") == (7, JUNE, datetime.date(2027, 7, 1))


def test_page_costs_the_same_for_a_thousand_articles(client: Client) -> None:
    article = six_in_june()[0]

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == HTTPStatus.OK
        return len(captured)

    few = queries()
    copies(article, 1000)
    run("UPDATE editorial_reviewschedule SET planned_for = due_on")
    assert queries() == few
    assert few <= 15
