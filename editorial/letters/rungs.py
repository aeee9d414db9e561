"""What a reminder says of itself: how long it is to the day, which reminder it is, why so early."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import clocks
from editorial.letters import phrases
from editorial.models import Notification

State = Notification.State


def distance(row: Notification) -> str:
    """From today to the day in question, to stand in a sentence: “in 30 days”, “7 days ago”."""
    days = (row.due_on - timezone.now().date()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days == -1:
        return _("yesterday")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def which(row: Notification) -> list[str]:
    """A sentence, from the second reminder on: how many were sent to this person before it."""
    before = Notification.objects.filter(
        subject=row.subject,
        kind__in=_same_ladder(row),
        due_on=row.due_on,
        recipient=row.recipient_id,
        rung__lt=row.rung,
        state__in=[State.SENT, State.POSSIBLY_REPEATED],
    ).count()
    if not before:
        return []
    names = {1: _("second"), 2: _("third"), 3: _("fourth"), 4: _("fifth")}
    if name := names.get(before):
        return [_("This is the %(which)s reminder of it.") % {"which": name}]
    return [_("This is reminder %(number)d of it.") % {"number": before + 1}]


def why_early(row: Notification) -> list[str]:
    """Sentences: that the article is due before its interval is over, and each cause of it."""
    causes = clocks.why_early(row.article)
    if not causes:
        return []
    regular = row.article.review_schedule.regular_due_on
    early = _("It is due before %(day)s, when its interval would be over.")
    return [" ".join([early % {"day": phrases.long(regular)}, *causes])]


def is_over(day: datetime.date) -> bool:
    return day < timezone.now().date()


def _same_ladder(row: Notification) -> list[str]:
    """Reminders and escalations are counted apart; before and after the day, together."""
    owners = [Notification.Kind.REVIEW_DUE, Notification.Kind.REVIEW_OVERDUE]
    return [str(kind) for kind in owners] if row.kind in owners else [row.kind]
