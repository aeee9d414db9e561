"""What would be sent: a plan that is made and taken back."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from editorial.letters import letter
from editorial.mail import one_line
from editorial.models import Notification
from editorial.planning.planner import plan
from editorial.querysets import NotificationQuerySet
from editorial.relevance import why_cancelled

NO_TIME = datetime.timedelta(0)


@dataclass(frozen=True)
class PlannedMessage:
    """One row as it would be sent at `when`, or why it would not be (`why_not`, else empty)."""

    article_id: int
    title: str
    recipient_id: int
    name: str
    address: str
    kind: Notification.Kind
    rung: int
    due_on: datetime.date
    when: datetime.datetime
    subject: str
    is_gathered: bool
    why_not: str


def preview(
    by: datetime.datetime,
    *,
    since: datetime.datetime | None = None,
    beyond: datetime.timedelta = NO_TIME,
    most: int | None = None,
) -> list[PlannedMessage]:
    """What waits, and what is planned, to be sent by this moment; nothing is written.

    As a plan made at `by` would have it. With `since`, as sweeps from then on would: one plan then,
    and one at the beginning of every day (UTC) up to `by`. What waits still at `by` is told too if
    its time comes within `beyond`. At most the first `most`; each is asked about by itself.
    """
    moments = [by] if since is None else list(_plans(since, by))
    messages: list[PlannedMessage] = []
    with transaction.atomic():
        for moment, following in zip(moments, [*moments[1:], by + beyond], strict=True):
            plan(moment)
            waiting = _waiting(following)
            if most is None or len(messages) < most:
                messages += [_described(row) for row in _with_letters(waiting)[:most]]
            # Gone by then: the next plan would otherwise take them for late ones.
            waiting.update(state=Notification.State.SENT)
        transaction.set_rollback(True)
    return messages[:most]


def _waiting(by: datetime.datetime) -> NotificationQuerySet:
    return Notification.objects.filter(state=Notification.State.QUEUED, not_before__lte=by)


def _with_letters(waiting: NotificationQuerySet) -> NotificationQuerySet:
    return (
        waiting.select_related("recipient", "article__owner", "article__live_version")
        .select_related("review__version", "event")
        .order_by("not_before", "recipient__email", "subject", "rung")
    )


def _plans(since: datetime.datetime, by: datetime.datetime) -> Iterator[datetime.datetime]:
    moment = since
    while moment <= by:
        yield moment
        day = moment.astimezone(datetime.UTC).date() + datetime.timedelta(days=1)
        moment = datetime.datetime.combine(day, datetime.time.min, tzinfo=datetime.UTC)


def _described(row: Notification) -> PlannedMessage:
    return PlannedMessage(
        article_id=row.article_id,
        title=row.article.title,
        recipient_id=row.recipient_id,
        name=row.recipient.get_full_name() or row.recipient.get_username(),
        address=row.recipient.email,
        kind=Notification.Kind(row.kind),
        rung=row.rung,
        due_on=row.due_on,
        when=row.not_before,
        subject=one_line(letter(row).subject),
        is_gathered=row.is_daily,
        why_not=why_cancelled(row),
    )
