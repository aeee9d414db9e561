"""What of a member's standing ends soon, or has ended, while the member is in office."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.models import BoardMember, Credential
from editorial.querysets import BoardMemberQuerySet

#: Long enough to renew a licence or a term.
AHEAD = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Ending:
    """`stops_signing`: nothing is signed any more, for the day has passed."""

    words: str
    on: datetime.date
    stops_signing: bool = False


def endings(member: BoardMember, today: datetime.date) -> list[Ending]:
    """Within the next 60 days, or of credentials that ran out; the earliest first.

    Reads the member's account and credentials. Empty for whoever is out of office.
    """
    if not member.is_active_on(today):
        return []
    found = [
        _of_credential(credential, credential.expires_on, today)
        for credential in member.held_credentials.all()
        if credential.expires_on is not None and credential.expires_on <= today + AHEAD
    ]
    if member.term_to is not None and member.term_to <= today + AHEAD:
        words = _("The term ends on %(day)s.") % {"day": date_format(member.term_to)}
        found.append(Ending(words, member.term_to))
    return sorted(found, key=lambda ending: ending.on)


def with_endings(members: BoardMemberQuerySet, today: datetime.date) -> BoardMemberQuerySet:
    """Those members of whom `endings` would tell something."""
    until = today + AHEAD
    running_out = Credential.objects.filter(member=OuterRef("pk"), expires_on__lte=until)
    soon = Q(term_to__lte=until) | Q(Exists(running_out))
    return members.active_on(today).filter(soon)


def _of_credential(
    credential: Credential, expires_on: datetime.date, today: datetime.date
) -> Ending:
    facts = {"credential": credential.title, "day": date_format(expires_on)}
    if expires_on >= today:
        return Ending(_("“%(credential)s” runs out on %(day)s.") % facts, expires_on)
    if credential.is_required:
        words = _("“%(credential)s” ran out on %(day)s. Nothing is signed until it is renewed.")
    else:
        words = _("“%(credential)s” ran out on %(day)s.")
    return Ending(words % facts, expires_on, stops_signing=credential.is_required)
