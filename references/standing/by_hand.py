"""Notices that a person states, for what no teller knows, and takes back."""

import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from references import identifiers
from references.exceptions import NoticeRefused
from references.models import Notice, Reference
from references.models.notice import WITHDRAWN_BY_HAND
from references.models.standing import Nature, Teller
from references.standing import family
from references.standing.recording import begin, finish

PERMISSION = "references.change_reference"


def may_state(user: User) -> bool:
    return user.has_perm(PERMISSION)


def state_by_hand(
    reference: Reference,
    *,
    nature: Nature,
    on: datetime.date | None,
    url: str,
    by: User,
    at: datetime.datetime | None = None,
) -> Notice:
    """An editor's notice about a work, and the standing that follows. Raises `NoticeRefused`.

    What lifts a retraction needs its date and its address; what warns of a work may lack both.
    """
    _demand(by)
    at = at or timezone.now()
    address = _address(url)
    if on is not None and on > at.date():
        raise NoticeRefused("on", _("This day is yet to come. Give the day the notice appeared."))
    if nature == Nature.REINSTATEMENT and on is None:
        raise NoticeRefused("on", _("Give the day: an undated reinstatement lifts no retraction."))
    if nature == Nature.REINSTATEMENT and not address:
        raise NoticeRefused("url", _("Give the address where the reinstatement can be read."))
    with transaction.atomic():
        work = begin(reference, at=at)
        stated = family.present_notices_of(work).filter(teller=Teller.EDITOR, nature=nature)
        if stated.filter(on=on).exists():
            raise NoticeRefused("nature", _("This notice stands here already."))
        notice = Notice.objects.create(
            reference=work.lead,
            nature=nature,
            teller=Teller.EDITOR,
            on=on,
            identifier=f"stated:{on.isoformat()}" if on else "",  # of one kind there may be several
            url=address,
            found=at,
            entered_at=at,
            entered_by=by,
        )
        finish(work, at=at)
    return notice


def withdraw_by_hand(
    notice: Notice, *, by: User, because: str, at: datetime.datetime | None = None
) -> None:
    """Take back what an editor stated, or what was found in the record itself. The row stays.

    Raises `NoticeRefused`: a reason is needed, and what a source tells cannot be withdrawn here.
    """
    _demand(by)
    at = at or timezone.now()
    reason = " ".join(because.split())
    if not reason:
        raise NoticeRefused("because", _("Say why: the others see who took it back, and why."))
    with transaction.atomic():
        work = begin(notice.reference, at=at)
        if notice.teller not in WITHDRAWN_BY_HAND:
            raise NoticeRefused("", _("Only what an editor stated can be withdrawn."))
        withdrawn = Notice.objects.filter(pk=notice.pk, gone__isnull=True).update(
            gone=at, withdrawn_at=at, withdrawn_by=by, withdrawn_because=reason
        )
        if not withdrawn:
            raise NoticeRefused("", _("This notice was withdrawn before."))
        finish(work, at=at)


def _demand(by: User) -> None:
    if not may_state(by):
        raise PermissionDenied(_("Your account may not do this."))


def _address(url: str) -> str:
    if not url.strip():
        return ""
    try:
        return identifiers.normalise_url(url)
    except identifiers.InvalidIdentifier as invalid:
        raise NoticeRefused("url", str(invalid)) from invalid
