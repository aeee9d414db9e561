"""Reading an upload: every record of the file gets a row that says what would become of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from references import bibliography, completing
from references.batches import taken
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


def read(pk: int) -> None:
    """Take it up, unless somebody has; compare its records with the library, and keep both."""
    waiting = Upload.objects.filter(pk=pk, state=State.WAITING)
    if not waiting.update(
        state=State.READING, started=timezone.now(), progress=_("The file is being read.")
    ):
        return
    row = Upload.objects.get(pk=pk)
    found = bibliography.read(unpacked(bytes(row.data)), PurePath(row.name).suffix)
    row.data = b""
    entries: list[Entry] = sorted([*found.items, *found.problems], key=lambda entry: entry.line)
    is_readable, total = bool(found.items), len(entries)
    found.items.clear()
    met = Met(may_complete=row.uploaded_by.has_perm(COMPLETING))
    try:
        for batch in taken(entries):
            records = _records(row, batch, met)
            _keep(row, records, f"{met.position:,} / {total:,}")
        _finish(row, is_readable=is_readable, problems=found.problems)
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


def _keep(row: Upload, records: list[UploadedRecord], progress: str) -> None:
    with transaction.atomic():
        _mine(row)
        UploadedRecord.objects.bulk_create(records)
        Upload.objects.filter(pk=row.pk).update(
            progress=_("%(part)s records compared with the library.") % {"part": progress}
        )


def _mine(row: Upload) -> None:
    """Held until the end of the transaction. Raises `Overtaken`."""
    mine = Upload.objects.filter(pk=row.pk, state=State.READING, started=row.started)
    if not mine.select_for_update().exists():
        raise Overtaken


def _finish(row: Upload, *, is_readable: bool, problems: Sequence[Problem]) -> None:
    message = ""
    if not is_readable:
        message = _("No record of this file could be read. Its lines are named below.")
    with transaction.atomic():
        _mine(row)
        Upload.objects.filter(pk=row.pk).update(
            state=State.READY if is_readable else State.REFUSED,
            message=problems[0].message if len(problems) == 1 and not is_readable else message,
            data=b"",
            progress="",
            finished=None if is_readable else timezone.now(),
        )
