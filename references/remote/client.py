"""Ask a host: from memory where it was asked before, else in its own time, and again if need be."""

import hashlib
import json
import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import quote, urlencode

import httpx
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from references.remote.exceptions import (
    QuestionRefused,
    RemoteMalformed,
    RemoteNotFound,
    RemoteUnavailable,
)
from references.remote.exchange import Reply, TooLarge, exchange
from references.remote.hosts import Host
from references.remote.shared import Shared, shared

log = logging.getLogger(__name__)

HOUR = 3600
SECONDS_TO_REMEMBER = 6 * HOUR
SECONDS_TO_REMEMBER_NOTHING = 10 * 60
#: The daily watch asks for dozens of works at once, and never for the same dozens again.
LARGEST_REMEMBERED = 512 * 1024
ATTEMPTS = 5
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
#: One attempt must leave time for the next.
SECONDS_PER_ATTEMPT = 20.0
#: What is cut shorter tells nothing of the host; what it said before counts.
LEAST_SECONDS_PER_ATTEMPT = 0.25
#: However long a host wants quiet, others are not kept from asking it for longer.
LONGEST_QUIET = 120.0
#: Addresses above this length are refused by some servers; a long question is posted instead.
LONGEST_ADDRESS = 2000
BUSY = {408, 425, 429, 500, 502, 503, 504}
REFUSED = {401, 403}
REDIRECTION = 3
#: NCBI says so with status 400.
WRONG_KEY = b"API key invalid"

#: What is kept of an answer begins with the moment it was given: ISO 8601, then a new line.
_END_OF_MOMENT = b"\n"

Say = Callable[[str], None]
Check = Callable[[bytes], object]


@dataclass(frozen=True)
class Said:
    """An answer's bytes, and when the host gave it."""

    body: bytes
    at: datetime


def silent(_progress: str) -> None:
    """For whoever waits without looking."""


def fetch(
    host: Host,
    path: Sequence[str],
    parameters: Mapping[str, str],
    *,
    deadline: float,
    say: Say = silent,
    check: Check = len,
    fresh: bool = False,
) -> Said:
    """The answer. `deadline` is a moment of `time.monotonic()` that is never passed.

    `path` is given in parts, and each part is quoted whole. `check` reads the answer and raises
    `RemoteMalformed` where it cannot be; what was not understood is not remembered. `fresh` asks
    even where the answer is known. Raises `RemoteUnavailable`, `RemoteNotFound`, `RemoteMalformed`.
    """
    url = address(host, path)
    key = _key(url, parameters)
    with shared() as broker:
        known = None if fresh else broker.known(key)
        if known is not None:
            return _remembered(host, known)
        try:
            answer = _asked(host, url, parameters, broker=broker, deadline=deadline, say=say)
        except RemoteNotFound:
            broker.remember(key, b"", seconds=SECONDS_TO_REMEMBER_NOTHING)
            raise
        check(answer)
        said = Said(answer, datetime.now(UTC))
        if len(answer) <= LARGEST_REMEMBERED:
            kept = said.at.isoformat().encode() + _END_OF_MOMENT + answer
            broker.remember(key, kept, seconds=SECONDS_TO_REMEMBER)
        return said


def address(host: Host, path: Sequence[str]) -> str:
    """Below the host's base, whatever the parts hold."""
    if any(part in {"", ".", ".."} for part in path):
        raise RemoteNotFound(_("%(host)s knows no such work.") % {"host": host.name})
    return "/".join((host.base, *(quote(part, safe="", errors="replace") for part in path)))


def _key(url: str, parameters: Mapping[str, str]) -> str:
    question = json.dumps([url, sorted(parameters.items())])
    return hashlib.sha256(question.encode()).hexdigest()


def _remembered(host: Host, known: bytes) -> Said:
    moment, _end, body = known.partition(_END_OF_MOMENT)
    if not moment:
        raise RemoteNotFound(_("%(host)s knows no such work.") % {"host": host.name})
    return Said(body, datetime.fromisoformat(moment.decode()))


def _asked(
    host: Host,
    url: str,
    parameters: Mapping[str, str],
    *,
    broker: Shared,
    deadline: float,
    say: Say,
) -> bytes:
    trouble: bytes | str = _("Too many questions to %(host)s are waiting.") % {"host": host.name}
    for attempt in range(1, ATTEMPTS + 1):
        has_turn = _waited_for_turn(host, broker, deadline=deadline)
        if not has_turn or deadline - time.monotonic() < LEAST_SECONDS_PER_ATTEMPT:
            break
        say(_("Asking %(host)s…") % {"host": host.name})
        trouble, pause = _trouble(host, *_attempt(host, url, parameters, deadline=deadline))
        if isinstance(trouble, bytes):
            return trouble
        log.warning("%s: attempt %d of %d: %s", host.name, attempt, ATTEMPTS, trouble)
        if pause is not None:
            broker.hold_back(host.base, seconds=min(pause, LONGEST_QUIET))
        pause = max(pause or 0.0, _back_off(attempt))
        if attempt == ATTEMPTS or time.monotonic() + pause >= deadline:
            break
        say(_waiting(trouble, pause))
        time.sleep(pause)
    raise RemoteUnavailable(trouble)


def _attempt(
    host: Host, url: str, parameters: Mapping[str, str], *, deadline: float
) -> tuple[Reply | None, str]:
    """The reply, or what went wrong on the way in words for people."""
    query = urlencode({**parameters, **host.identification}, errors="replace")
    is_long = host.takes_long_questions and len(url) + len(query) > LONGEST_ADDRESS
    target, form = (url, query.encode()) if is_long else (f"{url}?{query}" if query else url, None)
    seconds = max(min(SECONDS_PER_ATTEMPT, deadline - time.monotonic()), LEAST_SECONDS_PER_ATTEMPT)
    try:
        return exchange(target, form, seconds=seconds), ""
    except TooLarge:
        raise RemoteMalformed(
            _("%(host)s sent an answer larger than any real one.") % {"host": host.name}
        ) from None
    except (TimeoutError, httpx.TimeoutException):
        return None, _("%(host)s did not answer in time.") % {"host": host.name}
    except (httpx.ConnectError, OSError):
        return None, _("%(host)s cannot be reached.") % {"host": host.name}
    except httpx.HTTPError:
        return None, _("%(host)s broke off in the middle of its answer.") % {"host": host.name}


def _trouble(host: Host, reply: Reply | None, words: str) -> tuple[bytes | str, float | None]:
    """The answer; or what is wrong, and for how many seconds the host wants quiet, if it says."""
    named = {"host": host.name}
    if reply is None:
        return words, None
    if reply.status == HTTPStatus.OK:
        return reply.body, None
    if reply.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise RemoteNotFound(_("%(host)s knows no such work.") % named)
    if reply.status in BUSY:
        return _("%(host)s is busy or out of order.") % named, _retry_after(reply)
    log.warning("%s answered with status %d", host.name, reply.status)
    if reply.status in REFUSED or WRONG_KEY in reply.body:
        raise RemoteUnavailable(_("%(host)s refuses to answer this site.") % named)
    if reply.status // 100 == REDIRECTION:
        raise RemoteUnavailable(_("%(host)s points to another address; that is not asked.") % named)
    raise QuestionRefused(_("%(host)s did not understand the question.") % named)


def _retry_after(reply: Reply) -> float | None:
    """Seconds from now, of a number or of an HTTP date (RFC 9110, 10.2.3)."""
    value = reply.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _back_off(attempt: int) -> float:
    """Twice as long each time, spread so that many who failed together do not return together."""
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (attempt - 1))
    spread: float = random.uniform(0.5, 1.0)  # noqa: S311 - no secret
    return pause * spread


def _waited_for_turn(host: Host, broker: Shared, *, deadline: float) -> bool:
    """False at once where the turn would come after the deadline."""
    left = deadline - time.monotonic()
    if left <= 0:
        return False
    pause = broker.turn(host.base, every=1 / host.per_second, within=left)
    if pause is None:
        return False
    time.sleep(pause)
    return True


def _waiting(trouble: str, pause: float) -> str:
    seconds = max(1, round(pause))
    again = ngettext(
        "It is asked again in %(seconds)d second.",
        "It is asked again in %(seconds)d seconds.",
        seconds,
    )
    return f"{trouble} {again % {'seconds': seconds}}"
