"""The watch over the works that matter: who is due is asked about, in runs of a minute or so.

What is due is in the database, so a run that is cut short, killed or never begun is made up for by
the next one. Two runs at once do not ask twice: the second does nothing.
"""

import datetime
from typing import TypeAlias

from django.db.models import F, Q, QuerySet

from references.checking import Checked, check
from references.models import NextCheck, Reference, Watch

#: The ids of works, as a question to the database.
Ids: TypeAlias = "QuerySet[Reference, int]"

__all__ = ["Checked", "check", "due", "watch"]


def watch(watched: Ids, *, now: datetime.datetime, deadline: float) -> Checked:
    """Check those of these works that are due, and write down how the watch over all fares.

    `deadline` is a moment of `time.monotonic()`. Nothing is asked when nothing is due.
    """
    checked = check(due(watched, now), now=now, deadline=deadline)
    if not checked.is_busy:
        _note(watched, checked, now)
    return checked


def due(watched: Ids, now: datetime.datetime) -> list[int]:
    """Those never asked about first, then those waiting longest."""
    return list(
        Reference.objects.filter(pk__in=watched)
        .filter(Q(next_check__isnull=True) | Q(next_check__due__lte=now))
        .order_by(F("next_check__due").asc(nulls_first=True), "pk")
        .values_list("pk", flat=True)
    )


def _note(watched: Ids, checked: Checked, now: datetime.datetime) -> None:
    """The last run is complete when nobody waits, and everybody who was asked has answered."""
    facts = {
        "ran": now,
        "watched": Reference.objects.filter(pk__in=watched).count(),
        "waiting": len(due(watched, now)),
        "failing": NextCheck.objects.filter(pk__in=watched, failures__gt=0).count(),
        "trouble": " ".join(checked.trouble),
    }
    if not facts["waiting"] and not facts["failing"]:
        facts["complete"] = now
    Watch.objects.update_or_create(pk=1, defaults=facts)
