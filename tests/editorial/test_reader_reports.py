"""What readers report: taken from anybody, answered by editors; enough makes a page due."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from editorial import due_causes, overdue, reader_reports, workflow
from editorial.exceptions import NotPossible, ReasonMissing
from editorial.letters import letter
from editorial.models import (
    AuditEvent,
    Cover,
    DueTrigger,
    Notification,
    Policy,
    ReaderReport,
    ReviewSchedule,
)
from editorial.relevance import why_cancelled
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import approved, managing_editor, submitted
from tests.flows.hostile import IN_FORMS
from tests.raw_sql import guarded, is_refused

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
NEXT = {"text": "The dose is ten times too high.", "contact": "", "website": ""}


@pytest.fixture
def article() -> Article:
    return approved().article


def reports(article: Article, count: int) -> list[ReaderReport]:
    """Each with words of its own: the same twice is one."""
    known = ReaderReport.objects.count()
    return [
        reader_reports.report(article, text=f"Wrong in place {known + number}.")
        for number in range(count)
    ]


def dismiss(report: ReaderReport) -> None:
    workflow.settle_report(
        report, by=managing_editor(), verdict="dismissed", settlement="It is so."
    )


def causes(article: Article) -> list[str]:
    rows = DueTrigger.objects.filter(article=article, kind="reader-reports")
    return list(rows.order_by("pk").values_list("settlement", flat=True))


def told() -> set[str]:
    rows = Notification.objects.filter(kind="reader-report")
    return set(rows.values_list("recipient__username", flat=True))


# Receiving.


def test_keep_the_words_and_the_version_that_readers_had(article: Article) -> None:
    made = reader_reports.report(article, text=" Wrong. ", contact="reader@example.com")
    article.refresh_from_db()
    assert (made.text, made.version_id) == ("Wrong.", article.live_version_id)
    event = AuditEvent.objects.get(action="reader-report")
    assert event.details == {"report": made.pk, "version": 1}
    assert event.actor_name == "The site"
    assert event.reason == ""


def test_take_the_same_words_once_within_a_day(article: Article) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = reader_reports.report(article, text="Wrong.")
        assert reader_reports.report(article, text="Wrong.") == first
        clock.shift(datetime.timedelta(hours=25))
        assert reader_reports.report(article, text="Wrong.") != first


def test_refuse_a_report_of_what_readers_do_not_get(article: Article) -> None:
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    for hidden in (article, submitted().article):
        with pytest.raises(NotPossible):
            reader_reports.report(hidden, text="Wrong.")
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize("text", ["", " \n"])
def test_refuse_a_report_without_words(article: Article, text: str) -> None:
    with pytest.raises(ReasonMissing):
        reader_reports.report(article, text=text)


def test_tell_the_owner_of_several_at_once(article: Article) -> None:
    reports(article, 3)
    row = Notification.objects.get(kind="reader-report")
    assert row.recipient == article.owner
    assert row.not_before > timezone.now() + datetime.timedelta(minutes=10)
    content = letter(row)
    assert content.subject.startswith("3 reports of readers: ")
    assert content.quote.count("Wrong in place") == 3
    assert content.path == f"/desk/due/reports/?article={article.pk}"


def test_tell_again_once_the_first_message_is_under_way(article: Article) -> None:
    reports(article, 1)
    Notification.objects.filter(kind="reader-report").update(state="sent", sent=timezone.now())
    reports(article, 1)
    assert Notification.objects.filter(kind="reader-report").count() == 2


def test_tell_whoever_stands_in_for_the_owner(article: Article) -> None:
    stand_in, today = UserFactory.create(group="Editors"), timezone.now().date()
    Cover.objects.create(
        owner=article.owner,
        to=stand_in,
        begins_on=today,
        ends_on=today,
        reason="Away.",
        made_at=timezone.now(),
        made_by=article.owner,
    )
    reports(article, 1)
    assert told() == {stand_in.username}
    assert "look after" in letter(Notification.objects.get(kind="reader-report")).why


def test_tell_managing_editors_of_an_article_without_an_owner(article: Article) -> None:
    manager = managing_editor()
    article.owner.is_active = False
    article.owner.save()
    reports(article, 1)
    assert manager.username in told()
    assert article.owner.username not in told()


def test_send_nobodys_address_by_mail(article: Article) -> None:
    reader_reports.report(article, text="Wrong.", contact="reader@example.com")
    content = letter(Notification.objects.get(kind="reader-report"))
    assert "reader@example.com" not in str(content)


def test_cancel_the_message_once_every_report_is_answered(article: Article) -> None:
    first, second = reports(article, 2)
    row = Notification.objects.get(kind="reader-report")
    dismiss(first)
    assert why_cancelled(row) == ""
    dismiss(second)
    assert "answered before" in why_cancelled(row)


# Answering.


def test_answer_a_report_once_with_a_word(article: Article) -> None:
    [report] = reports(article, 1)
    editor = UserFactory.create(group="Editors")
    workflow.settle_report(report, by=editor, verdict="confirmed", settlement=" A revision. ")
    report.refresh_from_db()
    assert (report.verdict, report.settlement) == ("confirmed", "A revision.")
    assert report.settled_by == editor
    event = AuditEvent.objects.get(action="confirm-report")
    assert (event.reason, event.details) == ("A revision.", {"report": report.pk})
    with pytest.raises(NotPossible, match="answered before"):
        workflow.settle_report(report, by=editor, verdict="dismissed", settlement="No.")


@pytest.mark.parametrize(
    ("verdict", "settlement", "refusal"),
    [
        ("confirmed", " ", ReasonMissing),
        ("", "A word.", NotPossible),
        ("deleted", "A word.", NotPossible),
        ("confirmed", "x" * 2_001, NotPossible),
        ("confirmed", "be\0fore", NotPossible),
    ],
)
def test_refuse_what_is_no_answer(
    article: Article, verdict: str, settlement: str, refusal: type[Exception]
) -> None:
    [report] = reports(article, 1)
    with pytest.raises(refusal):
        workflow.settle_report(report, by=managing_editor(), verdict=verdict, settlement=settlement)
    report.refresh_from_db()
    assert report.settled_at is None


@pytest.mark.parametrize("group", ["Board", "Auditors", None])
def test_only_editors_answer(article: Article, group: str | None) -> None:
    [report] = reports(article, 1)
    with pytest.raises(PermissionDenied):
        workflow.settle_report(
            report, by=UserFactory.create(group=group), verdict="dismissed", settlement="No."
        )


def test_database_keeps_what_was_said_and_answered(article: Article) -> None:
    [report] = reports(article, 1)
    sql = "UPDATE editorial_readerreport SET text = 'x' WHERE id = %s"
    guarded("editorial_readerreport", "report_is_frozen", sql, report.pk)
    settle = "UPDATE editorial_readerreport SET verdict = 'confirmed' WHERE id = %s"
    assert is_refused(settle, report.pk)
    assert is_refused("DELETE FROM editorial_readerreport WHERE id = %s", report.pk)


# What enough of them do.


def test_make_the_article_due_with_the_report_that_reaches_the_threshold(article: Article) -> None:
    reports(article, 2)
    assert causes(article) == []
    [third] = reports(article, 1)
    trigger = DueTrigger.objects.get(article=article)
    assert trigger.key == f"report:{third.pk}"
    assert trigger.details["count"] == 3
    assert ReviewSchedule.objects.get(article=article).due_on == timezone.now().date()
    reports(article, 5)
    assert causes(article) == [""]


def test_count_no_report_that_was_dismissed(article: Article) -> None:
    first, _second = reports(article, 2)
    dismiss(first)
    reports(article, 1)
    assert causes(article) == []
    reports(article, 1)
    assert causes(article) == [""]


def test_count_confirmed_reports(article: Article) -> None:
    for report in reports(article, 2):
        workflow.settle_report(
            report, by=managing_editor(), verdict="confirmed", settlement="A revision."
        )
    reports(article, 1)
    assert causes(article) == [""]


def test_count_only_those_of_the_policys_days(article: Article) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        reports(article, 2)
        clock.shift(datetime.timedelta(days=90, seconds=1))
        reports(article, 1)
        assert causes(article) == []
        reports(article, 2)
        assert causes(article) == [""]


def test_go_by_the_policy_in_force_of_the_tier_that_was_approved(article: Article) -> None:
    Policy.objects.update(reports_threshold=9)
    Policy.objects.filter(tier="treatment").update(reports_threshold=1)
    Article.objects.filter(pk=article.pk).update(risk_tier="background")
    reports(article, 1)
    assert causes(article) == [""]


def test_let_the_cause_fall_away_with_the_reports_that_were_dismissed(article: Article) -> None:
    due_on = ReviewSchedule.objects.get(article=article).due_on
    first, second, _third = reports(article, 3)
    reports(article, 1)
    dismiss(first)
    assert causes(article) == [""]  # one more came meanwhile
    dismiss(second)
    assert causes(article) == ["no-longer"]
    assert ReviewSchedule.objects.get(article=article).due_on == due_on
    reports(article, 1)
    assert causes(article) == ["no-longer", ""]


def test_count_nothing_twice_after_a_full_review(article: Article) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first, *_rest = reports(article, 3)
        workflow.settle_report(
            first, by=managing_editor(), verdict="confirmed", settlement="A revision."
        )
        clock.shift(datetime.timedelta(hours=1))
        approved(article, kind="re-review")
        assert causes(article) == ["reviewed"]
        clock.shift(datetime.timedelta(hours=1))
        reports(article, 2)
        assert causes(article) == ["reviewed"]
        reports(article, 1)
        assert causes(article) == ["reviewed", ""]


def test_count_reports_that_came_while_the_board_read(article: Article) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        review = submitted(article, kind="re-review")
        clock.shift(datetime.timedelta(hours=1))
        reports(article, 2)
        clock.shift(datetime.timedelta(hours=1))
        workflow.withdraw(review, by=managing_editor(), reason="Too early.")
        reports(article, 1)
    assert causes(article) == [""]


def test_count_from_anew_after_a_managing_editor_dismissed_the_cause(article: Article) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        reports(article, 3)
        trigger = DueTrigger.objects.get(article=article)
        workflow.dismiss_trigger(trigger, by=managing_editor(), reason="One person, three times.")
        clock.shift(datetime.timedelta(hours=1))
        reports(article, 2)
        assert causes(article) == ["dismissed"]
        reports(article, 1)
        assert causes(article) == ["dismissed", ""]


def test_report_and_cause_are_one(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that cannot make the article due is not kept either: it is sent again."""

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(due_causes, "raise_trigger", broken)
    reports(article, 2)
    with pytest.raises(RuntimeError):
        reports(article, 1)
    assert ReaderReport.objects.count() == 2


# The reader's page.


def send(article: Article, client: Client | None = None, **given: object) -> int:
    place = f"/articles/{article.slug}/report/"
    answer = (client or Client()).post(place, {**NEXT, **given})
    return answer.status_code


def test_page_is_linked_from_the_article_and_kept_by_nobody(
    article: Article, client: Client
) -> None:
    here = f"/articles/{article.slug}/"
    answer = client.get(here)
    assert f'<a href="{here}report/">Report a problem with this page</a>' in (
        answer.content.decode()
    )
    assert not client.cookies
    answer = client.get(f"{here}report/")
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer
    assert "csrftoken" in answer.cookies


def test_send_a_report_and_say_what_happens_next(article: Article, client: Client) -> None:
    place = f"/articles/{article.slug}/report/"
    answer = client.post(place, {**NEXT, "contact": "reader@example.com"}, follow=True)
    assert answer.redirect_chain == [(f"{place}thanks/", 302)]
    assert "The editor of this article is told now" in answer.content.decode()
    report = ReaderReport.objects.get()
    assert (report.text, report.contact) == (NEXT["text"], "reader@example.com")


def test_page_needs_its_token(article: Article) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(article, strict) == 403
    place = f"/articles/{article.slug}/report/"
    token = strict.get(place).cookies["csrftoken"].value
    assert send(article, strict, csrfmiddlewaretoken=token) == 302


@pytest.mark.parametrize("group", [None, "Editors"])
def test_nothing_unpublished_has_a_report_page(client: Client, group: str | None) -> None:
    if group:
        client.force_login(UserFactory.create(group=group))
    hidden = submitted(ArticleFactory.create(title="What is Quokkamycin?")).article
    for rest in ("", "thanks/"):
        place = f"/articles/{hidden.slug}/report/{rest}"
        assert client.get(place).content == client.get("/articles/nothing/report/").content
        assert client.get(place).status_code == 404
    assert send(hidden, client) == 404


def test_report_page_names_the_live_title_not_the_drafts(article: Article, client: Client) -> None:
    Article.objects.filter(pk=article.pk).update(title="What is Quokkamycin?")
    for rest in ("", "thanks/"):
        shown = client.get(f"/articles/{article.slug}/report/{rest}").content.decode()
        assert "Quokkamycin" not in shown


def test_report_page_of_a_retired_article_is_gone(article: Article, client: Client) -> None:
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    for rest in ("", "thanks/"):
        assert client.get(f"/articles/{article.slug}/report/{rest}").status_code == 410
    assert send(article) == 410
    assert not ReaderReport.objects.exists()


def test_thank_a_program_and_keep_nothing(article: Article) -> None:
    assert send(article, website="https://example.com") == 302
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": ""}, "Say what is wrong"),
        ({"text": "x" * 4_001}, "Shorten this to 4000 characters"),
        ({"contact": "nobody"}, "This is no e-mail address"),
        ({"contact": f"{'x' * 250}@example.com"}, "too long to be an e-mail address"),
    ],
)
def test_refuse_what_is_no_report_and_keep_what_was_typed(
    article: Article, client: Client, given: dict[str, str], said: str
) -> None:
    answer = client.post(f"/articles/{article.slug}/report/", {**NEXT, **given})
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert said in shown
    assert all(value in shown for value in {**NEXT, **given}.values())
    assert not ReaderReport.objects.exists()


def test_no_value_breaks_the_report_form(article: Article) -> None:
    for value in IN_FORMS.values():
        for name in NEXT:
            place = f"/articles/{article.slug}/report/"
            assert Client().post(place, {**NEXT, name: value}).status_code in (302, 400, 429)


def test_take_two_reports_a_day_of_one_article_from_one_address(article: Article) -> None:
    statuses = [send(article, text=f"Wrong {number}.") for number in range(3)]
    assert statuses == [302, 302, 429]
    assert causes(article) == []
    answer = Client().post(f"/articles/{article.slug}/report/", {**NEXT, "text": "Wrong again."})
    assert answer.status_code == 429
    assert "Wrong again." in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(article, elsewhere, text="Wrong, from elsewhere.") == 302


def test_take_five_reports_an_hour_from_one_address() -> None:
    articles = [approved().article for _number in range(3)]
    statuses = [send(each, text=f"Wrong {turn}.") for turn in range(2) for each in articles]
    assert statuses == [302] * 5 + [429]


def test_one_network_is_one_address(article: Article) -> None:
    statuses = [
        send(article, Client(REMOTE_ADDR=f"2001:db8::{number}"), text=f"Wrong {number}.")
        for number in range(1, 4)
    ]
    assert statuses == [302, 302, 429]


def test_refused_reports_do_not_count_as_sent(article: Article) -> None:
    assert [send(article, text="") for _turn in range(6)] == [400] * 6
    assert send(article) == 302


# The editors' page.


def desk(group: str) -> Client:
    client = Client()
    client.force_login(UserFactory.create(group=group))
    return client


@pytest.mark.parametrize(
    ("group", "shows", "form"),
    [("Editors", True, True), ("Managing editors", True, True), ("Auditors", False, False)],
)
def test_list_shows_the_readers_address_to_editors_only(
    article: Article, group: str, shows: bool, form: bool
) -> None:
    reader_reports.report(article, text="<b>Wrong</b>.", contact="reader@example.com")
    shown = desk(group).get("/desk/due/reports/").content.decode()
    assert "&lt;b&gt;Wrong&lt;/b&gt;." in shown
    assert ("reader@example.com" in shown) == shows
    assert ('name="settlement"' in shown) == form


def test_answer_from_the_list(article: Article) -> None:
    [report] = reports(article, 1)
    client = desk("Editors")
    place = f"/desk/due/reports/{report.pk}/"
    refused = client.post(place, {"verdict": "", "settlement": "My words"})
    assert refused.status_code == 400
    assert "My words" in refused.content.decode()
    answer = client.post(place, {"verdict": "dismissed", "settlement": "It is so."}, follow=True)
    assert "No report waits for an answer" in answer.content.decode()
    again = client.post(place, {"verdict": "dismissed", "settlement": "It is so."})
    assert again.status_code == 409
    assert "answered before" in again.content.decode()


def test_auditors_answer_nothing(article: Article) -> None:
    [report] = reports(article, 1)
    given = {"verdict": "dismissed", "settlement": "No."}
    assert desk("Auditors").post(f"/desk/due/reports/{report.pk}/", given).status_code == 403


def test_list_by_verdict_and_article(article: Article) -> None:
    other = approved().article
    first, _second = reports(article, 2)
    reports(other, 1)
    dismiss(first)
    client = desk("Managing editors")
    for query, count in (
        ("", 2),
        ("?verdict=all", 3),
        ("?verdict=dismissed", 1),
        ("?verdict=confirmed", 0),
        (f"?article={article.pk}", 1),
        (f"?verdict=all&article={article.pk}", 2),
    ):
        shown = client.get(f"/desk/due/reports/{query}").content.decode()
        assert shown.count('<article class="desk-card"') == count, query
    for query in ("?verdict=none", "?article=x", f"?article={2**70}", "?article=-1"):
        assert client.get(f"/desk/due/reports/{query}").status_code == 400, query


def test_list_asks_as_often_for_many_as_for_few(article: Article) -> None:
    client = desk("Managing editors")
    reports(article, 2)
    client.get("/desk/due/reports/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/due/reports/")
    reports(article, 20)
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/due/reports/")
    assert len(many) == len(few)


def test_nothing_public_shows_a_report(article: Article, client: Client) -> None:
    reader_reports.report(article, text="Quokkamycin.", contact="reader@example.com")
    here = f"/articles/{article.slug}/"
    for place in (here, f"{here}history/", f"{here}v1/", f"{here}report/", "/feed.atom"):
        shown = client.get(place).content.decode()
        assert "Quokkamycin" not in shown
        assert "reader@example.com" not in shown


def test_reports_of_a_withdrawn_page_wait_still(article: Article) -> None:
    Policy.objects.update(hard_limit_days=1, at_hard_limit="withdraw")
    reports(article, 1)
    row = Notification.objects.get(kind="reader-report")
    due_on = ReviewSchedule.objects.get(article=article).due_on
    late = datetime.datetime.combine(
        due_on + datetime.timedelta(days=9), datetime.time(9), tzinfo=datetime.UTC
    )
    assert overdue.enforce(late) == 1
    row.refresh_from_db()
    assert why_cancelled(Notification.objects.get(pk=row.pk)) == ""
    workflow.retire(article, by=managing_editor(), reason="Superseded.")
    assert "retired before" in why_cancelled(Notification.objects.get(pk=row.pk))
