"""Having the next minute's plan look again at articles whose reminders are others' by now."""

from collections.abc import Iterable

from editorial.models import ReviewSchedule


def look_again(article_ids: Iterable[int]) -> None:
    """Have the next minute's plan look at these articles, whose owner, say, is another now.

    The caller holds them, if at all, with `no_key`, as `editorial.beats.lock` does: what the
    planner writes points to them.
    """
    ReviewSchedule.objects.filter(article__in=list(article_ids)).update(planned_for=None)
