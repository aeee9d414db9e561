"""Sending once more what was given up, because somebody has mended what hindered it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import audit, outbox, permissions
from editorial.exceptions import NotPossible
from editorial.models import Notification

State = Notification.State
#: What was not sent, though it was wanted.
GIVEN_UP = (State.FAILED, State.SKIPPED)


def send_again(notification: Notification, *, by: User) -> Notification:
    """Put a message that failed or was skipped back into the queue, with all of its attempts.

    It keeps its Message-ID, and whether it may have arrived before. What has become moot since is
    cancelled as ever.

    Raises:
        NotPossible: it was not given up.
    """
    with transaction.atomic():
        held = Notification.objects.select_for_update(of=("self",)).select_related("article")
        row = held.get(pk=notification.pk)
        permissions.demand(allowed=permissions.may_manage(by))
        if row.state not in GIVEN_UP:
            raise NotPossible(
                _("This message was not given up: %(state)s.") % {"state": row.get_state_display()}
            )
        Notification.objects.filter(pk=row.pk).update(
            state=State.QUEUED, attempts=0, not_before=Now(), last_error=""
        )
        audit.record(
            "send-again",
            by=by,
            article=row.article,
            details={"notification": str(row.pk), "message": row.kind},
            at=timezone.now(),
        )
        outbox.ring_once()
    row.refresh_from_db()
    return row
