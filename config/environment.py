"""Typed readers of the environment. What is malformed ends the program with one clear line.

A reader never repeats the value it refuses: addresses carry passwords, and start-up is logged.
"""

import os
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import redis

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SHORTEST_KEY = 50
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)


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


def one_of(name: str, choices: list[str]) -> str:
    """One of these words; the first of them when it is not set."""
    value = text(name, choices[0]).lower()
    if value not in choices:
        raise Malformed(name, f"must be {' or '.join(choices)}.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """A list of host names separated by commas; `.example.org` stands for all under it."""
    listed = [word.strip() for word in text(name).split(",") if word.strip()]
    if any(word != "*" and not _HOST.fullmatch(word.removeprefix(".")) for word in listed):
        raise Malformed(
            name, "must be host names separated by commas, without scheme, port or path."
        )
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
    if port == 0 or not _escapes_are_sound(value):
        raise Malformed(name, f"{expected} (its port or its escapes cannot be read).")
    return parts


def _escapes_are_sound(value: str) -> bool:
    try:
        decoded = unquote(value, errors="strict")
    except UnicodeDecodeError:
        return False
    return all(character >= " " for character in decoded)


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
    host = parts.hostname
    if not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise Malformed(name, "must hold a host name of letters, digits, dots and hyphens.")
    url = f"{parts.scheme}://{parts.netloc.lower()}"  # as browsers write it
    return Site(url, host, parts.scheme == "https", host in LOOPBACK)


def service(name: str, default: str) -> str:
    """The address below which a remote service is asked; plain http only on this machine."""
    value = text(name, default).rstrip("/")
    parts = address(name, value, {"https": "https://api.example.org/base", "http": ""})
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise Malformed(name, "must be scheme, host and path only, like https://api.example.org")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Malformed(name, "must begin with https:// (http:// is for this machine only).")
    return value


def mail_address(name: str) -> str:
    """One address, or empty."""
    value = text(name)
    if value and not _MAIL_ADDRESS.fullmatch(value):
        raise Malformed(name, "must be one mail address, like references@example.org")
    return value


def secret_key(name: str) -> str:
    """Empty when it is not set."""
    value = text(name)
    if value and not _is_secret(value):
        raise Malformed(name, f"must be at least {SHORTEST_KEY} random characters.")
    return value


def secret_keys(name: str) -> list[str]:
    """Any number of keys, separated by spaces."""
    keys = text(name).split()
    if not all(map(_is_secret, keys)):
        raise Malformed(
            name, f"must be keys of at least {SHORTEST_KEY} random characters, with spaces between."
        )
    return keys


def _is_secret(value: str) -> bool:
    return len(value) >= SHORTEST_KEY and len(set(value)) >= SHORTEST_KEY // 10


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
    looks = f"must look like {BROKER_SCHEMES[parts.scheme]}"
    if parts.scheme in {"unix", "redis+socket"}:
        query = parse_qs(parts.query)
        database = (query.get("db") or query.get("virtual_host") or ["0"])[0]
        if not parts.path.strip("/") or not _is_number(database):
            raise Malformed(name, looks)
        return broker_at_socket(parts.path, int(database))
    database = parts.path.removeprefix("/")
    if not parts.hostname or (database and not _is_number(database)) or not _is_understood(value):
        raise Malformed(name, looks)
    return Broker(kombu=value, redis=value)


def _is_number(database: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,5}", database))


def _is_understood(value: str) -> bool:
    """Whether the client can read every part of it; nothing is connected."""
    try:
        redis.ConnectionPool.from_url(value).make_connection()
    except (ValueError, TypeError, redis.RedisError):
        return False
    return True


def broker_at_socket(path: str, database: int = 0) -> Broker:
    return Broker(
        kombu=f"redis+socket://{path}?virtual_host={database}", redis=f"unix://{path}?db={database}"
    )
