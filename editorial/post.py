"""One connection to the mail server, and what its answers mean for the message that was sent.

Each step of the dialogue has a time limit (`EMAIL_TIMEOUT`). A server that answers each step just
in time, or byte by byte, is cut off by whoever watches (`editorial.relief`).
"""

import enum
import smtplib
import socket
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

from editorial.bouncing import is_about_the_address

FIRST_REFUSAL, FIRST_PERMANENT = 400, 500


class Outcome(enum.Enum):
    """What became of a message."""

    ACCEPTED = enum.auto()
    #: Refused for good: this message to this address will never go out.
    REFUSED = enum.auto()
    #: Refused for good before the message was shown: nothing at all arrives at this address.
    NO_SUCH_ADDRESS = enum.auto()
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
        self._began: float | None = None

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
        self._began = time.monotonic()
        try:
            if not self._is_alive():
                self._close()
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise NoMailServer(str(error)) from error
        finally:
            self._began = None

    def send(self, message: EmailMessage) -> tuple[Outcome, str]:
        """Hand one message over. The text is the server's own, for whoever reads `last_error`."""
        self._began = time.monotonic()
        try:
            return self._send(message)
        finally:
            self._began = None

    def seconds(self) -> float:
        """For how long it has been at what it is doing; 0 when it does nothing."""
        began = self._began
        return 0 if began is None else time.monotonic() - began

    def cut(self) -> None:
        """End the dialogue from another thread: whoever waits for an answer gets none."""
        connection = getattr(self._backend, "connection", None)
        sock = getattr(connection, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _send(self, message: EmailMessage) -> tuple[Outcome, str]:
        try:
            self._backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            says = _said(code, answer)
            if is_about_the_address("", says):
                return Outcome.NO_SUCH_ADDRESS, says
            return _refused(code), says
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
