"""What is overdue as things stand: members, open reviews, live articles."""

import datetime

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.models import Assignment, Review, ReviewSchedule
from editorial.oversight.figures import Row
from editorial.oversight.periods import Period
from editorial.oversight.reviews import with_expected_by
from editorial.states import State


def overdue(_period: Period) -> list[Row]:
    """What, which article, who, since when, and for how many days; the latest first.

    In three queries. The period says nothing here: what is overdue is overdue today.
    """
    today = timezone.now().date()
    rows = [*_members(today), *_reviews(today), *_articles(today)]
    rows.sort(key=lambda row: (row[-1], row[:-1]))
    return [(*row, (today - row[-1]).days) for row in rows]


def _members(today: datetime.date) -> list[tuple[str, str, str, datetime.date]]:
    late = Assignment.objects.late(today).values_list(
        "review__version__title", "member__name", "respond_by", "sign_by"
    )
    return [
        (_("Signature"), title, member, sign_by)
        if sign_by < today
        else (_("Answer to being asked"), title, member, respond_by)
        for title, member, respond_by, sign_by in late.order_by("pk")
    ]


def _reviews(today: datetime.date) -> list[tuple[str, str, str, datetime.date]]:
    expected = (
        with_expected_by(Review.objects.open())
        .filter(Q(("expected_by__lt", today)))
        .order_by("pk")
        .values_list("version__title", "state", F("expected_by"))
    )
    return [
        (
            _("Review"),
            title,
            _("Managing editors") if state == State.SUBMITTED else _("Advisory board"),
            day,
        )
        for title, state, day in expected
    ]


def _articles(today: datetime.date) -> list[tuple[str, str, str, datetime.date]]:
    """Those that readers have, or get back with their review; retired ones are due for nothing."""
    due = ReviewSchedule.objects.filter(
        Q(article__retired_at__isnull=True) | Q(article__returns_when_reviewed=True),
        due_on__lt=today,
        article__live_version__isnull=False,
    ).select_related("article__owner")
    return [
        (
            _("Re-review"),
            row.article.title,
            row.article.owner.get_full_name() or row.article.owner.get_username(),
            row.due_on,
        )
        for row in due.order_by("pk")
    ]
