"""What confirming does: what is ticked, once, and nothing else."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone
from pghistory.models import Context

from references import library, uploads
from references.models import Reference, Upload
from references.uploads import adding
from tests.factories.references import ReferenceFactory
from tests.raw_sql import guarded, is_refused
from tests.references import bibliography_files as files
from tests.references.uploads.files import (
    confirmed,
    librarian,
    record,
    ris,
    statuses,
    titles,
    uploaded,
    work,
)

pytestmark = pytest.mark.django_db
State = Upload.State


def test_confirm_adds_what_is_new_and_says_so() -> None:
    known = ReferenceFactory.create()
    upload = uploaded(ris(work(1), {"TI": "Other", "DO": known.doi}, work(1), {"AU": "Nobody"}))
    confirmed(upload)
    assert (upload.state, upload.confirmed_by) == (State.DONE, upload.uploaded_by)
    assert upload.finished is not None
    assert statuses(upload) == ["added", "duplicate", "repeated", "broken"]
    assert titles() == {"Neck study 1", known.title}
    assert record(upload, 1).reference == Reference.objects.exclude(pk=known.pk).get()


def test_confirm_forgets_what_the_file_held() -> None:
    upload = confirmed(uploaded(ris(work(1), work(2))))
    assert [one.csl for one in upload.records.all()] == [{}, {}]


def test_confirm_leaves_out_what_was_unticked() -> None:
    upload = uploaded(ris(work(1), work(2), work(3), work(2)))
    uploads.choose(upload.pk, ticked=[], unticked=[record(upload, 2).pk])
    confirmed(upload)
    assert statuses(upload) == ["added", "left_out", "added", "repeated"]
    assert titles() == {"Neck study 1", "Neck study 3"}, "its repetition is left out too"


def test_choose_all_unticks_and_ticks_what_is_offered() -> None:
    ReferenceFactory.create(csl={**files.XIE})
    upload = uploaded(ris(work(1), work(1), {"TI": "Other", "DO": files.XIE["DOI"]}))
    uploads.choose_all(upload.pk, is_ticked=False)
    assert list(upload.records.filter(is_left_out=True).values_list("position", flat=True)) == [1]
    uploads.choose_all(upload.pk, is_ticked=True)
    assert not upload.records.filter(is_left_out=True).exists()


def test_choose_minds_its_own_upload_only() -> None:
    one, other = uploaded(ris(work(1))), uploaded(ris(work(2)))
    uploads.choose(one.pk, ticked=[], unticked=[record(other, 1).pk])
    assert record(other, 1).is_left_out is False


def test_choose_is_refused_once_it_was_confirmed() -> None:
    upload = confirmed(uploaded(ris(work(1))))
    with pytest.raises(uploads.UploadRefused, match="was confirmed"):
        uploads.choose(upload.pk, ticked=[], unticked=[record(upload, 1).pk])


def test_confirm_recognises_what_came_into_the_library_meanwhile() -> None:
    upload = uploaded(ris(work(1, DO="10.5555/a"), work(2)))
    mine = ReferenceFactory.create(csl={"type": "book", "title": "Mine", "DOI": "10.5555/a"})
    before = mine.csl
    confirmed(upload)
    assert statuses(upload) == ["duplicate", "added"]
    assert record(upload, 1).reference == mine
    mine.refresh_from_db()
    assert mine.csl == before


def test_confirm_completes_a_record_where_it_was_offered() -> None:
    known = ReferenceFactory.create(csl={**files.XIE})
    given = {"TI": "Other", "DO": files.XIE["DOI"], "AN": "27890122", "DB": "PubMed"}
    upload = confirmed(uploaded(ris(given)))
    known.refresh_from_db()
    assert known.csl == files.XIE | {"PMID": "27890122"}
    assert (record(upload, 1).status, record(upload, 1).message) == ("completed", "PMID 27890122")


def test_confirm_completes_nothing_that_was_unticked() -> None:
    known = ReferenceFactory.create(csl={**files.XIE})
    given = {"TI": "Other", "DO": files.XIE["DOI"], "AN": "27890122", "DB": "PubMed"}
    upload = uploaded(ris(given))
    uploads.choose_all(upload.pk, is_ticked=False)
    confirmed(upload)
    known.refresh_from_db()
    assert (known.csl, statuses(upload)) == (files.XIE, ["left_out"])


def test_confirm_by_who_may_not_change_the_library_completes_nothing() -> None:
    known = ReferenceFactory.create(csl={**files.XIE})
    given = {"TI": "Other", "DO": files.XIE["DOI"], "AN": "27890122", "DB": "PubMed"}
    upload = confirmed(uploaded(ris(given, work(1))), by=librarian("add_reference"))
    known.refresh_from_db()
    assert (known.csl, statuses(upload)) == (files.XIE, ["duplicate", "added"])


def test_confirm_bears_that_a_record_was_deleted_meanwhile() -> None:
    known = ReferenceFactory.create(csl={**files.XIE})
    upload = uploaded(
        ris({"TI": "Other", "DO": files.XIE["DOI"], "AN": "27890122", "DB": "PubMed"})
    )
    known.delete()
    confirmed(upload)
    assert statuses(upload) == ["duplicate"]
    assert not Reference.objects.exists(), "only what was shown as new is added"


def test_confirm_twice_is_refused() -> None:
    upload = confirmed(uploaded(ris(work(1))))
    with pytest.raises(uploads.UploadRefused, match="confirmed before"):
        uploads.confirm(upload.pk, by=librarian(), now=timezone.now())
    assert Reference.objects.count() == 1


def test_confirm_is_refused_before_it_is_read_and_after_it_was_thrown_away() -> None:
    upload = uploaded("nonsense")
    with pytest.raises(uploads.UploadRefused, match="has not been read"):
        uploads.confirm(upload.pk, by=librarian(), now=timezone.now())
    uploads.discard(upload.pk, by=librarian())
    with pytest.raises(uploads.UploadRefused, match="thrown away"):
        uploads.confirm(upload.pk, by=librarian(), now=timezone.now())


def test_confirm_is_refused_to_who_may_not_add() -> None:
    upload = uploaded(ris(work(1)))
    with pytest.raises(PermissionDenied):
        uploads.confirm(upload.pk, by=librarian("view_reference"), now=timezone.now())
    assert not Reference.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_confirm_by_two_at_once_adds_once() -> None:
    by = librarian()
    upload = uploaded(ris(work(1), work(2)), by=by)

    def confirm() -> str:
        try:
            uploads.confirm(upload.pk, by=by, now=timezone.now())
        except uploads.UploadRefused as refused:
            return str(refused)
        finally:
            connections.close_all()
        return "added"

    with ThreadPoolExecutor(2) as threads:
        said = [future.result() for future in [threads.submit(confirm) for _ in range(2)]]
    assert sorted(said) == [
        "This file was confirmed before. Nothing was added a second time.",
        "added",
    ]
    assert statuses(upload) == ["added", "added"]
    assert Reference.objects.count() == 2


def test_confirm_says_in_the_history_who_added() -> None:
    upload = confirmed(uploaded(ris(work(1))))
    (event,) = Reference.objects.get().events.all()  # type: ignore[attr-defined] # by pghistory
    said = Context.objects.get(pk=event.pgh_context_id).metadata
    assert said["user"] == upload.uploaded_by.pk
    assert said["upload"] == upload.pk


# What is much is added by a worker, piece by piece.


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "BATCH", 2)


@pytest.mark.usefixtures("small_pieces")
def test_confirm_leaves_much_to_a_worker() -> None:
    upload = confirmed(uploaded(ris(*map(work, range(5)))))
    assert (upload.state, Reference.objects.count()) == (State.ADDING, 0)
    assert uploads.add(upload.pk, deadline=None)
    upload.refresh_from_db()
    assert (upload.state, statuses(upload)) == (State.DONE, ["added"] * 5)


@pytest.mark.usefixtures("small_pieces")
def test_add_goes_on_where_it_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = confirmed(uploaded(ris(*map(work, range(5)))))
    many, calls = library.add_many, list[int]()

    def killed(works: Sequence[library.Work]) -> list[library.Added]:
        calls.append(len(works))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return many(works)

    monkeypatch.setattr(library, "add_many", killed)
    with pytest.raises(KeyboardInterrupt):
        uploads.add(upload.pk, deadline=None)
    upload.refresh_from_db()
    assert (upload.added_up_to, Reference.objects.count()) == (2, 2)
    assert uploads.add(upload.pk, deadline=None)
    assert calls == [2, 2, 2, 1]
    assert statuses(upload) == ["added"] * 5


@pytest.mark.usefixtures("small_pieces")
def test_add_ends_in_time_and_says_that_something_is_left() -> None:
    upload = confirmed(uploaded(ris(*map(work, range(5)))))
    assert not uploads.add(upload.pk, deadline=time.monotonic())
    assert Reference.objects.count() == 2
    while not uploads.add(upload.pk, deadline=time.monotonic()):
        pass
    assert Reference.objects.count() == 5


def test_add_of_what_was_not_confirmed_adds_nothing() -> None:
    upload = uploaded(ris(work(1)))
    assert uploads.add(upload.pk, deadline=None)
    assert not Reference.objects.exists()


# What the database says to whoever comes past the verbs.

MOVE = "UPDATE references_upload SET state = %s WHERE id = %s"


def test_database_lets_nothing_be_added_twice_or_unread() -> None:
    done = confirmed(uploaded(ris(work(1))))
    assert is_refused(MOVE, "ready", done.pk)
    guarded("references_upload", "upload_moves_on", MOVE, "adding", done.pk)


def test_database_keeps_no_file_that_was_read() -> None:
    upload = uploaded(ris(work(1)))
    assert is_refused("UPDATE references_upload SET data = '\\x00' WHERE id = %s", upload.pk)


def test_database_lets_nothing_be_added_that_was_left_out() -> None:
    upload = uploaded(ris(work(1)))
    uploads.choose_all(upload.pk, is_ticked=False)
    added = "UPDATE references_uploadedrecord SET status = 'added' WHERE upload_id = %s"
    assert is_refused(added, upload.pk)
    uploads.choose_all(upload.pk, is_ticked=True)
    assert not is_refused(added, upload.pk)
