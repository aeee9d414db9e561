"""Sabotage: a worker that notes a mail as sent before it has sent it."""

import datetime

import django

django.setup()

from config.celery import app  # noqa: E402 -- models need Django
from editorial import delivery  # noqa: E402
from editorial.models import Notification  # noqa: E402

claim = delivery.claim


def claim_as_sent(now: datetime.datetime) -> Notification | None:
    row = claim(now)
    if row is not None:
        Notification.objects.filter(pk=row.pk).update(state=Notification.State.SENT)
    return row


delivery.claim = claim_as_sent

__all__ = ["app"]
