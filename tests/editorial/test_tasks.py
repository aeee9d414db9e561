import datetime

import pytest
from django.conf import settings as configured
from django.utils import timezone
from pytest_django import Settings

from editorial import sources, sweeping, tasks
from editorial.health import sweep_health
from editorial.models import MailPreference, Notification, ReviewSchedule, Sweep
from editorial.planning import plan
from references.models import Reference, StandingChange, Watch
from tests.bibliographic_server import BibliographicServer
from tests.factories.references import ReferenceFactory
from tests.mail_server import MailServer
from tests.ports import free_port
from tests.references.remote.conftest import server
from tests.references.remote.works import crossref_work, update
from tests.reminders import live_article

__all__ = ["server"]

pytestmark = pytest.mark.django_db

MINUTE = datetime.timedelta(minutes=1)


def due_today() -> None:
    """To an owner who works whatever hour and weekday it is."""
    article = live_article()
    MailPreference.objects.create(
        user=article.owner,
        quiet_from=datetime.time(12),
        quiet_until=datetime.time(12),
        working_days=[1, 2, 3, 4, 5, 6, 7],
    )
    today = timezone.now().date()
    ReviewSchedule.objects.filter(article=article).update(
        due_on=today, reviewed_on=today - datetime.timedelta(days=365)
    )


@pytest.mark.django_db(transaction=True)
def test_sweep_plans_delivers_and_leaves_a_sign_of_life(mails: MailServer) -> None:
    due_today()
    for _two_beats in range(2):
        tasks.sweep()
    assert [subject.partition(":")[0] for subject in mails.subjects] == ["Re-review due"]
    finished = Sweep.objects.get().finished
    assert finished is not None
    assert timezone.now() - finished < MINUTE


def test_deliver_after_a_stop_sends_the_present_rung_only(mails: MailServer) -> None:
    """A doorbell may come before the first sweep: what was planned before the stop is overtaken."""
    due_today()
    plan(timezone.now() - datetime.timedelta(days=7))
    assert Notification.objects.get().rung == -7
    sweeping.deliver_now(timezone.now())
    sent = Notification.objects.filter(state="sent")
    assert [row.rung for row in sent] == [0]
    assert len(mails.accepted) == 1
    assert not Sweep.objects.filter(finished__isnull=False).exists(), "that is for sweeps to say"


def test_watch_asks_about_the_sources_of_live_articles_and_nobody_else(
    server: BibliographicServer,
) -> None:
    live_article()
    cited = set(sources.watched_references())
    assert cited
    for work in Reference.objects.all():
        server.add_work(crossref_work(work.doi, updated_by=[update("retraction")]))
    elsewhere = ReferenceFactory.create()
    for _two_beats in range(2):
        tasks.watch_sources()
    stand = dict(Reference.objects.values_list("pk", "retraction"))
    assert {pk for pk in stand if stand[pk] == "retracted"} == cited
    assert stand[elsewhere.pk] == "unchecked"
    assert Watch.objects.get().watched == len(cited)
    asked = len(server.asked)
    tasks.watch_sources()
    assert len(server.asked) == asked


def test_every_task_has_a_time_limit() -> None:
    for task in (tasks.sweep, tasks.deliver, tasks.watch_sources):
        assert (task.soft_time_limit, task.time_limit) == (100, configured.LONGEST_TASK)


def test_beat_sends_a_task_that_exists() -> None:
    scheduled = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.sweep.name, tasks.watch_sources.name} <= scheduled


# Health.


def test_health_without_any_sweep_is_bad() -> None:
    health = sweep_health(timezone.now())
    assert (health.last_sweep, health.oldest_unsent) == (None, None)
    assert not health.ok


def test_health_after_a_sweep_is_good_for_three_minutes(mails: MailServer) -> None:
    sweeping.sweep(timezone.now())
    now = timezone.now()
    assert sweep_health(now).ok
    assert sweep_health(now + 2.9 * MINUTE).ok
    late = sweep_health(now + 3.1 * MINUTE)
    assert (late.ok, late.is_sweeping, late.is_sending) == (False, False, True)


def test_health_is_bad_while_news_of_a_source_is_not_answered() -> None:
    sweeping.sweep(timezone.now())
    ReferenceFactory.create(retraction="retracted")
    now = timezone.now()
    assert sweep_health(now).is_answering
    health = sweep_health(now + 15.1 * MINUTE)
    assert not health.is_answering
    assert not health.ok
    assert health.oldest_news == StandingChange.objects.get().recorded


def test_health_while_no_server_takes_mail_is_bad_after_a_quarter_of_an_hour(
    mails: MailServer, settings: Settings
) -> None:
    due_today()
    settings.EMAIL_PORT = free_port()
    sweeping.sweep(timezone.now())
    now = timezone.now()
    assert sweep_health(now + 14 * MINUTE).is_sending
    health = sweep_health(now + 15.1 * MINUTE)
    assert not health.is_sending
    assert health.oldest_unsent == Notification.objects.get().not_before


def test_health_is_not_spoiled_by_one_busy_mailbox(mails: MailServer) -> None:
    due_today()
    owner = ReviewSchedule.objects.get().article.owner
    mails.answers[owner.email] = "451 Try again later"
    sweeping.sweep(timezone.now())
    assert Notification.objects.get().attempts == 1
    assert sweep_health(timezone.now()).is_sending
