"""How somebody wants their mail, and leaving gathered mail by its own link."""

import datetime
from typing import TypedDict, Unpack

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial import outbox, retiming
from editorial.models import MailPreference

Rhythm = MailPreference.Rhythm
_SIGNER = Signer(sep=".", salt="editorial.mail_choice.leave")


class Hours(TypedDict, total=False):
    """As `MailPreference` has them; what is left out stays as it is."""

    time_zone: str
    quiet_from: datetime.time
    quiet_until: datetime.time
    working_days: list[int]


def preference_of(user: User) -> MailPreference:
    """What this account chose, or what holds for whoever chose nothing (not saved)."""
    return MailPreference.objects.filter(user=user).first() or MailPreference(user=user)


def rhythm_of(user: User) -> Rhythm:
    return Rhythm(preference_of(user).rhythm)


@transaction.atomic
def choose(user: User, *, rhythm: Rhythm, **hours: Unpack[Hours]) -> None:
    """From now on, and for what is queued. Choosing the same again changes nothing.

    What waits for a daily mail that will not come goes out at once, reminders in office hours; a
    mail that is in a worker's hands is left to it.

    Raises:
        DataError: PostgreSQL knows no such time zone.
    """
    MailPreference.objects.update_or_create(user=user, defaults={"rhythm": rhythm, **hours})
    if retiming.for_person(user, now=timezone.now()):
        outbox.ring_once()


def leaving_path(user: User) -> str:
    """An address that ends this account's gathered mail without a login, and does nothing else."""
    return reverse("editorial:leave-daily-mail", args=[_SIGNER.sign(str(user.pk))])


def whose(token: str) -> User | None:
    """The account that a leaving path was made for, or None if we did not make it."""
    try:
        return User.objects.filter(pk=int(_SIGNER.unsign(token))).first()
    except (BadSignature, ValueError):
        return None
