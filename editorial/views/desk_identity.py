"""What a signature asks for beside the password: which second factors the account has."""

import datetime
from dataclasses import dataclass

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from editorial.signing import PASSKEY_LASTS, second_factors
from editorial.views.desk_privacy import account_of


@dataclass(frozen=True)
class SecondFactor:
    """What the form shows, and when a passkey was last used in this session."""

    kinds: set[str]
    passkey_used_at: datetime.datetime | None

    @property
    def has_app(self) -> bool:
        return Authenticator.Type.TOTP in self.kinds

    @property
    def takes_code(self) -> bool:
        """An authenticator app, or recovery codes beside a passkey."""
        return self.has_app or Authenticator.Type.RECOVERY_CODES in self.kinds

    @property
    def has_passkey(self) -> bool:
        return Authenticator.Type.WEBAUTHN in self.kinds

    @property
    def is_passkey_fresh(self) -> bool:
        used_at = self.passkey_used_at
        return used_at is not None and timezone.now() - used_at <= PASSKEY_LASTS


def second_factor_of(request: HttpRequest) -> SecondFactor:
    """Of the account behind the request."""
    kinds = second_factors(account_of(request))
    has_passkey = Authenticator.Type.WEBAUTHN in kinds
    return SecondFactor(kinds, passkey_used_at(request) if has_passkey else None)


def passkey_used_at(request: HttpRequest) -> datetime.datetime | None:
    """When this session last proved to have the account's passkey, at login or since (UTC)."""
    records = get_authentication_records(request, account_of(request))
    times = [
        record["at"]
        for record in records
        if record.get("method") == "mfa" and record.get("type") == Authenticator.Type.WEBAUTHN
    ]
    return datetime.datetime.fromtimestamp(max(times), datetime.UTC) if times else None
