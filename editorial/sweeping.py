"""What beat has done every minute, and `manage.py remind` by hand."""

import datetime

from django.utils import timezone

from editorial import leaving, overdue, owners_gone, removed_signers, signers_news, source_sweep
from editorial.delivery import Delivered, deliver
from editorial.models import Sweep
from editorial.planning import plan_news
from editorial.sources import react


def sweep(now: datetime.datetime) -> Delivered:
    """Answer to news of sources and members, plan what is due, deliver, leave a sign of life.

    Any number of sweeps may run at once: a row is planned by one and sent by one.
    """
    react(now)
    leaving.hand_back_of_departed(now)
    signers_news.tell(now)
    source_sweep.sync(now)
    removed_signers.follow_up(now)
    overdue.enforce(now)
    owners_gone.tell(now)
    plan_news(now)
    delivered = deliver(now)
    Sweep.objects.update_or_create(pk=1, defaults={"finished": timezone.now()})
    return delivered
