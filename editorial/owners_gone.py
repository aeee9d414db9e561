"""Articles that readers have and nobody looks after: their owner is not reached, nobody stands in.

Asked from the accounts' side: few are closed, and articles are many. What was told is in the
events: the last one about an account says whether its articles are without an owner, and why.
"""

import datetime
import logging
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.utils import timezone

from articles.models import Article
from editorial import audit, away, outbox, replanning, source_watch
from editorial.editors import CAUSES, in_readers_hands, planned_articles, with_cause
from editorial.models import AuditEvent, Cover, Notification

log = logging.getLogger(__name__)

GONE, BACK = "owner-gone", "owner-back"
#: So many articles are named in the event and the message.
NAMED: Final = 20


@dataclass(frozen=True)
class OwnerGone:
    """An account that is not reached, with the articles for which nobody stands in."""

    owner: User
    cause: str
    articles: int

    @property
    def words(self) -> str:
        return str(CAUSES[self.cause])


def gone(day: datetime.date) -> QuerySet[Any, Any]:
    """Accounts, each with its `cause`, of whose articles nobody hears on this day (UTC)."""
    reached = with_cause().filter(cause="")
    covers = Cover.objects.filter(away.in_force(day), owner=OuterRef("pk"), to__in=reached)
    # Asked of the few accounts that are not reached, one by one. As a condition on both tables, it
    # would have PostgreSQL read all articles.
    live = in_readers_hands().filter(owner=OuterRef("pk")).order_by()
    owned = Case(When(~Q(cause=""), then=Subquery(live.values("pk")[:1])))
    accounts = with_cause().alias(owned=owned).filter(~Exists(covers), owned__isnull=False)
    without: QuerySet[Any, Any] = accounts.order_by("pk")
    return without


def report(day: datetime.date | None = None) -> list[OwnerGone]:
    """All of them, whoever owns most first."""
    accounts = list(gone(day or timezone.now().date()))
    rows = [OwnerGone(account, _cause(account), _owned(account).count()) for account in accounts]
    return sorted(rows, key=lambda row: (-row.articles, row.owner.pk))


def tell(now: datetime.datetime | None = None) -> int:
    """Tell the managing editors of each account once per cause. Returns of how many.

    Told again when it is gone anew: that articles are looked after again is an event too. Where
    there is no managing editor, the first one who comes is told.
    """
    at = now or timezone.now()
    told = 0
    for account in sorted(_news(at.date())):
        try:
            told += _tell(account, at)
        except Exception:
            # One account that cannot be told of must not keep the others, nor the mail.
            log.exception("Nobody was told that account %s looks after nothing", account)
    return told


def _news(day: datetime.date) -> set[int]:
    """The accounts of which the last event says something else than what holds now."""
    holds = dict(gone(day).values_list("pk", "cause"))
    told = _told()
    return {pk for pk in holds.keys() | told.keys() if holds.get(pk) != told.get(pk)}


def _told(account: int | None = None) -> dict[int, str]:
    """Of whom managing editors have heard that they are gone, and why."""
    events = AuditEvent.objects.filter(chain=0, action__in=[GONE, BACK])
    if account is not None:
        events = events.filter(details__account=account)
    about = events.annotate(about=KT("details__account"))
    last = about.order_by("about", "-sequence").distinct("about")
    return {e.details["account"]: e.details["cause"] for e in last if e.action == GONE}


@transaction.atomic
def _tell(pk: int, at: datetime.datetime) -> bool:
    """Asked again with the account held: another sweep may have been first."""
    account = User.objects.select_for_update(no_key=True).get(pk=pk)
    holds = gone(at.date()).filter(pk=pk).first()
    told = _told(pk).get(pk)
    if holds is None:
        if told is not None:
            _record(BACK, account, {"cause": told}, at)
            replanning.look_again(planned_articles(account))
        return False
    cause, hearers = _cause(holds), outbox.managing_editors().exclude(pk=pk)
    if cause == told or not hearers.exists():  # nobody to tell yet
        return False
    articles = _owned(account).select_related("live_version").order_by("pk")
    named = list(articles[:NAMED])
    facts = {
        "cause": cause,
        "count": articles.count(),
        "titles": [_title(article) for article in named],
    }
    outbox.owe(
        Notification.Kind.OWNER_GONE,
        to=hearers,
        article=named[0],
        event=_record(GONE, account, facts, at),
        due_on=at.date(),
    )
    replanning.look_again(planned_articles(account))
    return True


def _record(action: str, account: User, facts: dict[str, Any], at: datetime.datetime) -> AuditEvent:
    details = {"account": account.pk, "name": audit.name_of(account), **facts}
    return audit.record(action, by=source_watch.account(), details=details, at=at)


def _owned(account: User) -> QuerySet[Article]:
    return in_readers_hands().filter(owner=account)


def _cause(account: User) -> str:
    return str(getattr(account, "cause"))  # noqa: B009 # annotated


def _title(article: Article) -> str:
    return article.live_version.title if article.live_version else article.title
