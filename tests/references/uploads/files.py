"""Files on their way into the library, and who brings them."""

import datetime

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils import timezone

from references import uploads
from references.models import Reference, Upload, UploadedRecord
from tests.factories.articles import UserFactory


def librarian(*permissions: str) -> User:
    """An editor who may add to the library and change it, or just these things."""
    user: User = UserFactory.create()
    for codename in permissions or ("add_reference", "change_reference", "view_reference"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return User.objects.get(pk=user.pk)


def ris(*works: dict[str, str]) -> str:
    """A RIS file of these records, each eight lines long, by the names of its tags."""
    records = []
    for work in works:
        lines = {"TY": "JOUR", **work}
        lines |= {f"U{number}": "-" for number in range(3, 9)[: 7 - len(lines)]}
        records.append("".join(f"{tag}  - {text}\n" for tag, text in lines.items()) + "ER  - \n")
    return "".join(records)


def work(number: int, **more: str) -> dict[str, str]:
    return {"TI": f"Neck study {number}", "AU": "Sample, Ann", "PY": "2020", **more}


def file(content: str | bytes, name: str = "sample.ris") -> SimpleUploadedFile:
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data)


def uploaded(content: str | bytes, name: str = "sample.ris", *, by: User | None = None) -> Upload:
    upload = uploads.receive(file(content, name), by=by or librarian(), now=timezone.now())
    upload.refresh_from_db()
    return upload


def confirmed(upload: Upload, *, by: User | None = None) -> Upload:
    uploads.confirm(upload.pk, by=by or upload.uploaded_by, now=timezone.now())
    upload.refresh_from_db()
    return upload


def shown(upload: Upload) -> list[tuple[int, str, int | None]]:
    """Line, status and repeated line of each record."""
    return list(upload.records.order_by("position").values_list("line", "status", "repeats"))


def statuses(upload: Upload) -> list[str]:
    return [status for _line, status, _repeats in shown(upload)]


def record(upload: Upload, position: int) -> UploadedRecord:
    return upload.records.select_related("reference").get(position=position)


def titles() -> set[str]:
    return set(Reference.objects.values_list("title", flat=True))


def aged(upload: Upload, age: datetime.timedelta) -> None:
    """As if it had been uploaded earlier."""
    Upload.objects.filter(pk=upload.pk).update(uploaded_at=F("uploaded_at") - age)
