"""The process that owns the servers of one cluster: `python -m config.embedded.keeper main`.

It is started by the first command that attaches and lives as long as anyone is attached. It
inherits the open lock that says "there is a keeper", prints one line when the servers answer, or
one line that says why they do not, and from then on only watches: a server that died is started
again, and when the last user is gone, both are stopped in order.
"""

import signal
import sys
import time
from types import FrameType
from typing import cast

from config.embedded.binaries import postgresql_programs, valkey_program
from config.embedded.errors import EmbeddedServerError
from config.embedded.locks import FileLock
from config.embedded.places import Cluster, ClusterName, state_directory
from config.embedded.postgresql import initialise, postgresql
from config.embedded.servers import Server
from config.embedded.valkey import valkey

SECONDS_TO_START = 60
SECONDS_BETWEEN_LOOKS = 0.2
#: A server that dies again and again is tried again after ever longer pauses.
LONGEST_PAUSE = 10.0

READY = "ready"


class Stopped(Exception):
    """Somebody asked the keeper to stop."""


def prepare(cluster: Cluster) -> list[Server]:
    """Data directories and programs in place, nothing started."""
    state = state_directory(cluster)
    programs = postgresql_programs(state)
    initialise(cluster, state, programs)
    return [postgresql(cluster, state, programs), valkey(cluster, state, valkey_program(state))]


def start(servers: list[Server]) -> None:
    """Start them together; return when all of them answer."""
    for server in servers:
        server.start()
    deadline = time.monotonic() + SECONDS_TO_START
    for server in servers:
        while not server.answers(server):
            if not server.runs:
                raise EmbeddedServerError(f"{server.name} did not start: {server.last_words()}")
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"{server.name} does not answer. See {server.log}")
            time.sleep(0.02)


def watch(cluster: Cluster, servers: list[Server], users: FileLock) -> None:
    """Until nobody uses the cluster. Owning the users' lock keeps the next one waiting outside."""
    pauses = dict.fromkeys((server.name for server in servers), SECONDS_BETWEEN_LOOKS)
    again_at = dict.fromkeys(pauses, 0.0)
    while not users.try_own():
        time.sleep(SECONDS_BETWEEN_LOOKS)
        for server in servers:
            if server.runs or time.monotonic() < again_at[server.name]:
                continue
            cluster.ready.unlink(missing_ok=True)
            say(f"{server.name} ended ({server.last_words()}) and is started again")
            server.start()
            pauses[server.name] = min(pauses[server.name] * 2, LONGEST_PAUSE)
            again_at[server.name] = time.monotonic() + pauses[server.name]
        if not cluster.ready.exists() and all(server.answers(server) for server in servers):
            cluster.ready.touch()


def say(line: str) -> None:
    """Into the keeper's log."""
    sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {line}\n")
    sys.stderr.flush()


def answer(line: str) -> None:
    """To the command that started us and waits."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        say("the command that started this is gone")


def stop_on_request(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def keep(cluster: Cluster) -> int:
    servers: list[Server] = []
    try:
        servers = prepare(cluster)
        start(servers)
        cluster.ready.touch()
        answer(READY)
        watch(cluster, servers, FileLock(cluster.users_lock))
    except EmbeddedServerError as error:
        answer(str(error))
        return 1
    except Stopped:
        say("stopped on request")
    finally:
        cluster.ready.unlink(missing_ok=True)
        for server in reversed(servers):
            server.stop()
    return 0


def main() -> int:
    name = cast("ClusterName", sys.argv[1])
    signal.signal(signal.SIGTERM, stop_on_request)
    signal.signal(signal.SIGINT, stop_on_request)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return keep(Cluster(name))


if __name__ == "__main__":
    sys.exit(main())
