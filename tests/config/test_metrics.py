"""`/metrics`: for whom it is there, what it says, and what a part that fails costs."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from articles.models import Article
from config import metrics
from editorial.measures import GROUPS
from editorial.models import Bounce, DueTrigger, Notification, ReviewSchedule, Sweep
from tests.factories.articles import UserFactory
from tests.factories.editorial import submitted
from tests.reminders import live_article

pytestmark = pytest.mark.django_db

TOKEN = "a token of sixty random characters, for tests of this page only"
State = Notification.State
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(autouse=True)
def opened(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


@pytest.fixture(autouse=True)
def no_time_limit_left_behind() -> Iterator[None]:
    """A test is one transaction, in which a limit outlives the part that it was set for."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")


def samples(client: Client) -> Samples:
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(response.content.decode())
    return {
        (sample.name.removeprefix("editorial_"), frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found[name, frozenset(labels.items())]


def queue(article: Article, **facts: object) -> None:
    known = Notification.objects.count()
    Notification.objects.create(
        subject=f"article:{known}",
        recipient=UserFactory.create(),
        due_on=timezone.now().date(),
        article=article,
        **({"kind": "review-due"} | facts),
    )


def test_page_is_not_there_without_a_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    for sent in ("", "Bearer ", "Bearer None"):
        assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404


@pytest.mark.parametrize("sent", [TOKEN, f"Bearer {TOKEN}x", "Bearer ", "Basic eDp4", "Bearer é"])
def test_other_token_is_refused_and_told_nothing(client: Client, sent: str) -> None:
    client.force_login(UserFactory.create(is_superuser=True))
    response = client.get("/metrics", headers={"Authorization": sent})
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert b"editorial_" not in response.content


def test_page_is_kept_by_no_cache(client: Client) -> None:
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert "no-store" in response.headers["Cache-Control"]


def test_outbox_is_counted_by_state_and_kind(client: Client) -> None:
    now, article = timezone.now(), live_article()
    before, after = now - datetime.timedelta(minutes=20), now + datetime.timedelta(hours=1)
    long_ago = now - datetime.timedelta(hours=2)
    queue(article, not_before=before)
    queue(article, not_before=after)
    queue(article, state=State.FAILED, kind="escalation")
    queue(article, state=State.SENT, sent=before)
    queue(article, state=State.SENT, sent=long_ago)
    queue(article, state=State.POSSIBLY_REPEATED, sent=before)
    found = samples(client)
    assert value(found, "messages_queued", kind="review-due", when="due") == 1
    assert value(found, "messages_queued", kind="review-due", when="later") == 1
    assert value(found, "messages_queued", kind="escalation", when="due") == 0
    assert value(found, "messages_parked", kind="escalation") == 1
    assert value(found, "messages_sent_last_hour", kind="review-due", state="sent") == 1
    repeated = {"kind": "review-due", "state": "possibly_repeated"}
    assert value(found, "messages_sent_last_hour", **repeated) == 1
    assert 1200 <= value(found, "oldest_unsent_seconds") < 1260


def test_articles_reviews_causes_and_bounces_are_counted(client: Client) -> None:
    now = timezone.now()
    today = now.date()
    overdue = live_article(due_on=today - datetime.timedelta(days=1))
    for days in (0, 30, 31):
        live_article(due_on=today + datetime.timedelta(days=days))
    submitted()
    DueTrigger.objects.create(
        article=overdue,
        kind="urgent",
        key="1",
        due_on=today,
        reason="New evidence.",
        raised_at=now,
        raised_by=overdue.owner,
    )
    Bounce.objects.create(user=overdue.owner, address=overdue.owner.email, source="smtp")
    found = samples(client)
    assert value(found, "articles_live", tier="treatment") == 4
    assert value(found, "articles_overdue") == 1
    assert value(found, "articles_due_30_days") == 2
    assert value(found, "articles_withdrawn") == 0
    assert value(found, "reviews_open", state="submitted") == 1
    assert value(found, "reviews_open", state="under_review") == 0
    assert value(found, "causes_open", kind="urgent") == 1
    assert value(found, "bounces_open") == 1


def test_sweep_has_an_age_once_there_was_one(client: Client) -> None:
    Sweep.objects.all().delete()
    assert not [name for name, _labels in samples(client) if name == "last_sweep_age_seconds"]
    Sweep.objects.create(finished=timezone.now() - datetime.timedelta(seconds=90))
    assert 90 <= value(samples(client), "last_sweep_age_seconds") < 100


def test_build_names_what_runs(client: Client) -> None:
    [labels] = [dict(labels) for name, labels in samples(client) if name == "build_info"]
    assert set(labels) == {"version", "django", "python"}
    assert labels["version"] == "0.1.0"


def test_group_that_fails_costs_no_other(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_now: datetime.datetime) -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")
        return []

    monkeypatch.setitem(GROUPS, "outbox", broken)
    found = samples(client)
    assert value(found, "group_up", group="outbox") == 0
    assert value(found, "group_up", group="articles") == 1
    assert value(found, "articles_overdue") == 0
    assert not [name for name, _labels in found if name.startswith("messages_")]
    assert "Figures could not be read" in caplog.text


def test_group_that_hangs_is_ended(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def hanging(_now: datetime.datetime) -> list[object]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")
        return []

    monkeypatch.setitem(GROUPS, "outbox", hanging)
    monkeypatch.setattr(metrics, "MILLISECONDS", 50)
    found = samples(client)
    assert value(found, "group_up", group="outbox") == 0
    assert value(found, "group_up", group="reviews") == 1


def test_page_answers_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object, **_more: object) -> None:
        raise DatabaseError("the server closed the connection")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", gone)
        found = samples(client)
    assert {value(found, "group_up", group=group) for group in GROUPS} == {0}


def test_questions_do_not_grow_with_the_rows(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            samples(client)
        return len(queries)

    queue(live_article())
    assert asked() > asked(), "what costs as much as there is, is counted every ten minutes"
    before = asked()
    for _again in range(5):
        queue(live_article())
    assert asked() == before


#: What each partial index is for; a question that goes past its index shows as another plan.
QUESTIONS = {
    "articles_article": (
        "SELECT risk_tier, count(id) FROM articles_article"
        " WHERE live_version_id IS NOT NULL AND retired_at IS NULL GROUP BY risk_tier",
        "article_live",
    ),
    "editorial_notification": (
        "SELECT kind, count(id) FROM editorial_notification WHERE state = 'failed' GROUP BY kind",
        "notification_parked",
    ),
}


@pytest.mark.parametrize("table", QUESTIONS)
def test_question_is_answered_from_its_index(table: str) -> None:
    question, index = QUESTIONS[table]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {question}")
        assert index in "\n".join(line for (line,) in cursor.fetchall())
    assert ReviewSchedule.objects.count() == 0
