"""A request that brings too much never fills the disk, and its form says what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from references.models import Upload
from references.uploads import quota
from tests.references.uploads.files import file, librarian, ris, work

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/references/reference/import/"
SMALL = ris(work(1))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes went to the disk. The most that may come is a thousand."""
    monkeypatch.setattr(quota, "MOST", 1000)
    sizes: list[int] = []
    keep = TemporaryFileUploadHandler.receive_data_chunk

    def counted(self: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> bytes | None:
        sizes.append(len(raw_data))
        return keep(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counted)
    return sizes


@pytest.fixture
def editor(client: Client, settings: object) -> Client:
    by = librarian()
    by.is_staff = True
    by.save()
    client.force_login(by)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10  # type: ignore[attr-defined] # all go to the disk
    return client


def errors(answer: object) -> list[str]:
    return list(answer.context["form"].errors["bibliographies"])  # type: ignore[attr-defined]


def test_file_within_the_quota_is_taken(editor: Client, written: list[int]) -> None:
    assert editor.post(ADDRESS, {"bibliographies": [file(SMALL)]}).status_code == 302
    assert sum(written) == len(SMALL)


def test_file_beyond_the_quota_is_named_and_not_kept(editor: Client, written: list[int]) -> None:
    large = SimpleUploadedFile("large.ris", b"x" * 300_000)
    answer = editor.post(ADDRESS, {"bibliographies": [large]})
    assert answer.status_code == 400
    assert errors(answer) == ["large.ris: It is larger than 64 MB. Split it, and upload the parts."]
    assert sum(written) <= quota.MOST
    assert not Upload.objects.exists()


def test_files_that_are_too_much_together_are_refused(editor: Client, written: list[int]) -> None:
    answer = editor.post(
        ADDRESS, {"bibliographies": [file(SMALL), file(b"x" * 950, "b.ris"), file(SMALL)]}
    )
    assert errors(answer) == [
        "Together, these files are larger than 64 MB. Upload them one by one."
    ]
    assert sum(written) <= quota.MOST
    assert not Upload.objects.exists()


def test_quota_is_for_each_request_anew(editor: Client, written: list[int]) -> None:
    for _request in range(5):
        assert editor.post(ADDRESS, {"bibliographies": [file(SMALL)]}).status_code == 302
    assert Upload.objects.count() == 5
