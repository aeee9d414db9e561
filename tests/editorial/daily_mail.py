"""Somebody who wants one mail a day, what is owed to them, and what they read in it."""

import datetime

from django.contrib.auth.models import User
from django.db.models.functions import Now

from editorial import mail_choice
from editorial.models import MailPreference, Notification
from tests.factories.articles import UserFactory
from tests.mail_server import MailServer
from tests.reminders import at, live_article

Kind = Notification.Kind
State = Notification.State
Rhythm = MailPreference.Rhythm


def reader_of_a_daily_mail() -> User:
    user = UserFactory.create(group="Editors")
    mail_choice.choose(user, rhythm=Rhythm.DAILY)
    return user


def owed(
    user: User, *, count: int = 2, title: str = "What causes neck spasm?", articles: int = 1
) -> list[str]:
    """Rows of a kind that nothing cancels, whose daily mail is due now. Gives the titles."""
    live = [live_article(title=f"{title} {n}") for n in range(articles)]
    Notification.objects.bulk_create(
        Notification(
            subject=f"review:{article.reviews.get().pk}",
            kind=Kind.APPROVED,
            rung=rung,
            recipient=user,
            due_on=at(0).date(),
            article=article,
            review=article.reviews.get(),
            is_daily=True,
        )
        for article in live
        for rung in range(count // articles)
    )
    return [article.title for article in live]


def text_of(mails: MailServer, place: int = 0, kind: str = "plain") -> str:
    body = mails.accepted[place].get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return " ".join(content.split())


def again() -> None:
    """Let the waits and the leases of failed attempts run out."""
    Notification.objects.filter(state=State.QUEUED).update(not_before=Now())
    Notification.objects.filter(leased_until__isnull=False).update(
        leased_until=Now() - datetime.timedelta(seconds=1)
    )
