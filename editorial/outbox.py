"""Owing a message: rows written in the transaction of what they tell about."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import Permission, User
from django.db import models

from articles.models import Article
from editorial.models import Notification, Review


def owe(
    kind: Notification.Kind,
    *,
    to: Iterable[User],
    article: Article,
    review: Review | None = None,
    due_on: datetime.date,
) -> None:
    """One row per recipient. A row that is there already is left as it is."""
    subject = f"review:{review.pk}" if review is not None else f"article:{article.pk}"
    Notification.objects.bulk_create(
        [
            Notification(
                subject=subject,
                kind=kind,
                recipient=recipient,
                due_on=due_on,
                article=article,
                review=review,
            )
            for recipient in {user.pk: user for user in to}.values()
            if recipient.is_active
        ],
        ignore_conflicts=True,
    )


def managing_editors() -> models.QuerySet[User]:
    """Active accounts in a group that may manage reviews."""
    permission = Permission.objects.filter(
        content_type__app_label="editorial", codename="manage_reviews"
    )
    return User.objects.filter(is_active=True, groups__permissions__in=permission).distinct()
