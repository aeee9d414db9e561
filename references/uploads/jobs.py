"""What happens to uploads besides: broken off, begun again, thrown away, forgotten."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from references import doorbell
from references.models import Upload
from references.uploads.receiving import begin
from references.uploads.refusal import UploadRefused, require_permission
from references.uploads.waking import ADD, READ

State = Upload.State
#: Nobody works on an upload for longer without a word: its worker is gone.
LOST_AFTER = datetime.timedelta(minutes=3)
#: So long a message is on its way.
RUNG_AGAIN_AFTER = datetime.timedelta(seconds=30)
LATE_AFTER = datetime.timedelta(minutes=2)
KEPT_FOR = datetime.timedelta(days=30)


def is_lost(upload: Upload, now: datetime.datetime) -> bool:
    """Whether its reading broke off in the middle."""
    begun = upload.started or upload.uploaded_at
    return upload.state == State.READING and begun < now - LOST_AFTER


def is_late(upload: Upload, now: datetime.datetime) -> bool:
    """Whether nobody has begun to read it, although it was rung for more than once."""
    return upload.state == State.WAITING and upload.uploaded_at < now - LATE_AFTER


def read_again(pk: int, *, by: User, now: datetime.datetime) -> None:
    """From the beginning. Raises `UploadRefused` while somebody reads it."""
    require_permission(by)
    with transaction.atomic():
        row = Upload.objects.select_for_update().defer("data").filter(pk=pk).first()
        if row is None or not (is_lost(row, now) or is_late(row, now)):
            raise UploadRefused(_("This file is being read, or was read already."))
        row.records.all().delete()
        row.state, row.started, row.progress = State.WAITING, None, ""
        row.save(update_fields=["state", "started", "progress"])
    begin(row)


def discard(pk: int, *, by: User) -> None:
    """Throw away what was not confirmed. Raises `UploadRefused` for what was."""
    require_permission(by)
    gone, _each = Upload.objects.filter(pk=pk, confirmed_at__isnull=True).delete()
    if not gone:
        raise UploadRefused(_("This file was confirmed. What it added stays in the library."))


def tend(now: datetime.datetime) -> None:
    """Each minute: ring for what nobody took up, and for what nobody goes on adding."""
    unread = Q(state=State.WAITING, uploaded_at__lt=now - RUNG_AGAIN_AFTER)
    unfinished = Q(state=State.ADDING, started__lt=now - LOST_AFTER)
    open_ = Upload.objects.filter(unread | unfinished).order_by("uploaded_at")
    for pk, state in open_.values_list("pk", "state")[:100]:
        if not doorbell.ring(READ if state == State.WAITING else ADD, pk):
            break


def forget_old(now: datetime.datetime) -> None:
    """Each day: uploads and their records go 30 days after they came, confirmed or not."""
    Upload.objects.filter(uploaded_at__lt=now - KEPT_FOR).exclude(state=State.ADDING).delete()
