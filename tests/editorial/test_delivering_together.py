"""Many workers plan and deliver at once: each mail goes out once, and what sees to it."""

import datetime
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from editorial import mail_choice
from editorial.delivery import deliver
from editorial.models import MailPreference, Notification
from editorial.planning import plan
from editorial.querysets import NotificationQuerySet
from tests.editorial.owed_mail import State, owed
from tests.factories.articles import UserFactory
from tests.mail_server import MailServer
from tests.reminders import at, live_article

pytestmark = pytest.mark.django_db
THREADS = 8


def together(*steps: Callable[[], object]) -> None:
    """Every thread does every step; they begin at the same moment."""
    start = threading.Barrier(THREADS)

    def work() -> None:
        try:
            start.wait()
            for step in steps:
                step()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work) for _ in range(THREADS)]:
            done.result()


@pytest.mark.django_db(transaction=True)
def test_plan_and_deliver_in_eight_threads_send_each_mail_once(mails: MailServer) -> None:
    owner = UserFactory.create(group="Editors")
    mail_choice.choose(owner, rhythm=MailPreference.Rhythm.SINGLE)
    for _ in range(12):
        live_article(owner=owner)
    Notification.objects.all().delete()
    together(lambda: plan(at(-28)), lambda: deliver(at(-28)))
    assert set(mails.times_received.values()) == {1}
    assert len(mails.accepted) == 12
    assert set(Notification.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_plan_needs_the_unique_constraint() -> None:
    """Sabotage: without the constraint the planner does not run, rather than write twice."""
    live_article()
    key = next(
        constraint
        for constraint in Notification._meta.constraints
        if constraint.name == "one_notification_per_rung_and_recipient"
    )
    drop = "ALTER TABLE editorial_notification DROP CONSTRAINT " + key.name
    with connection.cursor() as cursor:
        cursor.execute(drop)
    try:
        with pytest.raises(ProgrammingError, match="no unique or exclusion constraint"):
            plan(at(-30))
    finally:
        with connection.schema_editor() as editor:
            editor.add_constraint(Notification, key)


def _without_lease(self: NotificationQuerySet, now: datetime.datetime) -> NotificationQuerySet:
    return self.filter(state=State.QUEUED, not_before__lte=now)


def _without_lock(self: NotificationQuerySet, **_options: object) -> NotificationQuerySet:
    return self


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("guard", "without"), [("waiting", _without_lease), ("select_for_update", _without_lock)]
)
def test_deliver_in_eight_threads_needs_the_lock_and_the_lease(
    mails: MailServer, monkeypatch: pytest.MonkeyPatch, guard: str, without: Callable[..., object]
) -> None:
    """Sabotage: without either of the two, mails go out more than once."""
    owed(live_article(), count=20)
    monkeypatch.setattr(NotificationQuerySet, guard, without)
    mails.pause = 0.05
    together(lambda: deliver(timezone.now()))
    assert max(mails.times_received.values()) > 1
