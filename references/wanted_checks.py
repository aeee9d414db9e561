"""Checks that editors ask for: written down, then prompted, so that none is lost with a message."""

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from references import doorbell
from references.checking import Checked, check
from references.models import NextCheck, WantedCheck

#: By name: tasks import this module, so it cannot import them.
CHECK = "references.tasks.check_wanted"


@transaction.atomic
def want(ids: Iterable[int], *, by: User, at: datetime.datetime) -> None:
    """Have these works asked about soon. Where the broker is away, beat rings again each minute."""
    asked = sorted(set(ids))
    WantedCheck.objects.bulk_create(
        [WantedCheck(reference_id=pk, asked_at=at, asked_by=by) for pk in asked],
        update_conflicts=True,
        unique_fields=["reference"],
        update_fields=["asked_at", "asked_by"],
    )
    NextCheck.objects.filter(pk__in=asked).update(due=at)
    transaction.on_commit(lambda: doorbell.ring(CHECK), robust=True)


def work_off(now: datetime.datetime, *, deadline: float) -> Checked:
    """Ask about all that is wanted. What is not reached by the `deadline` waits for the next run.

    Whoever did not answer is asked again by the daily watch, not here.
    """
    wanted = list(WantedCheck.objects.values_list("pk", flat=True))
    checked = check(wanted, now=now, deadline=deadline) if wanted else Checked()
    WantedCheck.objects.filter(
        pk__in=wanted, asked_at__lte=now, reference__next_check__due__gt=now
    ).delete()
    return checked
