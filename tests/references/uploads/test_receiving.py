"""What is taken in, and what is refused before anybody reads it."""

import gzip
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from references import uploads
from references.models import Upload
from references.uploads import receiving
from references.uploads.packing import packed, unpacked
from references.uploads.receiving import shown_name
from tests.references import bibliography_files as files
from tests.references.uploads.files import file, librarian, uploaded

pytestmark = pytest.mark.django_db


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("sample.ris", files.ZOTERO_RIS)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "sample.docx",
            b"words",
            "Files of this kind are not bibliographies. These are read: .bib",
        ),
        ("sample", b"words", "Files of this kind are not bibliographies."),
        ("sample.ris", b"", "It is empty."),
        ("sample.zip", zipped(), "It is compressed. Unpack it"),
        ("sample.ris", zipped(), "It is compressed. Unpack it"),
        ("sample.ris.gz", gzip.compress(b"TY  - JOUR"), "It is compressed."),
        ("sample.bib", b"%PDF-1.7 ...", "It is a PDF under another name."),
    ],
    ids=["document", "no end", "empty", "zip", "hidden zip", "gzip", "pdf"],
)
def test_receive_refuses_and_keeps_nothing(name: str, content: bytes, told: str) -> None:
    with pytest.raises(uploads.UploadRefused, match=told) as refused:
        uploads.receive(file(content, name), by=librarian(), now=timezone.now())
    assert str(refused.value).startswith(f"{name}: ")
    assert not Upload.objects.exists()


def test_receive_refuses_more_than_64_megabytes_unread() -> None:
    class Large:
        name = "large.ris"
        size = 64_000_001

        def chunks(self) -> list[bytes]:
            raise AssertionError("read")

    with pytest.raises(uploads.UploadRefused, match="larger than 64 MB. Split it"):
        uploads.receive(Large(), by=librarian(), now=timezone.now())


def test_receive_refuses_who_may_not_add() -> None:
    with pytest.raises(PermissionDenied):
        uploads.receive(
            file(files.ZOTERO_RIS), by=librarian("change_reference"), now=timezone.now()
        )
    assert not Upload.objects.exists()


def test_receive_reads_a_small_file_at_once_and_keeps_its_bytes_no_longer() -> None:
    upload = uploaded(files.ZOTERO_RIS)
    assert upload.state == Upload.State.READY
    assert (upload.size, bytes(upload.data)) == (len(files.ZOTERO_RIS.encode()), b"")
    assert upload.records.count() == 2


def test_receive_leaves_a_large_file_to_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SMALL", 100)
    upload = uploaded(files.ZOTERO_RIS)
    assert (upload.state, upload.records.count()) == (Upload.State.WAITING, 0)
    assert unpacked(bytes(upload.data)) == files.ZOTERO_RIS.encode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sample.ris", "sample.ris"),
        ("../../etc/sample.ris", "sample.ris"),
        ("C:\\Sample\\works.bib", "works.bib"),
        ("sa\x00mp\x1b[0mle\u202e.RIS", "samp[0mle.RIS"),
        ("x" * 400 + ".json", "x" * 250 + ".json"),
        ("", ""),
    ],
)
def test_shown_name_can_be_printed_and_stored(given: str, kept: str) -> None:
    assert shown_name(given) == kept


@pytest.mark.parametrize("chunks", [[], [b""], [b"a" * 10, b"b" * 10], [b"x" * 100_000] * 20])
def test_packing_keeps_the_whole_and_tells_the_beginning(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    data, beginning = packed(iter(chunks))
    assert (unpacked(data), beginning) == (whole, whole[:16])
    assert len(data) < max(len(whole), 20)
