"""Reading an upload: every record of the file gets a row that says what would become of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from references import bibliography, completing
from references.batches import pieces
from references.bibliography import KeyedItem, Problem
from references.identity import Shelf
from references.models import Reference, Upload, UploadedRecord
from references.recognition import recognised
from references.uploads.packing import unpacked
from references.uploads.refusal import COMPLETING

State = Upload.State
Status = UploadedRecord.Status
Entry = KeyedItem | Problem


class Overtaken(Exception):
    """Somebody else reads the upload by now, or threw it away."""


@dataclass
class Met:
    """What of the file was seen so far: works nobody knew, and records of the library."""

    may_complete: bool
    works: Shelf[int] = field(default_factory=Shelf)
    lines: list[int] = field(default_factory=list)
    references: dict[int, int] = field(default_factory=dict)
    position: int = 0
    problem: str = ""


def read(pk: int) -> None:
    """Take it up, unless somebody has; compare its records with the library, and keep both."""
    waiting = Upload.objects.filter(pk=pk, state=State.WAITING)
    if not waiting.update(
        state=State.READING, started=timezone.now(), progress=_("The file is being read.")
    ):
        return
    row = Upload.objects.get(pk=pk)
    data, row.data = unpacked(bytes(row.data)), b""
    met = Met(may_complete=row.uploaded_by.has_perm(COMPLETING))
    try:
        for piece in pieces(bibliography.entries(data, PurePath(row.name).suffix)):
            _keep(row, _records(row, piece, met), f"{met.position:,}")
        _finish(row, met)
    except Overtaken:
        return


def give_up(pk: int) -> None:
    """When a worker ran out of time over it: trying again would come to the same."""
    UploadedRecord.objects.filter(upload=pk, upload__state=State.READING).delete()
    Upload.objects.filter(pk=pk, state=State.READING).update(
        state=State.REFUSED,
        data=b"",
        progress="",
        finished=timezone.now(),
        message=_("Reading took too long. Split the file, and upload the parts."),
    )


def _records(row: Upload, batch: Sequence[Entry], met: Met) -> list[UploadedRecord]:
    items = [entry for entry in batch if isinstance(entry, KeyedItem)]
    found = iter(recognised([item.csl for item in items], met.works, len(met.lines)))
    met.lines += [item.line for item in items]
    records = []
    for entry in batch:
        met.position += 1
        record = UploadedRecord(upload=row, position=met.position, line=entry.line)
        if isinstance(entry, Problem):
            record.status, record.message = Status.BROKEN, entry.message
            met.problem = entry.message
        else:
            record.kind, record.csl = entry.kind, entry.csl
            _compare(record, next(found), met)
        records.append(record)
    return records


def _compare(record: UploadedRecord, found: Reference | int | None, met: Met) -> None:
    if found is None:
        record.status = Status.NEW
    elif isinstance(found, int):
        record.status, record.repeats = Status.REPEATED, met.lines[found]
    else:
        record.reference = found
        record.repeats = met.references.get(found.pk)
        record.status = Status.DUPLICATE if record.repeats is None else Status.REPEATED
        if met.may_complete and record.repeats is None and completing.missing(found, record.csl):
            record.status = Status.COMPLETES
        met.references.setdefault(found.pk, record.line)


def _keep(row: Upload, records: list[UploadedRecord], read_so_far: str) -> None:
    with transaction.atomic():
        _mine(row)
        UploadedRecord.objects.bulk_create(records)
        Upload.objects.filter(pk=row.pk).update(
            progress=_("%(count)s records compared with the library.") % {"count": read_so_far}
        )


def _mine(row: Upload) -> None:
    """Held until the end of the transaction. Raises `Overtaken`."""
    mine = Upload.objects.filter(pk=row.pk, state=State.READING, started=row.started)
    if not mine.select_for_update().exists():
        raise Overtaken


def _finish(row: Upload, met: Met) -> None:
    is_readable = bool(met.lines)
    why = met.problem if met.position == 1 else ""
    with transaction.atomic():
        _mine(row)
        Upload.objects.filter(pk=row.pk).update(
            state=State.READY if is_readable else State.REFUSED,
            message="" if is_readable else why or _("No record of this file could be read."),
            data=b"",
            progress="",
            finished=None if is_readable else timezone.now(),
        )
