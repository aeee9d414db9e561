"""Sweeps that are told what time it is, what they send, and what they should, reckoned in Python.

`python -m tests.faults times --full` has the whole sizes; figures are printed.
"""

import datetime
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core import mail
from django.db import transaction

from articles.models import Article
from editorial.delivery import deliver
from editorial.models import Assignment, MailPreference, Notification, ReviewSchedule
from editorial.sweeping import sweep
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, under_review
from tests.reminders import live_article

FULL = os.environ.get("FAULTS") == "full"
DAY = datetime.timedelta(days=1)
QUARTER = datetime.timedelta(minutes=15)

#: Subject, kind, rung, recipient, date in question.
Key = tuple[str, str, int, int, datetime.date]

#: The ladders of the tier "treatment" that the site comes with, written by hand.
REVIEW, RESPOND, SIGN = (-60, -30, -7, 0), (-2, 0), (-7, -2, 0)
EVERY, EVERY_OF_MEMBERS = 7, 3
#: The first day on which the managing editors hear of it. Nobody leads a specialty here.
LATE_REVIEW, LATE_ANSWER, LATE_SIGNATURE = 14, 3, 4
FROM_ALL = {LATE_REVIEW: 28, LATE_ANSWER: 7, LATE_SIGNATURE: 10}


@dataclass(frozen=True)
class Sample:
    """Articles and assignments with their dates, and the one managing editor."""

    manager: User
    articles: list[Article]
    assignments: list[Assignment]


def sample(due: Iterable[datetime.date], asked: Iterable[tuple[int, int]] = ()) -> Sample:
    """An article for each date; an assignment for each pair of days after the first of them.

    Everybody gets each reminder by itself, in office hours of UTC.
    """
    dates = list(due)
    articles = [live_article(due_on=date) for date in dates]
    assignments = [
        _assignment(dates[0] + respond * DAY, dates[0] + sign * DAY) for respond, sign in asked
    ]
    manager = UserFactory.create(group="Managing editors")
    others = User.objects.filter(groups__name="Managing editors").exclude(pk=manager.pk)
    others.update(is_active=False)
    MailPreference.objects.bulk_create(
        MailPreference(user=user, rhythm=MailPreference.Rhythm.SINGLE)
        for user in User.objects.all()
    )
    Notification.objects.all().delete()
    mail.outbox.clear()
    return Sample(manager, articles, assignments)


def _assignment(respond_by: datetime.date, sign_by: datetime.date) -> Assignment:
    members = [BoardMemberFactory.create() for _twice in range(2)]
    review = under_review(members=members, answered=False)
    asked = review.assignments.exclude(member=members[1])
    review.assignments.filter(member=members[1]).update(
        respond_by=respond_by + 9 * 365 * DAY, sign_by=sign_by + 9 * 365 * DAY
    )
    asked.update(respond_by=respond_by, sign_by=sign_by)
    return asked.select_related("member").get()


def sweep_at(now: datetime.datetime) -> set[Key]:
    """What it sent. One mail each, under an id that no mail had before."""
    before = len(mail.outbox)
    delivered = sweep(now)
    while delivered.is_cut_short:  # as a task asks for the next one
        delivered = deliver(now)
    sent = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert len(set(sent)) == len(sent), "a mail came twice"
    rows = Notification.objects.filter(pk__in=[_id_in(each) for each in sent[before:]])
    assert len(rows) == len(sent) - before
    return {key_of(row) for row in rows}


def _id_in(message_id: str) -> str:
    return message_id.strip("<>").partition("@")[0]


def key_of(row: Notification) -> Key:
    return row.subject, row.kind, row.rung, row.recipient_id, row.due_on


def standing(things: Sample, today: datetime.date) -> set[Key]:
    """What stands on this day (UTC): for each thing and recipient its present rung."""
    due = ReviewSchedule.objects.in_bulk([article.pk for article in things.articles])
    keys = set()
    for article in things.articles:
        day = due[article.pk].due_on
        subject, passed = f"article:{article.pk}", (today - day).days
        rung = present(REVIEW, EVERY, passed)
        if rung is not None:
            kind = "review-overdue" if rung > 0 else "review-due"
            keys.add((subject, kind, rung, article.owner_id, day))
        late = escalated(LATE_REVIEW, EVERY, passed)
        if late is not None:
            keys.add((subject, "escalation", late, things.manager.pk, day))
    for assignment in things.assignments:
        keys |= _standing_of(assignment, things.manager, today)
    return keys


def _standing_of(asked: Assignment, manager: User, today: datetime.date) -> set[Key]:
    subject = f"assignment:{asked.pk}"
    answers = asked.sign_by > today
    day = asked.respond_by if answers else asked.sign_by
    passed = (today - day).days
    rung = present(RESPOND if answers else SIGN, EVERY_OF_MEMBERS, passed)
    late = escalated(LATE_ANSWER if answers else LATE_SIGNATURE, EVERY_OF_MEMBERS, passed)
    keys: set[Key] = set()
    if rung is not None:
        kind = "response-due" if answers else "sign-off-due"
        keys.add((subject, kind, rung, asked.member.user_id, day))
    if late is not None:
        keys.add((subject, "assignment-late", late, manager.pk, day))
    return keys


def present(days: tuple[int, ...], every: int, passed: int) -> int | None:
    """The highest rung whose day has come."""
    if passed >= days[-1]:
        return days[-1] + (passed - days[-1]) // every * every
    return max((day for day in days if day <= passed), default=None)


def escalated(first: int, every: int, passed: int) -> int | None:
    for begin in (FROM_ALL[first], first):
        if passed >= begin:
            return begin + (passed - begin) // every * every
    return None


@contextmanager
def undone() -> Iterator[None]:
    """What is written within is taken back. Nothing here is a block that would keep rows locked."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
    mail.outbox.clear()
