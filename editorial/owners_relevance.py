"""Why a message about who looks after articles need not be sent any more."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial.models import Cover, Notification
from editorial.owners_gone import gone

State = Notification.State
#: The message may have reached somebody.
OUT = (State.SENT, State.POSSIBLY_REPEATED)


def standing_in(row: Notification) -> str:
    """It holds still; that it was ended is of interest to whoever had heard of it."""
    told = _told(row)
    if row.event is not None and row.event.action == "end-cover":
        heard = Notification.objects.filter(
            kind=row.kind,
            recipient=row.recipient_id,
            state__in=OUT,
            event__action="cover",
            event__details__cover=told["cover"],
        )
        return "" if heard.exists() else _("The recipient had not heard of it before.")
    if not Cover.objects.filter(pk=told["cover"], ended_at__isnull=True).exists():
        return _("The absence was ended before.")
    if datetime.date.fromisoformat(told["ends_on"]) < timezone.now().date():
        return _("The absence is over.")
    return ""


def handed_over(row: Notification) -> str:
    """At least one of the articles is still whose it became."""
    told = _told(row)
    still = Article.objects.filter(pk__in=told["articles"], owner=told["owner"]["id"])
    return "" if still.exists() else _("The articles have another owner again.")


def owner_gone(row: Notification) -> str:
    """For the same cause, on the present day."""
    told = _told(row)
    holds = gone(timezone.now().date()).filter(pk=told["account"], cause=told["cause"])
    return "" if holds.exists() else _("Somebody looks after these articles again.")


def _told(row: Notification) -> dict[str, Any]:
    if row.event is None:
        raise ValueError(f"Notification {row.pk} ({row.kind}) names no event")
    details: dict[str, Any] = row.event.details
    return details
