"""Visitors of a web server: several connections, on each the next request after the answer."""

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from config.management.commands.up import HOST

#: As many as the server has threads, so that it is busy and none waits long.
VISITORS = 8
SECONDS_TO_ANSWER = 20
CHUNK = 1 << 20
END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Visitor:
    """One connection, and what has come of the answer so far."""

    connection: socket.socket
    request: bytes
    received: bytearray = field(default_factory=bytearray)

    def ask(self) -> None:
        self.received.clear()
        self.connection.sendall(self.request)

    def hears(self) -> bool:
        """Whether the answer is whole now."""
        chunk = self.connection.recv(CHUNK)
        self.received += chunk
        head, found, body = self.received.partition(END_OF_HEAD)
        if not chunk or (found and not head.startswith(b"HTTP/1.1 200")):
            raise RuntimeError(f"The web server answered: {bytes(head[:80])!r}")
        return bool(found) and len(body) >= length_of(bytes(head))


def length_of(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise RuntimeError("The web server did not say how long its answer is.")


def requests_per_second(port: int, path: str, seconds: float) -> float:
    """Over so many seconds, or until each visitor had an answer, if that takes longer."""
    with visitors(port, path) as (all_of_them, selector):
        for visitor in all_of_them:
            visitor.ask()
        answers, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds or answers < VISITORS:
            ready = selector.select(SECONDS_TO_ANSWER)
            if not ready:
                raise RuntimeError("The web server did not answer.")
            for key, _ in ready:
                visitor = key.data
                if visitor.hears():
                    answers += 1
                    visitor.ask()
        return answers / (time.perf_counter() - begun)


@contextmanager
def visitors(port: int, path: str) -> Iterator[tuple[list[Visitor], selectors.BaseSelector]]:
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n".encode()
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        all_of_them = []
        for _ in range(VISITORS):
            connection = stack.enter_context(socket.create_connection((HOST, port), timeout=10))
            visitor = Visitor(connection, request)
            selector.register(connection, selectors.EVENT_READ, visitor)
            all_of_them.append(visitor)
        yield all_of_them, selector
