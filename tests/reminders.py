"""Articles that are due, and a mail server that takes the mail about them."""

import datetime
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from articles.models import Article
from editorial.models import Notification, ReviewSchedule
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved
from tests.mail_server import MailServer, mail_server

DUE = datetime.date(2027, 6, 15)
Sent = tuple[str, int, User]


@pytest.fixture
def mails(settings: Settings) -> Iterator[MailServer]:
    """A mail server for this test, and settings that point to it."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 1
        yield server


def live_article(due_on: datetime.date = DUE, **facts: object) -> Article:
    """Approved by the real verbs; its outbox is emptied, and its due date set."""
    article = approved(ArticleFactory.create(**facts)).article
    ReviewSchedule.objects.filter(article=article).update(
        due_on=due_on, reviewed_on=due_on - datetime.timedelta(days=730)
    )
    Notification.objects.filter(article=article).delete()
    return article


def at(days: int, *, due_on: datetime.date = DUE) -> datetime.datetime:
    """So many days after the due date (before it, when negative), at an odd time of day."""
    day = due_on + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(9, 41), tzinfo=datetime.UTC)


def planned() -> set[tuple[str, int, str]]:
    """Kind, rung and account of every row of the outbox."""
    return set(Notification.objects.values_list("kind", "rung", "recipient__username"))
