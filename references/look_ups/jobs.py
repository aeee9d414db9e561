"""The life of a look-up: asked, taken up by one worker, finished; or lost and rung for again.

The row says what is to be done, so a message that is lost, a broker that is away and a worker that
is killed cost time and nothing else.
"""

import datetime
import time

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from references import doorbell
from references.exceptions import LookUpRefused
from references.look_ups.candidates import Found
from references.look_ups.finding import find
from references.look_ups.pasted import question
from references.models import LookUp, Reference

#: The task that looks up, by name: tasks import this module, so it cannot import them.
LOOK_UP = "references.tasks.look_up"
#: For all questions of one look-up together.
SECONDS = 50
#: Nobody works on a look-up for longer: its worker is gone.
LOST_AFTER = datetime.timedelta(minutes=2)
#: So long a message is on its way.
RUNG_AGAIN_AFTER = datetime.timedelta(seconds=30)
KEPT_FOR = datetime.timedelta(days=30)
State = LookUp.State
OPEN = (State.WAITING, State.RUNNING)


def ask(
    text: str, *, by: User, now: datetime.datetime, reference: Reference | None = None
) -> LookUp:
    """Begin to look for what was pasted. Raises `LookUpRefused` where it cannot be looked for."""
    require_editor(by)
    question(text)
    look_up = LookUp.objects.create(
        text=text.replace("\x00", " ").strip(), reference=reference, asked_at=now, asked_by=by
    )
    _ring_after_commit(look_up)
    return look_up


def ask_again(look_up: LookUp, *, by: User, now: datetime.datetime) -> None:
    """The same once more. Raises `LookUpRefused` while somebody is at it."""
    require_editor(by)
    again = LookUp.objects.filter(pk=look_up.pk).exclude(
        state=State.RUNNING, started__gt=now - LOST_AFTER
    )
    renewed = again.update(
        state=State.WAITING,
        asked_at=now,
        asked_by=by,
        started=None,
        finished=None,
        progress="",
        message="",
        candidates=[],
    )
    if not renewed:
        raise LookUpRefused(_("It is being looked up at this moment."))
    _ring_after_commit(look_up)


def require_editor(user: User) -> None:
    """Who may neither add to the library nor change it has no use for a look-up."""
    if not may_look_up(user):
        raise PermissionDenied


def may_look_up(user: User) -> bool:
    return user.has_perm("references.add_reference") or user.has_perm("references.change_reference")


def is_open(row: LookUp, now: datetime.datetime) -> bool:
    """Whether something is still to come of it by itself."""
    return row.state in OPEN and not is_lost(row, now)


def is_lost(row: LookUp, now: datetime.datetime) -> bool:
    """Whether its worker is gone."""
    begun = row.started if row.state == State.RUNNING else None
    return begun is not None and begun < now - LOST_AFTER


def look_up(pk: int) -> None:
    """Done by a worker: take it up, unless somebody has, and find what there is."""
    taken = LookUp.objects.filter(pk=pk, state=State.WAITING)
    if not taken.update(state=State.RUNNING, started=timezone.now(), progress=""):
        return
    row = LookUp.objects.get(pk=pk)

    def say(progress: str) -> None:
        LookUp.objects.filter(pk=pk, started=row.started).update(progress=progress[:300])

    found = find(question(row.text), deadline=time.monotonic() + SECONDS, say=say)
    _finish(row, found)


def _finish(row: LookUp, found: Found) -> None:
    """What came of it, unless it was asked again meanwhile."""
    if found.candidates:
        state, message = State.FOUND, _incomplete(found)
    elif found.failures:
        state, message = State.FAILED, " ".join(dict.fromkeys(found.failures))
    else:
        state, message = State.NOT_FOUND, ""
    LookUp.objects.filter(pk=row.pk, state=State.RUNNING, started=row.started).update(
        state=state,
        message=message,
        candidates=[candidate.as_json() for candidate in found.candidates],
        finished=timezone.now(),
        progress="",
    )


def _incomplete(found: Found) -> str:
    if not found.failures:
        return ""
    return _("What follows may be incomplete. %(why)s") % {
        "why": " ".join(dict.fromkeys(found.failures))
    }


def tend(now: datetime.datetime) -> None:
    """Each minute: ring for what nobody took up, give up what was lost, forget what is old."""
    waiting = LookUp.objects.filter(state=State.WAITING, asked_at__lt=now - RUNG_AGAIN_AFTER)
    for pk in waiting.order_by("asked_at").values_list("pk", flat=True)[:100]:
        if not doorbell.ring(LOOK_UP, pk):
            break
    LookUp.objects.filter(state=State.RUNNING, started__lt=now - LOST_AFTER).update(
        state=State.FAILED,
        message=_("The search broke off in the middle."),
        finished=now,
        progress="",
    )
    LookUp.objects.filter(finished__lt=now - KEPT_FOR).delete()


def _ring_after_commit(row: LookUp) -> None:
    def ring() -> None:
        if not doorbell.ring(LOOK_UP, row.pk):
            LookUp.objects.filter(pk=row.pk, state=State.WAITING).update(
                progress=_(
                    "The search cannot begin yet, because the queue of work does not answer. It"
                    " begins by itself within a minute of its return."
                )
            )

    transaction.on_commit(ring, robust=True)
