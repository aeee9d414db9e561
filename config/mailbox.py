"""Mail of a machine without a mail server: one file per message, in a directory."""

import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

SUFFIX = ".eml"


class FileBackend(BaseEmailBackend):
    """Django's own writes several messages into one file, where a text may look like the line
    between two of them. Here a message appears whole or not at all; names sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        directory = Path(settings.EMAIL_FILE_PATH or "")
        directory.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
            draft = directory / f"{name}.part"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(directory / f"{name}{SUFFIX}")
        return len(email_messages)


def messages() -> list[Path]:
    """Newest first."""
    return sorted(Path(settings.EMAIL_FILE_PATH or "").glob(f"*{SUFFIX}"), reverse=True)
