"""A real SMTP server that keeps what it gets, and can be told to misbehave for an address."""

import asyncio
import random
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HANG, DROP = "hang", "drop"
PORTS = range(20_000, 32_768)


@dataclass
class MailServer:
    """`answers` has an SMTP reply for an address, or HANG, or DROP after DATA. `pause`: seconds."""

    port: int = 0
    accepted: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    pause: float = 0

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.accepted]

    @property
    def addressees(self) -> list[str]:
        return [str(message["To"]) for message in self.accepted]

    @property
    def times_received(self) -> Counter[str]:
        """By Message-ID."""
        return Counter(str(message["Message-ID"]) for message in self.accepted)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        answer = self.answers.get(address, "")
        if answer[:1] in {"4", "5"}:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answers = {self.answers.get(address) for address in envelope.rcpt_tos}
        if HANG in answers:
            await asyncio.sleep(60)
        await asyncio.sleep(self.pause)
        content = envelope.content
        assert isinstance(content, bytes)
        self.accepted.append(message_from_bytes(content, policy=policy.default))
        if DROP in answers and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 OK"


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    server = MailServer(port=port or free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    """Below the range that the kernel gives to outgoing connections, so it stays free."""
    for port in random.sample(PORTS, 50):
        with socket.socket() as attempt:
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("No free port was found")
