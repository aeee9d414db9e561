"""Pages asked for inside this process: no network, the whole of Django."""

from http import HTTPStatus
from urllib.parse import quote_plus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def client() -> Client:
    return Client(SERVER_NAME="127.0.0.1")


def fetch(asking: Client, address: str) -> bytes:
    """The page; anything but a page is a mistake of the bench, or of the site."""
    response = asking.get(address)
    if response.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return response.content


def queries_of(asking: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        fetch(asking, address)
    return len(captured)


def asked(path: str, text: str) -> str:
    return f"{path}?q={quote_plus(text)}"
