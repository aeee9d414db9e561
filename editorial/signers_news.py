"""Telling the managing editors of live articles under which nobody in office stands."""

import datetime
import logging
import time

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from editorial import audit, outbox, source_watch
from editorial.models import AuditEvent, BoardMember, Notification
from editorial.signers_gone import Unsigned, unsigned

log = logging.getLogger(__name__)

ACTION = "signers-gone"
#: Seconds after which no further article is begun, well within the time limit of a sweep.
LONGEST_RUN = 15


def tell(now: datetime.datetime | None = None) -> int:
    """Tell the managing editors of each article once per cause. Returns of how many.

    Asked by every sweep, and by whoever deactivates a member as soon as that is done. What is not
    told within `LONGEST_RUN` is left for the next sweep.
    """
    at = now or timezone.now()
    if not BoardMember.objects.exclude(pk__in=BoardMember.objects.active_on(at.date())).exists():
        return 0
    told, end = 0, time.monotonic() + LONGEST_RUN
    for row in _untold(unsigned(at.date()), at.date()):
        if time.monotonic() > end:
            break
        try:
            told += _tell(row.article.pk, at)
        except Exception:
            # One article that cannot be told of must not keep the others, nor the mail.
            log.exception("Nobody was told that article %s has no signer in office", row.article.pk)
    return told


@transaction.atomic
def _tell(article_id: int, at: datetime.datetime) -> bool:
    """Asked again with the article held: another sweep may have been first."""
    article = Article.objects.select_for_update(no_key=True).get(pk=article_id)
    for row in _untold(unsigned(at.date()).filter(pk=article.pk), at.date()):
        event = audit.record(
            ACTION,
            by=source_watch.account(),
            article=article,
            version_digest=row.digest,
            details={
                "version": row.version_number,
                "members": [
                    {"id": signer.member_id, "name": signer.name, **signer.absences[0].facts}
                    for signer in row.signers
                ],
            },
            at=at,
        )
        outbox.owe(
            Notification.Kind.SIGNERS_GONE,
            to=outbox.managing_editors(),
            article=article,
            event=event,
            due_on=at.date(),
        )
        return True
    return False


def _untold(articles: QuerySet[Article], day: datetime.date) -> list[Unsigned]:
    """Those of which nobody has heard, or not for this cause."""
    found = [Unsigned(article, day) for article in articles]
    last = {
        event.chain: event
        for event in AuditEvent.objects.filter(
            action=ACTION, chain__in=[row.article.pk for row in found]
        ).order_by("chain", "sequence")
    }
    return [
        row
        for row in found
        if (event := last.get(row.article.pk)) is None or not row.is_told_by(event)
    ]
