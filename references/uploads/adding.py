"""A person has looked and said yes: what is ticked enters the library."""

import datetime
import time
from collections.abc import Mapping, Sequence

import pghistory
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from references import appraisal, completing, library, supersession
from references.batches import BATCH
from references.models import Upload, UploadedRecord
from references.uploads.refusal import COMPLETING, UploadRefused, require_permission
from references.uploads.waking import ADD, wake

State = Upload.State
Status = UploadedRecord.Status


def confirm(pk: int, *, by: User, now: datetime.datetime) -> None:
    """Add what is ticked: at once where that is little, else by a worker.

    Raises `UploadRefused` where it was confirmed before, or is not read yet.
    """
    require_permission(by)
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.state != State.READY:
            raise UploadRefused(_why_not(row))
        row.state, row.confirmed_at, row.confirmed_by = State.ADDING, now, by
        row.started, row.progress = now, ""
        row.save(update_fields=["state", "confirmed_at", "confirmed_by", "started", "progress"])
        is_little = row.records.count() <= BATCH
        if not is_little:
            wake(row, ADD)
    if is_little:
        add(pk, deadline=None)


def _why_not(row: Upload | None) -> str:
    if row is None:
        return _("This file was thrown away. Upload it again to add what it holds.")
    if row.confirmed_at is not None:
        return _("This file was confirmed before. Nothing was added a second time.")
    return _("This file has not been read yet. Nothing was added.")


def add(pk: int, *, deadline: float | None) -> bool:
    """Go on where the last one ended; whether all is done. `deadline`: of `time.monotonic()`.

    A piece is one transaction together with the note of how far it went, so that a kill costs one
    piece at most, and two who add at once take turns.
    """
    while _piece(pk):
        if deadline is not None and time.monotonic() > deadline:
            return False
    return True


def _piece(pk: int) -> bool:
    """Whether there was something to do."""
    with pghistory.context(source="upload", upload=pk), transaction.atomic():
        adding = Upload.objects.select_for_update(of=("self",)).select_related("confirmed_by")
        row = adding.filter(pk=pk, state=State.ADDING).first()
        if row is None:
            return False
        ahead = row.records.filter(position__gt=row.added_up_to).select_related("reference")
        records = list(ahead.order_by("position")[:BATCH])
        if not records:
            _finish(row)
            return False
        _take(records, by=row.confirmed_by)
        row.added_up_to, row.started = records[-1].position, timezone.now()
        row.progress = _("%(count)s records dealt with.") % {"count": f"{row.added_up_to:,}"}
        row.save(update_fields=["added_up_to", "started", "progress"])
    return True


def _take(records: Sequence[UploadedRecord], *, by: User | None) -> None:
    ticked = [record for record in records if not record.is_left_out]
    for record in records:
        if record.is_left_out:
            record.status = Status.LEFT_OUT
    if by is not None:
        with pghistory.context(user=by.pk):
            _add([record for record in ticked if record.status == Status.NEW])
            _complete(
                [record for record in ticked if record.status == Status.COMPLETES],
                may=by.has_perm(COMPLETING),
            )
    UploadedRecord.objects.bulk_update(records, ["status", "reference", "message"])


def _add(records: Sequence[UploadedRecord]) -> None:
    """What came into the library meanwhile is recognised now, and left as it is."""
    for record, added in zip(records, library.add_many(records), strict=True):
        record.reference = added.reference
        record.status = Status.ADDED if added.is_new else Status.DUPLICATE


def _complete(records: Sequence[UploadedRecord], *, may: bool) -> None:
    """Where nothing is left to complete by now, the record was there: that is all."""
    wishes = [(record.reference, record.csl) for record in records if record.reference and may]
    gained = completing.complete(wishes)
    for record in records:
        more = gained.get(record.reference_id or 0)
        record.status = Status.COMPLETED if more else Status.DUPLICATE
        record.message = told(more or {})


def told(identifiers: Mapping[str, str]) -> str:
    """“DOI 10.1000/a, PMID 5”; a set id by its name."""
    names = {"setid": _("set id")}
    return ", ".join(f"{names.get(entry, entry)} {value}" for entry, value in identifiers.items())


def _finish(row: Upload) -> None:
    """The records say what became of them; what was taken of them is in the library."""
    added = row.records.filter(status=Status.ADDED, csl__custom__has_key=appraisal.OURS)
    items = added.values_list("reference_id", "csl").iterator()
    unknown = supersession.link((pk, item) for pk, item in items if pk)
    row.records.filter(reference__in=unknown, status=Status.ADDED).update(
        message=_("The newer work that the file names is not in the library.")
    )
    row.state, row.progress, row.finished = State.DONE, "", timezone.now()
    row.save(update_fields=["state", "progress", "finished"])
    row.records.update(csl={})
