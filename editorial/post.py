"""One connection to the mail server, and what its answers mean for the message that was sent."""

import enum
import smtplib
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

FIRST_REFUSAL, FIRST_PERMANENT = 400, 500


class Outcome(enum.Enum):
    """What became of a message."""

    ACCEPTED = enum.auto()
    #: Refused for good: this message to this address will never go out.
    REFUSED = enum.auto()
    #: Refused for now, and surely not sent.
    POSTPONED = enum.auto()
    #: The dialogue broke off. The server may or may not have taken the message.
    UNANSWERED = enum.auto()


class NoMailServer(Exception):
    """The server cannot be reached, or does not let us in. No message is to blame."""


class Post:
    """Opened when first needed and again after it broke; closed with the `with` block."""

    def __init__(self) -> None:
        self._backend = get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def open(self) -> None:
        """Be ready for the next message; a connection that the server has closed is replaced.

        Raises:
            NoMailServer: try again later.
        """
        try:
            if not self._is_alive():
                self._close()
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise NoMailServer(str(error)) from error

    def send(self, message: EmailMessage) -> tuple[Outcome, str]:
        """Hand one message over. The text is the server's own, for whoever reads `last_error`."""
        try:
            self._backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, says = next(iter(error.recipients.values()))
            return _refused(code), _said(code, says)
        except smtplib.SMTPSenderRefused as error:
            # Our own address is not liked, which is for the operator to mend, not the recipient.
            return Outcome.POSTPONED, _said(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code), _said(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            return Outcome.UNANSWERED, str(error) or type(error).__name__
        return Outcome.ACCEPTED, ""

    def _is_alive(self) -> bool:
        if not isinstance(self._backend, EmailBackend) or self._backend.connection is None:
            return True
        try:
            return self._backend.connection.noop()[0] < FIRST_REFUSAL
        except (smtplib.SMTPException, OSError):
            return False

    def _close(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self._backend.close()


def _refused(code: int) -> Outcome:
    return Outcome.REFUSED if code >= FIRST_PERMANENT else Outcome.POSTPONED


def _said(code: int, says: bytes | str) -> str:
    text = says.decode(errors="replace") if isinstance(says, bytes) else says
    return f"{code} {text}"
