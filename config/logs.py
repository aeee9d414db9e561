"""Log lines that people and machines read: one line each, `name=value`, on standard error."""

import json
import logging
from datetime import UTC, datetime
from typing import Any


class LineFormatter(logging.Formatter):
    """Escapes what a visitor sent, so that nobody writes a second line into our log."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        parts = {"level": record.levelname.lower(), "from": record.name}
        parts["says"] = record.getMessage()
        status = getattr(record, "status_code", None)
        if status is not None:
            parts["status"] = str(status)
        line = " ".join(f"{name}={_quoted(value)}" for name, value in parts.items())
        if record.exc_info:
            line += f" trace={json.dumps(self.formatException(record.exc_info))}"
        return f"{at} {line}"


def _quoted(value: str) -> str:
    plain = value.isascii() and value.isprintable() and not set(value) & set(' "=')
    return value if plain else json.dumps(value, ensure_ascii=False)


def logging_settings() -> dict[str, Any]:
    """For Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": LineFormatter}},
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
