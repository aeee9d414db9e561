"""Having the next sweep look again at articles whose reminders now go to somebody else."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import F

from editorial.models import ReviewSchedule


def look_again(articles: Collection[int]) -> None:
    """By their ids. What was never planned is looked at anyway when its day comes."""
    _look_again(article__in=articles)


def look_again_at_all_of(owner: User) -> None:
    """Whatever this account owns."""
    _look_again(article__owner=owner)


def _look_again(**which: object) -> None:
    """Held in one order, so that two who do this do not wait for each other.

    A row that waits for the planner already is left alone: the planner may hold it.
    """
    planned = ReviewSchedule.objects.filter(planned_for=F("due_on"), **which)
    rows = planned.order_by("article").select_for_update(of=("self",))
    ids = list(rows.values_list("article", flat=True))
    ReviewSchedule.objects.filter(article__in=ids).update(planned_for=None)
