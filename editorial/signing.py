"""Who signs is certain: the password again, and the second factor of an account that has one.

Five wrong ones in a row lock signing, not reading. Taking a signature back asks for the same.
"""

import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from editorial import audit
from editorial.exceptions import (
    SecondFactorMissing,
    SigningLocked,
    WrongCode,
    WrongPassword,
)
from editorial.models import SigningLock

ATTEMPTS = 5
LOCKED_FOR = datetime.timedelta(minutes=15)
#: How long after a passkey was used it still stands for whoever signs, as at allauth's own pages.
PASSKEY_LASTS = datetime.timedelta(minutes=5)
CODES = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]


def confirm_identity(
    user: User,
    password: str,
    *,
    code: str = "",
    passkey_used_at: datetime.datetime | None = None,
) -> bool:
    """Raise unless `password` is this account's, with its second factor, and signing is open.

    The second factor is a code (of an authenticator app, or a recovery code), or a passkey that
    was used in this session within `PASSKEY_LASTS`. Tells whether one was used: where the account
    has none, nothing is asked for.

    Failures are counted in their own transaction, so that the refusal of the signature does not
    undo the count.

    Raises:
        SigningLocked: this is the fifth wrong attempt in a row, or less than 15 minutes ago was.
        WrongPassword, WrongCode: it is wrong, and there are attempts left.
        SecondFactorMissing: the password is right, and the second factor was not given.
    """
    now = timezone.now()
    with transaction.atomic():
        lock = _held_lock(user)
        if lock.locked_until is not None and lock.locked_until > now:
            raise SigningLocked(lock.locked_until)
        wrong: type[WrongPassword | WrongCode] | None = None
        used = False
        if not user.check_password(password):
            wrong = WrongPassword
        elif getattr(lock, "has_second_factor", False):
            used = _is_passkey_fresh(user, passkey_used_at, now) or _takes(lock, code, now)
            wrong = None if used else WrongCode
        if wrong is None:
            _forget_failures(lock)
            return used
        _count_failure(lock, now)
    if lock.locked_until is not None:
        raise SigningLocked(lock.locked_until)
    raise wrong(ATTEMPTS - lock.failures)


def second_factors(user: User) -> set[str]:
    """The kinds of second factor that this account has: values of `Authenticator.Type`."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def _held_lock(user: User) -> SigningLock:
    """The account's row, held: guesses made at once are judged one after the other."""
    rows = SigningLock.objects.select_for_update(of=("self",)).annotate(
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("user")))
    )
    if (held := rows.filter(user=user).first()) is None:
        SigningLock.objects.bulk_create([SigningLock(user=user)], ignore_conflicts=True)
        held = rows.get(user=user)
    return held


def _is_passkey_fresh(
    user: User, used_at: datetime.datetime | None, now: datetime.datetime
) -> bool:
    has_one = Authenticator.Type.WEBAUTHN in second_factors(user) if used_at else False
    return has_one and used_at is not None and now - used_at <= PASSKEY_LASTS


def _takes(lock: SigningLock, code: str, now: datetime.datetime) -> bool:
    """Whether the code is one of this account's, used now for the first time."""
    found = list(Authenticator.objects.filter(user=lock.user_id, type__in=CODES))
    if not found or not code.strip():
        has_app = any(row.type == Authenticator.Type.TOTP for row in found)
        raise SecondFactorMissing(has_app=has_app)
    return any(_accepts(authenticator, lock, code, now) for authenticator in found)


def _accepts(
    authenticator: Authenticator, lock: SigningLock, code: str, now: datetime.datetime
) -> bool:
    """A code of the app holds for one period; no second one is taken in the same (RFC 6238, 5.2).

    The site's cache remembers codes used at the login, but may forget under load: so the last
    period is kept here too.
    """
    if authenticator.type == Authenticator.Type.TOTP:
        window = int(now.timestamp()) // app_settings.TOTP_PERIOD
        latest = lock.code_window
        if latest is not None and window <= latest + 2 * app_settings.TOTP_TOLERANCE:
            return False
        if not authenticator.wrap().validate_code(code):
            return False
        lock.code_window = window
        lock.save(update_fields=["code_window"])
    elif not authenticator.wrap().validate_code(code):
        return False
    authenticator.record_usage()
    return True


def _forget_failures(lock: SigningLock) -> None:
    if lock.failures or lock.locked_until is not None:
        lock.failures, lock.locked_until = 0, None
        lock.save(update_fields=["failures", "locked_until"])


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
