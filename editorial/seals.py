"""The seal of a signature: a keyed hash over what was signed, by whom, when and with what meaning.

The key is in the settings, never in the database. So whoever can write to the database, and even
recompute every hash of the audit history, can still neither change a signature, nor move it to
another version, review or member, nor make one up (21 CFR 11.70: signatures are linked to their
records so that they cannot be excised, copied or transferred).
"""

import datetime
import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from django.conf import settings

from articles.text.canonical import canonical_json

if TYPE_CHECKING:
    from editorial.models import SignOff

#: Part of what is sealed, so that no other use of the key, or later form of it, is taken for this.
FORM = "editorial sign-off 1"
_KEY_ID_LENGTH = 16


class UnknownKey(LookupError):
    """A seal made with a key that is not configured."""


def key_id(key: str) -> str:
    """Names a key without telling it: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()[:_KEY_ID_LENGTH]


def facts_of(sign_off: "SignOff") -> dict[str, Any]:
    """What the seal covers; the time is in UTC, to the microsecond."""
    return {
        "form": FORM,
        "digest": sign_off.digest,
        "review": sign_off.review_id,
        "member": sign_off.member_id,
        "account": sign_off.signed_by_id,
        "verdict": sign_off.verdict,
        "meaning": sign_off.meaning,
        "name": sign_off.signer_name,
        "credentials": sign_off.signer_credentials,
        "affiliation": sign_off.signer_affiliation,
        "specialties": sign_off.signer_specialties,
        "answers": sign_off.answers,
        "reason": sign_off.reason,
        "at": sign_off.signed_at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "stands_in_for": sign_off.stands_in_for_id,
        "used_second_factor": sign_off.used_second_factor,
    }


def seal(sign_off: "SignOff") -> None:
    """Seal an unsaved signature with the newest key."""
    key = settings.SIGNING_KEYS[0]
    sign_off.seal, sign_off.sealed_with = _keyed_hash(sign_off, key), key_id(key)


def is_intact(sign_off: "SignOff") -> bool:
    """Whether the seal fits the row as it is now.

    Raises UnknownKey where nobody can tell.
    """
    known = {key_id(key): key for key in settings.SIGNING_KEYS}
    if sign_off.sealed_with not in known:
        raise UnknownKey
    return hmac.compare_digest(_keyed_hash(sign_off, known[sign_off.sealed_with]), sign_off.seal)


def _keyed_hash(sign_off: "SignOff", key: str) -> str:
    return hmac.new(key.encode(), canonical_json(facts_of(sign_off)), hashlib.sha256).hexdigest()
