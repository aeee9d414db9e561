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
    _refuse_while_locked(user, now)
    if user.check_password(password):
        SigningLock.objects.filter(user=user, failures__gt=0).update(failures=0, locked_until=None)
        return
    failures = _count_failure(user, now)
    if failures >= ATTEMPTS:
        raise SigningLocked(now + LOCKED_FOR)
    raise WrongPassword(ATTEMPTS - failures)


def _refuse_while_locked(user: User, now: datetime.datetime) -> None:
    until = (
        SigningLock.objects.filter(user=user, locked_until__gt=now)
        .values_list("locked_until", flat=True)
        .first()
    )
    if until is not None:
        raise SigningLocked(until)


@transaction.atomic
def _count_failure(user: User, now: datetime.datetime) -> int:
    SigningLock.objects.get_or_create(user=user)
    lock = SigningLock.objects.select_for_update().get(user=user)
    if lock.locked_until is not None and lock.locked_until > now:
        raise SigningLocked(lock.locked_until)
    if lock.locked_until is not None:
        lock.failures, lock.locked_until = 0, None
    lock.failures += 1
    if lock.failures >= ATTEMPTS:
        lock.locked_until = now + LOCKED_FOR
        audit.record(
            "signing-locked",
            by=user,
            details={"wrong_passwords": lock.failures, "until": lock.locked_until.isoformat()},
            at=now,
        )
    lock.save()
    return lock.failures
