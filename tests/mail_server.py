"""A real SMTP server that keeps what it gets, and can be told to misbehave for an address."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

HANG, DROP = "hang", "drop"


@dataclass
class Dialogue:
    """What became of one message. Moments are of the monotonic clock."""

    address: str
    ended: float
    answer: Literal["accepted", "refused", "hang", "drop"]
    #: Seconds that a client waited for an answer that did not come.
    waited: float = 0


@dataclass
class MailServer:
    """`answers` has an SMTP reply for an address, or HANG, or DROP after DATA; `once` has one for
    the next message to an address only. A message that the server hangs over is not taken; one that
    it drops the connection after is. `pause`: seconds; `hangs_for`: as many, if the client is as
    patient; `hangs` has other numbers for some addresses.
    """

    port: int = 0
    accepted: list[EmailMessage] = field(default_factory=list)
    dialogues: list[Dialogue] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    #: It hangs over so many messages more, whomever they are for.
    hangs_over: int = 0
    pause: float = 0
    hangs_for: float = 60
    hangs: dict[str, float] = field(default_factory=dict)

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

    @property
    def tries(self) -> Counter[str]:
        """By address: how often a message was offered for it."""
        return Counter(dialogue.address for dialogue in self.dialogues)

    def offered(self, envelope: Envelope, address: str) -> str:
        """The answer to RCPT."""
        answer = self._answer(address)
        if answer[:1] in {"4", "5"}:
            self.once.pop(address, None)
            self.dialogues.append(Dialogue(address, time.monotonic(), "refused"))
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def sent(self, server: SMTP, envelope: Envelope) -> str:
        """The answer to DATA, if there is one."""
        address = str(envelope.rcpt_tos[0])
        answer = self._answer(address)
        self.once.pop(address, None)
        if answer == HANG or self.hangs_over:
            self.hangs_over = max(0, self.hangs_over - 1)
            await self._hang(address)
            return "421 Too late"
        await asyncio.sleep(self.pause)
        content = envelope.content
        assert isinstance(content, bytes)
        self.accepted.append(message_from_bytes(content, policy=policy.default))
        self.dialogues.append(
            Dialogue(address, time.monotonic(), "drop" if answer == DROP else "accepted")
        )
        if answer == DROP and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 OK"

    def _answer(self, address: str) -> str:
        return self.once.get(address) or self.answers.get(address, "")

    async def _hang(self, address: str) -> None:
        """Until the client has had enough."""
        began = time.monotonic()
        try:
            await asyncio.sleep(self.hangs.get(address, self.hangs_for))
        finally:
            now = time.monotonic()
            self.dialogues.append(Dialogue(address, now, "hang", waited=now - began))


@dataclass(frozen=True)
class Handler:
    """What aiosmtpd talks to. It looks at every attribute at every connection, so there are few."""

    _mails: MailServer

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        return self._mails.offered(envelope, address)

    async def handle_DATA(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        return await self._mails.sent(server, envelope)


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    server = MailServer(port=port or free_port())
    controller = Controller(Handler(server), hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
