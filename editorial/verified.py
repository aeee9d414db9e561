"""When the history was last verified as a whole, and what was found: by hand, or once a day."""

import datetime
import logging

from django.db import connection, transaction
from django.utils import timezone

from editorial import verification
from editorial.models import Sweep
from editorial.one_moment import see_one_moment

log = logging.getLogger(__name__)

#: Seconds, enough for tens of millions of events.
LONGEST_RUN = 60 * 60
ONE_DAY = datetime.timedelta(days=1)
#: Marks our advisory lock among others: "VERI" in the upper half of the key.
_LOCK = 0x56455249 << 32


def verify_daily(now: datetime.datetime) -> None:
    """Unless somebody did within a day, or does at this moment. What is wrong, the command names.

    It reads every event there is, so it belongs where nothing urgent waits behind it.
    """
    verified = Sweep.objects.values_list("verified", flat=True).first()
    if verified is not None and now - verified < ONE_DAY:
        return
    with transaction.atomic():
        see_one_moment()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
            [[is_ours]] = cursor.fetchall()
        if not is_ours:
            return
        found = sum(1 for _fault in verification.faults())
    note(found)
    if found:
        log.error(
            "The history does not add up: manage.py audit verify names what is wrong",
            extra={"facts": {"faults": found}},
        )


def note(faults: int) -> None:
    """Leave word of a verification that has just ended."""
    values = {"verified": timezone.now(), "faults_found": faults}
    Sweep.objects.update_or_create(pk=1, defaults=values)
