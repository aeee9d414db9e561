"""What is taken in, and what is refused before anybody reads it."""

import datetime
from collections.abc import Iterable
from pathlib import PurePath
from typing import Protocol

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from references.bibliography import SUFFIXES
from references.bibliography.content import COMPRESSED
from references.models import Upload
from references.uploads.packing import packed
from references.uploads.reading import read
from references.uploads.refusal import UploadRefused, require_permission
from references.uploads.waking import READ, wake

#: Bytes. What is larger than `SMALL` is read by a worker: nobody waits a minute for a page.
LARGEST_FILE = 64_000_000
SMALL = 500_000
LONGEST_NAME = 255
PDF = b"%PDF-"


class File(Protocol):
    """What a form hands over."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


def fault(name: str, size: int, beginning: bytes) -> str:
    """Why the file is not taken, for the person who chose it; empty when nothing speaks against it.

    `beginning`: its first sixteen bytes.
    """
    suffix = PurePath(name).suffix.lower()
    if size > LARGEST_FILE:
        return _("It is larger than 64 MB. Split it, and upload the parts.")
    if beginning.startswith(COMPRESSED):
        return _("It is compressed. Unpack it, and choose the bibliography inside.")
    if suffix not in SUFFIXES:
        return _("Files of this kind are not bibliographies. These are read: %(known)s.") % {
            "known": ", ".join(SUFFIXES)
        }
    if not size:
        return _("It is empty. Export it again, and choose it here.")
    if beginning.startswith(PDF):
        return _("It is a PDF under another name. Export the bibliography itself.")
    return ""


def receive(file: File, *, by: User, now: datetime.datetime) -> Upload:
    """Keep the file and read it, at once where it is small. Raises `UploadRefused`."""
    require_permission(by)
    name, size = shown_name(file.name or ""), file.size or 0
    data, beginning = packed(file.chunks()) if size <= LARGEST_FILE else (b"", b"")
    if why := fault(name, size, beginning):
        raise UploadRefused(f"{name}: {why}")
    upload = Upload.objects.create(name=name, size=size, data=data, uploaded_at=now, uploaded_by=by)
    begin(upload)
    return upload


def begin(upload: Upload) -> None:
    if upload.size <= SMALL:
        read(upload.pk)
    else:
        wake(upload, READ)


def shown_name(name: str) -> str:
    """Without folders, and without what cannot be printed or stored; its end says what it is."""
    path = PurePath(name.replace("\\", "/"))
    stem = "".join(character for character in path.stem if character.isprintable())
    suffix = "".join(character for character in path.suffix if character.isprintable())[:20]
    return f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}"
