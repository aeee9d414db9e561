"""The embedded Valkey: the broker of Celery, reached through a socket only."""

import signal
import socket
from pathlib import Path

from config.embedded.accounts import server_account
from config.embedded.places import Cluster
from config.embedded.servers import Server


def valkey(cluster: Cluster, state: Path, program: str) -> Server:
    """A message that was accepted survives a restart: every change is appended to a file."""
    directory = state / "valkey"
    server_account().own_directory(directory)
    settings = {
        "port": "0",
        "unixsocket": str(cluster.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(directory),
        "appendonly": "yes" if cluster.name == "main" else "no",
        "save": "",
        "daemonize": "no",
    }
    options = [part for key, value in settings.items() for part in (f"--{key}", value)]

    def answers(_server: Server) -> bool:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(1)
                connection.connect(str(cluster.valkey_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    return Server(
        name="Valkey",
        command=[program, *options],
        account=server_account(),
        directory=directory,
        log=state / "valkey.log",
        claims=[],
        answers=answers,
        stop_signal=signal.SIGTERM,
    )
