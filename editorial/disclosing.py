"""What members declare about themselves, with its dates (ICMJE disclosure form).

A disclosure that was stated stays as it was stated. One that is over gets its last day; what was
typed wrongly is ended, and stated anew.
"""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import audit, beats, permissions
from editorial.exceptions import NotPossible
from editorial.models import BoardMember, Disclosure
from editorial.states import DisclosureItem

LONGEST_ENTITY = 300
LONGEST_STATEMENT = 2_000


def disclose(
    member: BoardMember,
    *,
    by: User,
    item: str,
    entity: str,
    began_on: datetime.date,
    statement: str = "",
    ended_on: datetime.date | None = None,
) -> Disclosure:
    """State a relationship, activity or interest. Readers see it as long as it lasts.

    `ended_on` is its last day where that is known already, be it past or to come.

    Raises:
        NotPossible: nobody is named, the kind is none of the form, or the dates make no sense.
    """
    permissions.demand(allowed=permissions.may_disclose(by, member))
    with_whom, words = beats.readable(entity), beats.readable(statement)
    if item not in DisclosureItem.values:
        raise NotPossible(_("Choose what kind of interest it is."))
    if not with_whom:
        raise NotPossible(_("Say with whom: a company, an institution, a person."))
    now = timezone.now()
    if began_on > now.date():
        raise NotPossible(_("This day is to come. State it on the day it begins, or after."))
    _refuse_end_before(began_on, ended_on)
    with transaction.atomic():
        disclosure = Disclosure.objects.create(
            member=member,
            item=item,
            entity=with_whom,
            statement=words,
            began_on=began_on,
            ended_on=ended_on,
            declared_at=now,
            declared_by=by,
        )
        _record("disclose", disclosure, by=by, at=now, reason=words)
    return disclosure


def end_disclosure(disclosure: Disclosure, *, by: User, ended_on: datetime.date) -> Disclosure:
    """Write down the last day of something that is over. From the day after, readers see it no
    more.

    Raises:
        NotPossible: it ended before, or the day is to come or before it began.
    """
    with transaction.atomic():
        held = Disclosure.objects.select_for_update(of=("self",), no_key=True)
        locked = held.select_related("member__user").get(pk=disclosure.pk)
        permissions.demand(allowed=permissions.may_disclose(by, locked.member))
        now = timezone.now()
        if not locked.is_current_on(now.date()):
            raise NotPossible(_("This has its last day already. Nothing was changed."))
        if ended_on > now.date():
            raise NotPossible(_("This day is to come. End it on its last day, or after."))
        _refuse_end_before(locked.began_on, ended_on)
        locked.ended_on = ended_on
        locked.save(update_fields=["ended_on"])
        _record("end-disclosure", locked, by=by, at=now)
    return locked


def _refuse_end_before(began_on: datetime.date, ended_on: datetime.date | None) -> None:
    if ended_on is not None and ended_on < began_on:
        raise NotPossible(_("It must end on or after the day it began."))


def _record(
    action: str, disclosure: Disclosure, *, by: User, at: datetime.datetime, reason: str = ""
) -> None:
    ended_on = disclosure.ended_on
    audit.record(
        action,
        by=by,
        reason=reason,
        details={
            "member": disclosure.member_id,
            "name": disclosure.member.printed_name,
            "disclosure": disclosure.pk,
            "item": disclosure.item,
            "entity": disclosure.entity,
            "began_on": disclosure.began_on.isoformat(),
            "ended_on": ended_on.isoformat() if ended_on else "",
        },
        at=at,
    )
