"""What all processes share through the broker: whose turn it is at a host, and known answers.

The broker is reached over Celery's own connection, so there is one address for it. While it is
away nothing is remembered, and each process keeps the pace by itself.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

AWAY = (OperationalError, RedisError, OSError)
PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 0.5}
PREFIX = "references.remote"
#: Takes the next free turn and says in how many milliseconds it is; where that is later than the
#: asker can wait, takes none and says -1. KEYS: the host's; ARGV: ms between turns, longest wait.
TAKE_TURN = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local turn = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
if turn - now > tonumber(ARGV[2]) then return -1 end
local next_turn = turn + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', next_turn), 'PX', next_turn - now + 1000)
return turn - now
"""
#: Nobody's turn comes before this. KEYS: the host's; ARGV: milliseconds from now.
HOLD_BACK = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local turn = math.max(now + tonumber(ARGV[1]), tonumber(redis.call('GET', KEYS[1]) or '0'))
redis.call('SET', KEYS[1], string.format('%.0f', turn), 'PX', turn - now + 1000)
return turn - now
"""

_own_turns: dict[str, float] = {}
_own_lock = threading.Lock()


class Shared:
    """Used by one thread. After the first failure the broker is left alone."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - redis has several clients
        self.client = client

    def known(self, key: str) -> bytes | None:
        answer: bytes | None = self._ask("get", f"{PREFIX}:answer:{key}")
        return answer

    def remember(self, key: str, answer: bytes, *, seconds: int) -> None:
        self._ask("set", f"{PREFIX}:answer:{key}", answer, ex=seconds)

    def turn(self, host: str, *, every: float, within: float) -> float | None:
        """Take a turn. In how many seconds it is; None when that is not `within` these seconds."""
        key = f"{PREFIX}:turn:{host}"
        waiting = self._ask("eval", TAKE_TURN, 1, key, _ms(every), _ms(within))
        if waiting is None:
            return _own_turn(host, every=every, within=within)
        return None if waiting < 0 else waiting / 1000

    def hold_back(self, host: str, *, seconds: float) -> None:
        """The host asked for quiet: for these seconds nobody has a turn."""
        with _own_lock:
            _own_turns[host] = max(_own_turns.get(host, 0.0), time.monotonic() + seconds)
        self._ask("eval", HOLD_BACK, 1, f"{PREFIX}:turn:{host}", _ms(seconds))

    def _ask(self, command: str, *arguments: object, **options: object) -> Any:  # noqa: ANN401
        if self.client is None:
            return None
        try:
            return getattr(self.client, command)(*arguments, **options)
        except AWAY as error:
            log.warning("The broker did not answer; going on without it. %s", error)
            self.client = None
            return None


@contextmanager
def shared() -> Iterator[Shared]:
    """What is shared, for the length of one question."""
    try:
        connection = current_app.connection_for_read(transport_options=PATIENCE)
        channel: Any = connection.default_channel
        client = channel.client
    except AWAY as error:
        log.warning("The broker did not answer; going on without it. %s", error)
        yield Shared(None)
        return
    try:
        yield Shared(client)
    finally:
        connection.release()


def _ms(seconds: float) -> int:
    return int(seconds * 1000)


def _own_turn(host: str, *, every: float, within: float) -> float | None:
    with _own_lock:
        now = time.monotonic()
        turn = max(now, _own_turns.get(host, 0.0))
        if turn - now > within:
            return None
        _own_turns[host] = turn + every
        return turn - now
