"""The pages and files of what is due, as somebody reads them."""

import csv
import io
import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import strip_tags

from articles.models import Article
from editorial.models import DueTrigger
from tests.factories.editorial import managing_editor
from tests.scheduled import DAY, NOW, TODAY

PAGE, LIST = "/desk/due/", "/desk/due/articles/"


@pytest.fixture
def january() -> Iterator[None]:
    with time_machine.travel(NOW):
        yield


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(address: str = PAGE, *, by: User | None = None) -> str:
    """The text of the page, without its markup, on one line."""
    answer = as_user(by or managing_editor()).get(address)
    assert answer.status_code == HTTPStatus.OK
    text = strip_tags(re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", "", answer.content.decode()))
    return " ".join(text.split())


def file(table: str, query: str = "") -> list[list[str]]:
    answer = as_user(managing_editor()).get(f"{PAGE}{table}.csv{query}")
    assert answer.status_code == HTTPStatus.OK
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def cause(article: Article, kind: str = "source-retracted") -> DueTrigger:
    return DueTrigger.objects.create(
        article=article,
        kind=kind,
        key=f"{kind}:1",
        due_on=TODAY - 3 * DAY,
        raised_at=NOW,
        raised_by=article.owner,
    )
