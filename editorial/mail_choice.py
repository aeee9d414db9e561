"""Choosing between mail at once and one mail a day, and leaving the daily mail by its own link."""

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial import outbox
from editorial.models import MailPreference, Notification

Rhythm = MailPreference.Rhythm
_SIGNER = Signer(sep=".", salt="editorial.mail_choice.leave")


def is_daily(user: User) -> bool:
    return MailPreference.objects.filter(user=user, rhythm=Rhythm.DAILY).exists()


@transaction.atomic
def choose(user: User, *, daily: bool) -> None:
    """From now on. Choosing the same again changes nothing.

    What waits for a daily mail that will not come goes out at once; a mail that is in a worker's
    hands is left to it.
    """
    MailPreference.objects.update_or_create(
        user=user, defaults={"rhythm": Rhythm.DAILY if daily else Rhythm.SINGLE}
    )
    if not daily:
        waiting = Notification.objects.filter(
            recipient=user, state=Notification.State.QUEUED, is_daily=True, digest__isnull=True
        )
        waiting.update(is_daily=False, not_before=timezone.now())
        outbox.ring_once()


def leaving_path(user: User) -> str:
    """An address that ends this account's daily mail without a login, and can do nothing else."""
    return reverse("editorial:leave-daily-mail", args=[_SIGNER.sign(str(user.pk))])


def whose(token: str) -> User | None:
    """The account that a leaving path was made for, or None if we did not make it."""
    try:
        return User.objects.filter(pk=int(_SIGNER.unsign(token))).first()
    except (BadSignature, ValueError):
        return None
