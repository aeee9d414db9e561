"""What of an upload is ticked: everything that is offered, unless a person takes the tick away."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from references.models import Upload, UploadedRecord
from references.uploads.refusal import UploadRefused

Status = UploadedRecord.Status
#: What confirming would do something with.
OFFERED = (Status.NEW, Status.COMPLETES)


def choose(pk: int, *, ticked: Collection[int], unticked: Collection[int]) -> None:
    """Tick and untick these records of the upload. Raises `UploadRefused` once it is confirmed."""
    _choose(pk, {False: ticked, True: unticked})


def choose_all(pk: int, *, is_ticked: bool) -> None:
    """Tick, or untick, whatever is offered. Raises `UploadRefused` once it is confirmed."""
    _choose(pk, {not is_ticked: None})


def _choose(pk: int, choices: dict[bool, Collection[int] | None]) -> None:
    with transaction.atomic():
        ready = Upload.objects.select_for_update().filter(pk=pk, state=Upload.State.READY)
        if not ready.exists():
            raise UploadRefused(_("Nothing can be chosen here any more: this file was confirmed."))
        offered = UploadedRecord.objects.filter(upload=pk, status__in=OFFERED)
        for is_left_out, records in choices.items():
            chosen = offered if records is None else offered.filter(pk__in=records)
            chosen.exclude(is_left_out=is_left_out).update(is_left_out=is_left_out)
