"""EMAIL_URL, read into Django's e-mail settings; and when the daily mail goes out."""

from typing import TypedDict
from urllib.parse import unquote

from config.environment import Malformed, address, text

SCHEMES = {
    "smtp": "smtp://user:password@mail.example.org:25",
    "submission": "submission://user:password@mail.example.org:587",
    "smtps": "smtps://user:password@mail.example.org:465",
    "console": "console://",
    "file": "file:///var/spool/editorial-mail",
}
DEFAULT_PORTS = {"smtp": 25, "submission": 587, "smtps": 465}
SECONDS_TO_CONNECT = 10
HOURS = 24


class MailSettings(TypedDict, total=False):
    """Names as Django has them."""

    EMAIL_BACKEND: str
    EMAIL_HOST: str
    EMAIL_PORT: int
    EMAIL_HOST_USER: str
    EMAIL_HOST_PASSWORD: str
    EMAIL_USE_TLS: bool
    EMAIL_USE_SSL: bool
    EMAIL_TIMEOUT: int
    EMAIL_FILE_PATH: str


def mail_settings(name: str, *, files: str) -> MailSettings:
    """Without EMAIL_URL, mail becomes files in the directory `files`, to be read in the demo.

    `submission` is SMTP with STARTTLS (RFC 6409), `smtps` is SMTP within TLS (RFC 8314), `smtp`
    is plain unless `?tls=1`.
    """
    value = text(name)
    if not value:
        return _files(files)
    parts = address(name, value, SCHEMES)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file":
        if not parts.path.startswith("/"):
            raise Malformed(name, f"must look like {SCHEMES['file']}")
        return _files(unquote(parts.path))
    if not parts.hostname or parts.path.strip("/") or parts.query not in ("", "tls=1", "tls=0"):
        raise Malformed(name, f"must look like {SCHEMES[parts.scheme]}")
    wants_tls = parts.query == "tls=1"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or DEFAULT_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "submission" or (parts.scheme == "smtp" and wants_tls),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": SECONDS_TO_CONNECT,
    }


def hour_of_day(name: str, default: int) -> int:
    """A whole hour, from 0 to 23."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal() and int(value) < HOURS):
        raise Malformed(name, "must be a whole hour from 0 to 23.")
    return int(value)


def _files(directory: str) -> MailSettings:
    return {
        "EMAIL_BACKEND": "config.mailbox.FileBackend",
        "EMAIL_FILE_PATH": directory,
    }
