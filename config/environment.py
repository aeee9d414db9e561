"""Typed readers of the environment. What is malformed ends the program with one clear line.

A reader never repeats the value it refuses: addresses carry passwords, and start-up is logged.
"""

import os
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Malformed(SystemExit):
    """Ends the program wherever settings are read: its text to standard error, exit code 1."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"Configuration: {name} {what}")


def text(name: str, default: str = "") -> str:
    """The value without surrounding space; set but empty is the same as not set."""
    value = os.environ.get(name, "").strip() or default
    if any(ord(character) < ord(" ") or "\ud800" <= character <= "\udfff" for character in value):
        raise Malformed(name, "holds characters that cannot be part of it.")
    return value


def switch(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in YES | NO:
        raise Malformed(name, "must be 1 or 0.")
    return value in YES


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    listed = [word.strip() for word in text(name).split(",") if word.strip()]
    if any(" " in word or "/" in word for word in listed):
        raise Malformed(name, "must be host names separated by commas, without scheme or path.")
    return listed or default


def address(name: str, value: str, schemes: dict[str, str]) -> SplitResult:
    """Parse a URL of one of `schemes` (scheme → an example to show when it is another)."""
    expected = f"must look like {next(iter(schemes.values()))}"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise Malformed(name, f"{expected} (its host or port cannot be read).") from None
    if parts.scheme not in schemes:
        raise Malformed(name, f"{expected} (its scheme is not one of {', '.join(schemes)}).")
    if port == 0 or not _percent_encoding_is_sound(value):
        raise Malformed(name, f"{expected} (its port or its escapes cannot be read).")
    return parts


def _percent_encoding_is_sound(value: str) -> bool:
    try:
        unquote(value, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class Site:
    """Where readers find the site: scheme, host and perhaps a port; no path."""

    url: str
    host: str
    is_https: bool
    is_loopback: bool


def site(name: str, default: str) -> Site:
    value = text(name, default).rstrip("/")
    parts = address(name, value, {"https": "https://articles.example.org", "http": ""})
    if not parts.hostname or parts.path or parts.query or parts.fragment or parts.username:
        raise Malformed(name, "must be scheme and host only, like https://articles.example.org")
    return Site(value, parts.hostname, parts.scheme == "https", parts.hostname in LOOPBACK)


def secret_key(name: str) -> str:
    """Empty when it is not set."""
    value = text(name)
    shortest = 50
    if value and (len(value) < shortest or len(set(value)) < shortest // 10):
        raise Malformed(name, f"must be at least {shortest} random characters.")
    return value


@dataclass(frozen=True)
class Broker:
    """One Redis server, in the two spellings its two clients understand."""

    kombu: str
    redis: str


BROKER_SCHEMES = {
    "redis": "redis://localhost:6379/0",
    "rediss": "rediss://cache.example.org:6380/0",
    "unix": "unix:///run/valkey.sock?db=0",
    "redis+socket": "redis+socket:///run/valkey.sock?virtual_host=0",
}


def broker(name: str) -> Broker | None:
    value = text(name)
    if not value:
        return None
    parts = address(name, value, BROKER_SCHEMES)
    if parts.scheme in {"unix", "redis+socket"}:
        query = parse_qs(parts.query)
        database = (query.get("db") or query.get("virtual_host") or ["0"])[0]
        if not parts.path or not database.isdigit():
            raise Malformed(name, f"must look like {BROKER_SCHEMES[parts.scheme]}")
        return broker_at_socket(parts.path, int(database))
    database = parts.path.removeprefix("/")
    if not parts.hostname or (database and not database.isdigit()):
        raise Malformed(name, f"must look like {BROKER_SCHEMES[parts.scheme]}")
    return Broker(kombu=value, redis=value)


def broker_at_socket(path: str, database: int = 0) -> Broker:
    return Broker(
        kombu=f"redis+socket://{path}?virtual_host={database}", redis=f"unix://{path}?db={database}"
    )
