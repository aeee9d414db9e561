"""Log lines that people and machines read, one each, on standard error: `name=value`, or JSON.

What a line is about comes as `extra={"facts": {…}}`: ids, kinds and counts. People are named by the
id of their account. Whatever the text of a line, a server's answer or a trace holds of mail
addresses and secret links is taken out here, because nobody can foresee what they quote.
"""

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Final

#: Also what stands before the host in an address with a password.
_ADDRESS: Final = re.compile(r"""(?:"[^"\s]*"|[^\s<>"'(),:;/=]+)@[^\s<>"'(),:;/]+""")
#: The part of a path that is a permission: calendars, the daily mail's link, the login's mails.
_SECRET: Final = re.compile(r"(/calendar/|/leave/|/reset/key/|/confirm-email/|Bearer )[^\s/?\"']+")


class LineFormatter(logging.Formatter):
    """Escapes what a visitor sent, so that nobody writes a second line into our log."""

    def format(self, record: logging.LogRecord) -> str:
        parts = {"level": record.levelname.lower(), "from": record.name}
        parts["says"] = without_secrets(record.getMessage())
        parts |= {name: without_secrets(str(value)) for name, value in _facts(record).items()}
        line = " ".join(f"{name}={_quoted(value)}" for name, value in parts.items())
        if record.exc_info:
            line += f" trace={json.dumps(self._trace(record))}"
        return f"{_moment(record)} {line}"

    def _trace(self, record: logging.LogRecord) -> str:
        return without_secrets(self.formatException(record.exc_info)) if record.exc_info else ""


class JsonFormatter(LineFormatter):
    """One object a line; `at` is UTC. Everything beyond ASCII is escaped."""

    def format(self, record: logging.LogRecord) -> str:
        parts = _facts(record) | {
            "at": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            parts["trace"] = self._trace(record)
        return json.dumps(_plain(parts))


def _plain(value: object) -> object:
    """What JSON can hold, without secrets at any depth; all else as the text that it has."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float) and isfinite(value):
        return value
    if isinstance(value, Mapping):
        return {without_secrets(str(name)): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(each) for each in value]
    return without_secrets(str(value))


def without_secrets(text: str) -> str:
    return _ADDRESS.sub("(address)", _SECRET.sub(r"\1(token)", text))


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    status = getattr(record, "status_code", None)
    answered = {} if status is None else {"status": status}
    return {**answered, **getattr(record, "facts", {})}


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _quoted(value: str) -> str:
    plain = value.isascii() and value.isprintable() and not set(value) & set(' "=')
    return value if plain else json.dumps(value, ensure_ascii=not value.isprintable())


FORMATTERS: Final = {"lines": LineFormatter, "json": JsonFormatter}


def logging_settings(form: str = "lines") -> dict[str, Any]:
    """For Django's LOGGING; `form` is one of FORMATTERS."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": FORMATTERS[form]}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "config": {"level": "INFO"},
            "editorial": {"level": "INFO"},
            "articles": {"level": "INFO"},
            "references": {"level": "INFO"},
            # They write down whole addresses, and ours hold a key.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            # One line per schema change; only of interest when a migration is being written.
            "django.db.backends.schema": {"level": "WARNING"},
        },
    }
