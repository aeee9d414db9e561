import datetime
import socket
import time
from collections.abc import Iterator

import pytest
from celery import current_app
from django.contrib.auth.models import Group, Permission, User
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from editorial import outbox, workflow
from editorial.delivery import claim
from editorial.models import Assignment, MailPreference, Notification
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import managing_editor, submitted, under_review
from tests.ports import free_port

Kind = Notification.Kind
DUE = datetime.date(2027, 6, 15)


@pytest.fixture
def broker_url() -> Iterator[None]:
    """Whatever a test points Celery to is put back."""
    before = current_app.conf["broker_url"]
    yield
    current_app.conf["broker_url"] = before


@pytest.mark.django_db
def test_owe_writes_one_row_for_each_active_recipient() -> None:
    article = ArticleFactory.create()
    first, second, gone = (
        UserFactory.create(),
        UserFactory.create(),
        UserFactory.create(is_active=False),
    )
    for _twice in range(2):
        outbox.owe(Kind.RETIRED, to=[first, second, first, gone], article=article, due_on=DUE)
    rows = Notification.objects.values_list("recipient", "subject", "state", "due_on")
    expected = {(user.pk, f"article:{article.pk}", "queued", DUE) for user in (first, second)}
    assert set(rows) == expected
    assert len(rows) == 2


@pytest.mark.django_db
def test_owe_to_many_is_quick_before_anybody_counted_them() -> None:
    """As after a thousand accounts were made in one transaction. Joined, it takes minutes, and so
    does looking for their groups' permissions account by account; it is a tenth of a second.
    """
    of_group = User.groups.through
    tables = (User, of_group, Group, Group.permissions.through, Permission, MailPreference)
    _count_rows_of(*tables)
    editors = Group.objects.get(name="Managing editors")
    people = User.objects.bulk_create([User(username=f"sample-{place}") for place in range(1_000)])
    of_group.objects.bulk_create([of_group(user=person, group=editors) for person in people])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20s'")
    article = ArticleFactory.create()
    outbox.owe(Kind.RETIRED, to=outbox.managing_editors(), article=article, due_on=DUE)
    _count_rows_of(*tables)  # what was counted outlives the test
    assert Notification.objects.filter(recipient__in=people).count() == len(people)


def _count_rows_of(*models: type[Model]) -> None:
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


@pytest.mark.django_db
def test_owe_tells_apart_what_two_members_caused_on_one_day() -> None:
    review = under_review()
    manager = managing_editor()
    for assignment in review.assignments.all():
        outbox.owe(
            Kind.CONFLICT_DECLARED,
            to=[manager],
            article=review.article,
            review=review,
            assignment=assignment,
            due_on=DUE,
        )
    assert Notification.objects.filter(kind=Kind.CONFLICT_DECLARED).count() == 2


@pytest.mark.django_db
def test_owe_is_undone_with_its_transaction(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    article = ArticleFactory.create()
    with django_capture_on_commit_callbacks() as rung, transaction.atomic():
        outbox.owe(Kind.RETIRED, to=[article.owner], article=article, due_on=DUE)
        transaction.set_rollback(True)
    assert rung == []
    assert not Notification.objects.exists()


@pytest.mark.django_db
def test_owe_rings_after_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    article = ArticleFactory.create()
    with django_capture_on_commit_callbacks() as rung:
        outbox.owe(Kind.RETIRED, to=[article.owner], article=article, due_on=DUE)
    assert rung == [outbox.prompt_delivery]


def test_prompt_delivery_leaves_a_message_for_the_worker(broker_url: None) -> None:
    queue = "test-doorbell"
    current_app.conf.task_default_queue, before = queue, current_app.conf.task_default_queue
    current_app.amqp.queues.clear()
    try:
        outbox.prompt_delivery()
        with current_app.connection_for_read() as connection:
            message = connection.SimpleQueue(queue).get(timeout=5)
            message.ack()
    finally:
        current_app.conf.task_default_queue = before
        current_app.amqp.queues.clear()
    assert message.headers["task"] == "editorial.tasks.deliver"
    assert message.headers["expires"] is not None


@pytest.mark.django_db(transaction=True)
def test_submit_goes_through_without_a_broker(broker_url: None) -> None:
    current_app.conf["broker_url"] = f"redis://127.0.0.1:{free_port()}/0"
    managing_editor()
    article = ArticleFactory.create()
    began = time.monotonic()
    review = submitted(article)
    assert time.monotonic() - began < 1
    assert review.state == "submitted"
    assert Notification.objects.filter(kind=Kind.REVIEW_SUBMITTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_submit_does_not_wait_for_a_broker_that_hangs(broker_url: None) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as silent:
        current_app.conf["broker_url"] = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        managing_editor()
        article = ArticleFactory.create()
        began = time.monotonic()
        submitted(article)
        assert time.monotonic() - began < 1.5


@pytest.mark.django_db
def test_managing_editors_are_active_and_counted_once() -> None:
    manager = managing_editor()
    manager.groups.add(*UserFactory.create(group="Editors").groups.all())
    closed = managing_editor()
    closed.is_active = False
    closed.save()
    UserFactory.create(group="Board")
    assert list(outbox.managing_editors()) == [manager]


def _comment(assignment: Assignment, text: str) -> None:
    workflow.comment(
        assignment, by=assignment.member.user, section=0, weight="suggestion", text=text
    )


@pytest.mark.django_db
def test_comments_of_one_sitting_are_one_message_and_later_ones_another() -> None:
    assignment = under_review().assignments.select_related("member__user", "review")[0]
    for text in ("First.", "Second."):
        _comment(assignment, text)
    row = Notification.objects.get(kind=Kind.COMMENTED)
    assert row.not_before - row.queued == outbox.TIME_TO_GATHER
    claimed = claim(timezone.now() + outbox.TIME_TO_GATHER)
    while claimed is not None and claimed.pk != row.pk:
        claimed = claim(timezone.now() + outbox.TIME_TO_GATHER)
    assert claimed == row
    _comment(assignment, "While the first message is on its way.")
    assert Notification.objects.filter(kind=Kind.COMMENTED).count() == 2
