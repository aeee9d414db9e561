"""One request and its answer, within a time that a slow server cannot stretch."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from references.remote.hosts import user_agent

LARGEST = 10 * 1024 * 1024
SECONDS_TO_CONNECT = 5.0
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class TooLarge(Exception):
    """The answer is larger than any real one."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: httpx.Headers
    body: bytes


def exchange(url: str, form: bytes | None, *, seconds: float) -> Reply:
    """GET, or POST where there is a form. Redirects are answers like any other.

    Raises TimeoutError, httpx.HTTPError or TooLarge. The time is for the whole of it: asyncio can
    end a connection that sends a byte a second, which no time limit per read does. Its loop has a
    thread of its own, for whoever asks may stand in a loop already.
    """
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(asyncio.run, _exchange(url, form, seconds)).result()


async def _exchange(url: str, form: bytes | None, seconds: float) -> Reply:
    headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    async with asyncio.timeout(seconds), _client(url) as client:
        method = "GET" if form is None else "POST"
        async with client.stream(method, url, content=form, headers=headers) as response:
            return Reply(response.status_code, response.headers, await _body(response))


def _client(url: str) -> httpx.AsyncClient:
    """TLS is verified. A proxy is what the operator's environment says; none on this machine."""
    return httpx.AsyncClient(
        follow_redirects=False,
        timeout=httpx.Timeout(None, connect=SECONDS_TO_CONNECT),
        trust_env=urlsplit(url).hostname not in LOOPBACK,
    )


async def _body(response: httpx.Response) -> bytes:
    """The bytes as sent: we ask for no compression, so no small answer can become a large one."""
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LARGEST:
            raise TooLarge
    return bytes(body)
