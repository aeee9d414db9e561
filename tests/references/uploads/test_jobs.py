"""Uploads that broke off, were thrown away, or are old; and the tasks that mind them."""

import datetime

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings as configured
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from references import doorbell, tasks, uploads
from references.models import Reference, Upload, UploadedRecord
from references.uploads import adding, jobs, receiving
from references.uploads.waking import ADD, READ
from tests.references.uploads.files import (
    aged,
    confirmed,
    librarian,
    ris,
    statuses,
    titles,
    uploaded,
    work,
)

pytestmark = pytest.mark.django_db
State = Upload.State
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What workers were woken for. There are none."""
    bells: list[tuple[str, int]] = []

    def ring(task: str, pk: int) -> bool:
        bells.append((task, pk))
        return True

    monkeypatch.setattr(doorbell, "ring", ring)
    return bells


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is for a worker."""
    monkeypatch.setattr(receiving, "SMALL", 0)


def reading(content: str) -> Upload:
    """Taken up by a worker that was killed at once."""
    upload = uploaded(content)
    Upload.objects.filter(pk=upload.pk).update(state=State.READING, started=timezone.now())
    return upload


@pytest.mark.usefixtures("large")
def test_upload_that_waits_is_rung_for_until_it_is_read(rung: list[tuple[str, int]]) -> None:
    upload = uploaded(ris(work(1)))
    now = timezone.now()
    uploads.tend(now)
    assert rung == [], "its own message is on its way"
    uploads.tend(now + MINUTE)
    assert rung == [(READ, upload.pk)]
    tasks.read_upload(upload.pk)
    uploads.tend(now + 2 * MINUTE)
    assert rung == [(READ, upload.pk)]
    assert statuses(upload) == ["new"]


@pytest.mark.usefixtures("large")
def test_upload_says_when_the_queue_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "ring", lambda *_arguments: False)
    upload = uploaded(ris(work(1)))
    receiving.begin(upload)
    upload.refresh_from_db()
    assert upload.state == State.WAITING
    uploads.tend(timezone.now() + MINUTE)  # and bears it


@pytest.mark.usefixtures("large")
def test_read_again_begins_anew_once_the_worker_is_gone(rung: list[tuple[str, int]]) -> None:
    upload = reading(ris(work(1)))
    UploadedRecord.objects.create(upload=upload, position=1, line=1, status="new")
    with pytest.raises(uploads.UploadRefused, match="is being read"):
        uploads.read_again(upload.pk, by=librarian(), now=timezone.now())
    later = timezone.now() + jobs.LOST_AFTER + MINUTE
    uploads.read_again(upload.pk, by=librarian(), now=later)
    upload.refresh_from_db()
    assert (upload.state, upload.records.count()) == (State.WAITING, 0)
    tasks.read_upload(upload.pk)
    assert statuses(upload) == ["new"]


def test_read_again_is_refused_for_what_was_read() -> None:
    upload = uploaded(ris(work(1)))
    with pytest.raises(uploads.UploadRefused, match="was read already"):
        uploads.read_again(upload.pk, by=librarian(), now=timezone.now() + DAY)
    assert statuses(upload) == ["new"]


@pytest.mark.usefixtures("large")
def test_read_again_of_one_that_nobody_begins(
    rung: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There may be no worker at all: a small file is then read at once."""
    upload = uploaded(ris(work(1)))
    with pytest.raises(uploads.UploadRefused):
        uploads.read_again(upload.pk, by=librarian(), now=timezone.now())
    monkeypatch.setattr(receiving, "SMALL", 500)
    uploads.read_again(upload.pk, by=librarian(), now=timezone.now() + 3 * MINUTE)
    assert statuses(upload) == ["new"]


def test_read_again_is_refused_to_who_may_not_add() -> None:
    upload = uploaded(ris(work(1)))
    with pytest.raises(PermissionDenied):
        uploads.read_again(upload.pk, by=librarian("view_reference"), now=timezone.now())


def test_discard_throws_away_what_was_not_confirmed() -> None:
    upload, other = uploaded(ris(work(1))), uploaded(ris(work(2)))
    uploads.discard(upload.pk, by=librarian())
    assert Upload.objects.get() == other
    assert UploadedRecord.objects.get().upload == other


def test_discard_is_refused_for_what_was_confirmed_and_to_who_may_not_add() -> None:
    upload = uploaded(ris(work(1)))
    with pytest.raises(PermissionDenied):
        uploads.discard(upload.pk, by=librarian("change_reference"))
    confirmed(upload)
    with pytest.raises(uploads.UploadRefused, match="stays in the library"):
        uploads.discard(upload.pk, by=librarian())
    assert titles() == {"Neck study 1"}


def test_uploads_are_forgotten_after_thirty_days() -> None:
    old, done, young = (uploaded(ris(work(number))) for number in (1, 2, 3))
    confirmed(done)
    for upload in (old, done):
        aged(upload, 30 * DAY + MINUTE)
    aged(young, 30 * DAY - MINUTE)
    tasks.forget_old_uploads()
    assert Upload.objects.get() == young
    assert UploadedRecord.objects.get().upload == young
    assert titles() == {"Neck study 2"}, "what was added stays"


def test_upload_that_nobody_goes_on_adding_is_rung_for(
    rung: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH", 1)
    upload = confirmed(uploaded(ris(work(1), work(2))))
    uploads.tend(timezone.now() + MINUTE)
    assert (ADD, upload.pk) not in rung
    aged(upload, 40 * DAY)
    uploads.forget_old(timezone.now())
    uploads.tend(timezone.now() + jobs.LOST_AFTER + MINUTE)
    assert (ADD, upload.pk) in rung
    tasks.add_upload(upload.pk)
    assert titles() == {"Neck study 1", "Neck study 2"}


def test_add_task_leaves_the_rest_to_the_next(
    rung: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "BATCH", 1)
    monkeypatch.setattr(tasks, "SECONDS_OF_ADDING", 0)
    upload = confirmed(uploaded(ris(work(1), work(2))))
    rung.clear()
    tasks.add_upload(upload.pk)
    assert (rung, Reference.objects.count()) == ([(ADD, upload.pk)], 1)


@pytest.mark.usefixtures("large", "rung")
def test_read_task_that_takes_too_long_refuses_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = uploaded(ris(work(1)))

    def too_long(pk: int) -> None:
        Upload.objects.filter(pk=pk).update(state=State.READING, started=timezone.now())
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(uploads, "read", too_long)
    tasks.read_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.REFUSED


def test_tasks_are_those_that_are_rung_for_and_scheduled() -> None:
    scheduled = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.tend_uploads.name, tasks.forget_old_uploads.name} <= scheduled
    assert {tasks.read_upload.name, tasks.add_upload.name} == {READ, ADD}
    for task in (tasks.read_upload, tasks.add_upload, tasks.tend_uploads, tasks.forget_old_uploads):
        assert (task.soft_time_limit, task.time_limit) == (100, configured.LONGEST_TASK)
        assert datetime.timedelta(seconds=configured.LONGEST_TASK) < jobs.LOST_AFTER
    tasks.tend_uploads()
