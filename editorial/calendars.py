"""Private calendars: an address that only its owner knows, shown once and revoked at will.

The address holds a token of 256 random bits. Of it only the SHA-256 is kept: whoever reads the
database cannot read a calendar, and a token that long is not guessed, so no salt and no limit for
guessers is needed. The digest is looked up by its index; what that takes tells nothing about a
digest that comes near.
"""

import hashlib
import logging
import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from editorial.models import CalendarFeed

log = logging.getLogger(__name__)

_BYTES = 32


@transaction.atomic
def make(user: User) -> str:
    """The token of a new private calendar. The one before it, if any, is revoked."""
    revoke(user)
    token = secrets.token_urlsafe(_BYTES)
    CalendarFeed.objects.create(
        user=user, token_digest=_digest(token), made_at=timezone.now(), made_by=user
    )
    log.info("A private calendar was made", extra={"facts": {"account": user.pk}})
    return token


@transaction.atomic
def revoke(user: User) -> bool:
    """From now on nobody reads the calendar by its address. False if there was none."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    is_revoked = bool(_open(user).update(revoked_at=timezone.now(), revoked_by=user))
    if is_revoked:
        log.info("A private calendar was revoked", extra={"facts": {"account": user.pk}})
    return is_revoked


def of(user: User) -> CalendarFeed | None:
    """The calendar that can be read at present."""
    return _open(user).first()


def whose(token: str) -> User | None:
    """The account that reads its calendar here; None for what is wrong, revoked or closed."""
    feed = (
        CalendarFeed.objects.filter(
            token_digest=_digest(token), revoked_at__isnull=True, user__is_active=True
        )
        .select_related("user")
        .first()
    )
    return feed.user if feed else None


def _open(user: User) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
