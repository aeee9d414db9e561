"""Where servers that tests start may listen."""

import random
import socket

PORTS = range(20_000, 32_768)


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
