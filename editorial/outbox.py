"""Owing a message: rows written in the transaction of what they tell about, and the doorbell."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models import Article
from editorial import daily
from editorial.models import Assignment, AuditEvent, Notification, Review
from references import doorbell

#: The task that delivers, by name: tasks import this module, so it cannot import them.
DELIVER = "editorial.tasks.deliver"
NO_TIME = datetime.timedelta(0)
#: Within this time of the first, such messages as comments become one.
TIME_TO_GATHER = datetime.timedelta(minutes=15)

Facts = dict[str, str | int | bool | datetime.date | list[int] | None]

#: One row for each account that is open; whoever has one mail a day waits for it.
#: Who they are is asked once, as an array: joined, PostgreSQL asks anew for every account where its
#: statistics say that there are none yet.
_OWE = """
INSERT INTO editorial_notification
    (subject, kind, recipient_id, due_on, article_id, review_id, assignment_id, event_id,
        queued, is_daily, not_before)
SELECT
    %(subject)s,
    %(kind)s,
    account.id,
    %(due_on)s,
    %(article)s,
    %(review)s,
    %(assignment)s,
    %(event)s,
    %(now)s,
    waits.for_daily_mail,
    CASE WHEN waits.for_daily_mail THEN daily.mail ELSE %(not_before)s END
FROM auth_user AS account
LEFT JOIN editorial_mailpreference AS preference ON preference.user_id = account.id
CROSS JOIN LATERAL ({habits}) AS habits
CROSS JOIN LATERAL (
    SELECT CASE WHEN %(may_wait)s AND habits.rhythm = 'daily' THEN editorial_daily_mail(
        %(now)s, habits.zone, %(mail_hour)s, habits.quiet_from, habits.quiet_until,
        habits.working_days
    ) END AS mail
) AS daily
CROSS JOIN LATERAL (
    SELECT daily.mail IS NOT NULL AND COALESCE(
        (daily.mail AT TIME ZONE 'UTC')::date < %(answer_by)s::date, TRUE
    ) AS for_daily_mail
) AS waits
WHERE account.is_active AND account.id = ANY(ARRAY({recipients}))
ORDER BY account.id
ON CONFLICT (subject, kind, rung, recipient_id, due_on) DO NOTHING
"""
#: Who is in a group that may manage reviews. The groups are asked for once, for the same reason.
_MANAGING = """
    SELECT membership.user_id FROM auth_user_groups AS membership
    WHERE membership.group_id = ANY(ARRAY(
        SELECT held.group_id
        FROM auth_group_permissions AS held
        JOIN auth_permission AS permission ON permission.id = held.permission_id
        JOIN django_content_type AS app ON app.id = permission.content_type_id
        WHERE app.app_label = 'editorial' AND permission.codename = 'manage_reviews'
    ))
"""


def owe(
    kind: Notification.Kind,
    *,
    to: Iterable[User],
    article: Article,
    review: Review | None = None,
    assignment: Assignment | None = None,
    event: AuditEvent | None = None,
    due_on: datetime.date,
    wait: datetime.timedelta = NO_TIME,
    subject: str = "",
) -> None:
    """One row per recipient, in one statement. A row that is there already is left as it is.

    What two members can each cause on the same day, such as a declared conflict of interest, is
    told apart by its `assignment`; what can happen twice to the same one, by its `event`; what is
    about neither, by a `subject` of its own. It is sent after `wait`.
    """
    now = timezone.now()
    facts: Facts = {
        "subject": subject or _subject(article, review, assignment, event),
        "kind": str(kind),
        "due_on": due_on,
        "article": article.pk,
        "review": review.pk if review else None,
        "assignment": assignment.pk if assignment else None,
        "event": event.pk if event else None,
        "now": now,
        "not_before": now + wait,
        "may_wait": daily.may_wait(kind, review, assignment, today=now.date()),
        "answer_by": daily.answer_by(kind, review, assignment, today=now.date()),
        **daily.settings_of_the_site(),
    }
    recipients, parameters = _recipients(to)
    with connection.cursor() as cursor:
        cursor.execute(_OWE.format(recipients=recipients, habits=daily.HABITS), facts | parameters)
    ring_once()


def owe_gathered(
    kind: Notification.Kind,
    *,
    to: Iterable[User],
    article: Article,
    review: Review | None = None,
    event: AuditEvent,
    due_on: datetime.date,
) -> None:
    """As `owe`, for what comes many times in an hour and is told together.

    The first waits a while; what follows goes along with a message that waits still. A message in
    somebody's hands has been written already, so the next is owed a row of its own: a row that
    waits is held here, and nobody takes it before the caller's transaction ends.
    """
    waiting = Notification.objects.filter(
        kind=kind,
        article=article,
        review=review,
        state=Notification.State.QUEUED,
        attempts=0,
        leased_until__isnull=True,
    )
    told = set(waiting.select_for_update().values_list("recipient", flat=True))
    owe(
        kind,
        to=[user for user in to if user.pk not in told],
        article=article,
        review=review,
        event=event,
        due_on=due_on,
        wait=TIME_TO_GATHER,
    )


def _recipients(to: Iterable[User]) -> tuple[str, Facts]:
    """As SQL: accounts that are asked for by a query are not read first."""
    if not isinstance(to, models.QuerySet):
        return "SELECT unnest(%(recipients)s::int[])", {"recipients": [user.pk for user in to]}
    query, values = to.order_by().values("pk").query.sql_with_params()
    names = [f"recipient_{place}" for place in range(len(values))]
    return query % tuple(f"%({name})s" for name in names), dict(zip(names, values, strict=True))


def ring_once() -> None:
    """However many messages one step owes, the doorbell is rung once."""
    here = set(connection.savepoint_ids)
    if not any(it[0] == here and it[1] is prompt_delivery for it in connection.run_on_commit):
        transaction.on_commit(prompt_delivery, robust=True)


def prompt_delivery() -> None:
    """Ask a worker to deliver now. Where the broker is away, the next sweep delivers."""
    doorbell.ring(DELIVER)


def managing_editors() -> models.QuerySet[User]:
    """Active accounts in a group that may manage reviews."""
    return User.objects.filter(is_active=True, pk__in=RawSQL(_MANAGING, ()))  # noqa: S611 # our own


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
