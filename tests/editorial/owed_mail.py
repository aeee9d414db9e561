"""Mails that are owed, whatever happens."""

from articles.models import Article
from editorial.models import Notification
from tests.factories.articles import UserFactory
from tests.reminders import at

Kind = Notification.Kind
State = Notification.State


def owed(article: Article, *, count: int = 1) -> list[Notification]:
    """Rows of a kind that nothing cancels, each to an account of its own."""
    review = article.reviews.get()
    Notification.objects.bulk_create(
        Notification(
            subject=f"review:{review.pk}",
            kind=Kind.APPROVED,
            recipient=UserFactory.create(),
            due_on=at(0).date(),
            article=article,
            review=review,
        )
        for _ in range(count)
    )
    return list(Notification.objects.select_related("recipient").order_by("recipient"))
