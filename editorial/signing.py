"""The password behind a signature. Five wrong ones in a row lock signing, not reading."""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editorial import audit
from editorial.exceptions import SigningLocked, WrongPassword
from editorial.models import SigningLock

ATTEMPTS = 5
LOCKED_FOR = datetime.timedelta(minutes=15)


def confirm_identity(user: User, password: str) -> None:
    """Raise unless `password` is this account's and signing is not locked.

    Failures are counted in their own transaction, so that the refusal of the signature does not
    undo the count.

    Raises:
        SigningLocked: this is the fifth wrong password in a row, or less than 15 minutes ago was.
        WrongPassword: it is wrong, and there are attempts left.
    """
    now = timezone.now()
    with transaction.atomic():
        lock = _held_lock(user)
        if lock.locked_until is not None and lock.locked_until > now:
            raise SigningLocked(lock.locked_until)
        if user.check_password(password):
            SigningLock.objects.filter(pk=lock.pk).update(failures=0, locked_until=None)
            return
        _count_failure(lock, now)
    if lock.locked_until is not None:
        raise SigningLocked(lock.locked_until)
    raise WrongPassword(ATTEMPTS - lock.failures)


def _held_lock(user: User) -> SigningLock:
    """The account's row, held: guesses made at once are judged one after the other."""
    SigningLock.objects.get_or_create(user=user)
    held = SigningLock.objects.select_for_update(of=("self",)).select_related("user")
    return held.get(user=user)


def _count_failure(lock: SigningLock, now: datetime.datetime) -> None:
    if lock.locked_until is not None:
        lock.failures, lock.locked_until = 0, None
    lock.failures += 1
    if lock.failures >= ATTEMPTS:
        lock.locked_until = now + LOCKED_FOR
        audit.record(
            "signing-locked",
            by=lock.user,
            details={"wrong_passwords": lock.failures, "until": lock.locked_until.isoformat()},
            at=now,
        )
    lock.save()
