"""Owing a message: rows written in the transaction of what they tell about, and the doorbell."""

import datetime
import logging
from collections.abc import Iterable

from celery import current_app
from django.contrib.auth.models import Permission, User
from django.db import connection, models, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from articles.models import Article
from editorial.models import Assignment, AuditEvent, Notification, Review

log = logging.getLogger(__name__)

#: The task that delivers, by name: tasks import this module, so it cannot import them.
DELIVER = "editorial.tasks.deliver"
#: A broker that hangs is not waited for longer: the person who pressed the button waits too.
SECONDS_TO_RING = 0.5
#: A doorbell nobody heard within a minute is of no use: the sweep of that minute came by.
SECONDS_TO_HEAR = 60


def owe(
    kind: Notification.Kind,
    *,
    to: Iterable[User],
    article: Article,
    review: Review | None = None,
    assignment: Assignment | None = None,
    event: AuditEvent | None = None,
    due_on: datetime.date,
) -> None:
    """One row per recipient. A row that is there already is left as it is.

    What two members can each cause on the same day, such as a declared conflict of interest, is
    told apart by its `assignment`; what two sources can, by its `event`.
    """
    now = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                subject=_subject(article, review, assignment, event),
                kind=kind,
                recipient=recipient,
                due_on=due_on,
                article=article,
                review=review,
                event=event,
                queued=now,
                not_before=now,
            )
            for recipient in {user.pk: user for user in to}.values()
            if recipient.is_active
        ],
        ignore_conflicts=True,
    )
    _ring_once()


def _ring_once() -> None:
    """However many messages one step owes, the doorbell is rung once."""
    here = set(connection.savepoint_ids)
    if not any(it[0] == here and it[1] is prompt_delivery for it in connection.run_on_commit):
        transaction.on_commit(prompt_delivery, robust=True)


def prompt_delivery() -> None:
    """Ask a worker to deliver now. A broker that is away costs up to a minute, and nothing else."""
    patience = {"socket_timeout": SECONDS_TO_RING, "socket_connect_timeout": SECONDS_TO_RING}
    try:
        with current_app.connection_for_write(transport_options=patience) as connection:
            current_app.send_task(
                DELIVER,
                connection=connection,
                ignore_result=True,
                retry=False,
                expires=SECONDS_TO_HEAR,
            )
    except (OperationalError, OSError) as error:
        log.warning("The broker did not answer; the next sweep delivers. %s", error)


def managing_editors() -> models.QuerySet[User]:
    """Active accounts in a group that may manage reviews."""
    permission = Permission.objects.filter(
        content_type__app_label="editorial", codename="manage_reviews"
    )
    return User.objects.filter(is_active=True, groups__permissions__in=permission).distinct()


def _subject(
    article: Article,
    review: Review | None,
    assignment: Assignment | None,
    event: AuditEvent | None,
) -> str:
    if event is not None:
        return f"event:{event.pk}"
    if assignment is not None:
        return f"assignment:{assignment.pk}"
    return f"review:{review.pk}" if review is not None else f"article:{article.pk}"
