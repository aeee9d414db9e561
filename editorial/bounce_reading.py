"""Bounce messages as mail servers send them back: delivery status notifications (RFC 3464)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

#: The same with addresses in UTF-8 (RFC 6533), which Python does not take for one.
_GLOBAL_STATUS = re.compile(rb"message/global-delivery-status", re.IGNORECASE)
_BEGINS = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_ADDRESS = re.compile(r"(?:[a-z0-9-]+\s*;)?\s*<?([^<>\s;]+@[^<>\s;]+)>?", re.IGNORECASE)

ENDS = ("Final", "Original")


class NotABounce(Exception):
    """The text, for people, says what is missing."""


@dataclass(frozen=True)
class Told:
    """What a notification says of one recipient. `message_id` is that of our message, or empty.

    `address` is `sent_to`, the one that it was first sent to, where the server says so; else where
    it ended, after every forward.
    """

    address: str
    sent_to: str
    status: str
    says: str
    message_id: str


@dataclass(frozen=True)
class Piece:
    """One message of a file, with the line on which it begins (from 1)."""

    line: int
    content: bytes


def pieces(content: bytes) -> Iterator[Piece]:
    """The messages of an mbox file, or the only one of an .eml file."""
    content = content.replace(b"\r\n", b"\n")
    starts = [match for match in _BEGINS.finditer(content) if _follows_a_gap(content, match)]
    if not starts or starts[0].start() > 0:
        yield Piece(1, content)
        return
    ends = [match.start() for match in starts[1:]] + [len(content)]
    for start, end in zip(starts, ends, strict=True):
        line = content.count(b"\n", 0, start.start()) + 1
        yield Piece(line, content[start.end() : end])


def read(content: bytes) -> list[Told]:
    """What one bounce message says of each recipient whom our message did not reach.

    Delays, relays and deliveries are left out.

    Raises:
        NotABounce: this is some other message, or one that cannot be read.
    """
    content = _GLOBAL_STATUS.sub(b"message/delivery-status", content)
    message = message_from_bytes(content, policy=policy.default)
    try:
        report = next((p for p in message.walk() if _type(p) == "message/delivery-status"), None)
        if report is None:
            raise NotABounce("no delivery status notification (RFC 3464) is in it")
        fields = report.get_payload()
        blocks = fields if isinstance(fields, list) else []
        told = list(_failures(blocks, _message_id(message)))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # Python's parser stumbles over some headers only when they are asked for.
        raise NotABounce(f"it cannot be read ({type(error).__name__})") from error
    if not any("Final-Recipient" in block for block in blocks if isinstance(block, Message)):
        raise NotABounce("it names no recipient")
    return told


def _failures(blocks: Iterable[object], message_id: str) -> Iterator[Told]:
    for block in blocks:
        if not isinstance(block, Message) or _field(block, "Action").lower() != "failed":
            continue
        final, sent_to = (_address(_field(block, f"{name}-Recipient")) for name in ENDS)
        diagnostic = _field(block, "Diagnostic-Code")
        yield Told(
            address=sent_to or final,
            sent_to=sent_to,
            status=_field(block, "Status").split(" ")[0],
            says=diagnostic.partition(";")[2].strip() or diagnostic,
            message_id=message_id,
        )


def _address(field: str) -> str:
    found = _ADDRESS.search(field)
    return found[1] if found else ""


def _message_id(message: EmailMessage) -> str:
    """Of the message that came back: whole, or its header only."""
    for part in message.walk():
        if _type(part) in {"message/rfc822", "message/global"}:
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                return _field(inner[0], "Message-ID")
        if _type(part) == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return _field(message_from_bytes(payload, policy=policy.default), "Message-ID")
    return ""


def _type(part: Message) -> str:
    return part.get_content_type()


def _field(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _follows_a_gap(content: bytes, match: "re.Match[bytes]") -> bool:
    return match.start() == 0 or content[: match.start()].endswith(b"\n\n")
