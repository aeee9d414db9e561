"""Articles as they grow older: due at other times than the rest, for reasons that are on record."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import reader_reports, workflow
from editorial.sample.people import Cast
from editorial.sample.steps import brought_live, imported

DAY = datetime.timedelta(days=1)
#: In place of the 36 of its tier.
MONTHS = 30


def looked_after(cast: Cast) -> Iterator[str]:
    """Due in the month of another one; reported by a reader; its owner goes away."""
    article = imported("collar-for-radiculopathy.md", cast.editor)
    brought_live(article, cast, [cast.board[1], cast.board[0]], _("New article."))
    reader_reports.report(article, text=_("How many hours a day is the collar to be worn?"))
    yield _("live; a reader reports that something is missing")
    if article.specialty is not None:
        workflow.set_lead(article.specialty, user=cast.managing_editor, by=cast.managing_editor)
    today = timezone.now().date()
    workflow.cover(
        cast.editor,
        by=cast.editor,
        to=cast.second_editor,
        begins_on=today + 10 * DAY,
        ends_on=today + 24 * DAY,
        reason=_("On leave."),
    )
    yield _("its owner will be away, and another editor stands in")


def asked_for(cast: Cast) -> Iterator[str]:
    """Reviewed more often than its tier asks, and due at once because a managing editor says so."""
    article = imported("tension-type-headache.md", cast.second_editor)
    brought_live(article, cast, [cast.board[3]], _("New article, background only."))
    reason = _("The classification changes more often than our interval.")
    workflow.set_interval(article, by=cast.managing_editor, months=MONTHS, reason=reason)
    yield _("live; reviewed every %(months)d months") % {"months": MONTHS}
    reason = _("A new edition of the classification has been announced.")
    workflow.make_due_now(article, by=cast.managing_editor, reason=reason)
    yield _("a managing editor asks for a review now")
