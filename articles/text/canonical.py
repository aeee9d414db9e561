"""The exact bytes that are hashed and signed."""

import hashlib
import json


def canonical_json(value: object) -> bytes:
    """The one JSON form of `value`: sorted keys, no spaces, UTF-8, text as it is (no NFC).

    Raises ValueError for NaN, infinities and halves of a character, TypeError for keys that are
    not strings (JSON would merge 1 and "1") and for values that JSON does not know.
    """
    _refuse_other_keys(value)
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _refuse_other_keys(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"A key of canonical JSON is text, not {key!r}.")
            _refuse_other_keys(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_other_keys(inner)


def digest(value: object) -> str:
    """SHA-256 over the canonical JSON, as 64 hexadecimal digits."""
    return sha256(canonical_json(value))


def sha256(data: str | bytes) -> str:
    """SHA-256 of bytes, or of text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
