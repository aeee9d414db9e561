"""What the preview says of each record, before anything is added."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from references import recognition, uploads
from references.batches import BATCH
from references.models import Reference, Upload
from references.uploads import reading, receiving
from tests.factories.references import ReferenceFactory
from tests.references import bibliography_files as files
from tests.references.test_recognition import merge
from tests.references.uploads.files import (
    librarian,
    record,
    ris,
    shown,
    statuses,
    uploaded,
    work,
)

pytestmark = pytest.mark.django_db
State = Upload.State


def test_read_says_of_each_record_what_would_become_of_it() -> None:
    known = ReferenceFactory.create()
    upload = uploaded(
        ris(
            work(1),
            work(2, DO="10.5555/a"),
            {"TI": "Other", "DO": known.doi},
            work(1),
            {"TI": "Another", "DO": "10.5555/A"},
            {"TI": "Other once more", "DO": known.doi},
            {"AU": "Sample, Nobody"},
        )
    )
    assert shown(upload) == [
        (1, "new", None),
        (9, "new", None),
        (17, "duplicate", None),
        (25, "repeated", 1),
        (33, "repeated", 9),
        (41, "repeated", 17),
        (49, "broken", None),
    ]
    assert record(upload, 3).reference == known
    assert record(upload, 7).message == "The reference has no title."
    assert Reference.objects.get() == known, "nothing is added"


def test_read_keeps_the_record_as_the_library_would() -> None:
    upload = uploaded(files.ZOTERO_RIS)
    assert record(upload, 1).csl["DOI"] == "10.1016/j.apergo.2016.08.020"
    assert (record(upload, 1).kind, record(upload, 2).kind) == ("research", "textbook")


def test_read_names_what_a_record_of_the_library_would_gain() -> None:
    ReferenceFactory.create(csl={**files.XIE})
    given = ris({"TI": "Other", "DO": files.XIE["DOI"], "AN": "27890122", "DB": "PubMed"})
    assert statuses(uploaded(given)) == ["completes"]
    assert statuses(uploaded(given, by=librarian("add_reference"))) == ["duplicate"], (
        "who may not change the library is offered no change"
    )
    assert statuses(uploaded(given * 2)) == ["completes", "repeated"]


def test_read_answers_with_the_record_that_another_was_merged_into() -> None:
    kept, merged = ReferenceFactory.create_batch(2)
    merge(merged, kept)
    assert record(uploaded(ris({"TI": "Other", "DO": merged.doi})), 1).reference == kept


def test_read_recognises_across_the_pieces_it_works_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "pieces", lambda entries: ([entry] for entry in entries))
    upload = uploaded(ris(work(1), work(2), work(1), work(2)))
    assert shown(upload) == [
        (1, "new", None),
        (9, "new", None),
        (17, "repeated", 1),
        (25, "repeated", 9),
    ]


def test_read_tells_apart_what_contradicts() -> None:
    same = {"TI": "Editorial", "PY": "2020"}
    upload = uploaded(ris({**same, "DO": "10.5555/a"}, {**same, "DO": "10.5555/b"}, same))
    assert statuses(upload) == ["new", "new", "repeated"]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("nonsense", "sample.ris", "This line belongs to no record"),
        ("{}", "sample.json", ""),
        ("\n \n", "sample.ris", "The file is empty."),
        (b"\xff\xfe\x00\x01" * 50, "sample.ris", ""),
        (ris({"AU": "Nobody"}, {"AU": "Nobody"}), "sample.ris", "No record of this file"),
    ],
)
def test_read_refuses_a_file_without_a_record(content: str | bytes, name: str, told: str) -> None:
    upload = uploaded(content, name)
    assert (upload.state, bytes(upload.data)) == (State.REFUSED, b"")
    assert told in upload.message != ""
    assert upload.finished is not None
    assert set(statuses(upload)) == {"broken"}


def test_read_asks_as_often_for_hundreds_as_for_ten() -> None:
    counts = []
    for count, start in ((10, 0), (BATCH, 1000)):
        content = ris(*(work(start + n, DO=f"10.5555/{start + n}") for n in range(count)))
        with CaptureQueriesContext(connection) as captured:
            assert uploaded(content, by=librarian()).records.count() == count
        counts.append(len(captured))
    assert counts[0] == counts[1]


def waiting(content: str, monkeypatch: pytest.MonkeyPatch) -> Upload:
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "SMALL", 0)
        return uploaded(content)


def test_read_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = waiting(ris(work(1)), monkeypatch)
    for _two_messages in range(2):
        uploads.read(upload.pk)
    assert statuses(upload) == ["new"]


def test_read_stops_when_somebody_else_has_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was believed dead wakes up in the middle: what it writes is nobody's."""
    upload = waiting(ris(work(1), work(2)), monkeypatch)
    look = recognition.recognised

    def overtaken(*arguments: object) -> object:
        Upload.objects.filter(pk=upload.pk).update(started=timezone.now())
        return look(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "recognised", overtaken)
    uploads.read(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.records.count()) == (State.READING, 0)


def test_give_up_refuses_the_file_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = waiting(ris(work(1)), monkeypatch)
    Upload.objects.filter(pk=upload.pk).update(state=State.READING, started=timezone.now())
    uploads.give_up(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.data)) == (State.REFUSED, b"")
    assert "Split the file" in upload.message


def test_give_up_leaves_what_was_read_meanwhile() -> None:
    upload = uploaded(ris(work(1)))
    uploads.give_up(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, statuses(upload)) == (State.READY, ["new"])
