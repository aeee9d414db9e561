"""Who owns how many articles, and whether anybody hears what is due of them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import audit
from editorial.away import in_force
from editorial.editors import CAUSES, IN_READERS_HANDS, articles_of, with_cause
from editorial.models import Cover
from editorial.owners_gone import gone


@dataclass(frozen=True)
class OwnerRow:
    """An account that owns articles. `standing` says why it is not reached, or who stands in."""

    owner: User
    live: int
    others: int
    standing: str
    is_gone: bool

    @property
    def name(self) -> str:
        return audit.name_of(self.owner)


def owners(day: datetime.date) -> list[OwnerRow]:
    """Everybody who owns an article, those first whose articles nobody looks after."""
    counts = {
        row["owner"]: (row["live"], row["everything"] - row["live"])
        for row in Article.objects.order_by()
        .values("owner")
        .annotate(live=Count("pk", filter=Q(IN_READERS_HANDS)), everything=Count("pk"))
    }
    without = set(gone(day).values_list("pk", flat=True))
    away = covers_on(day)
    rows = [
        OwnerRow(
            account,
            *counts[account.pk],
            standing=standing_of(account, away.get(account.pk)),
            is_gone=account.pk in without,
        )
        for account in with_cause().filter(pk__in=counts)
    ]
    return sorted(rows, key=lambda row: (not row.is_gone, row.name.casefold(), row.owner.pk))


def covers_on(day: datetime.date) -> dict[int, Cover]:
    """The absence in force on this day (UTC), by the id of who is away."""
    rows = Cover.objects.filter(in_force(day)).select_related("to")
    return {row.owner_id: row for row in rows}


def standing_of(account: User, cover: Cover | None) -> str:
    """Of an account with its `cause`."""
    words = []
    cause: str = getattr(account, "cause")  # noqa: B009 # annotated
    if cause:
        words.append(str(CAUSES[cause]))
    if cover is not None:
        words.append(
            _("away until %(day)s, %(name)s stands in")
            % {"day": date_format(cover.ends_on), "name": audit.name_of(cover.to)}
        )
    return "; ".join(words)


def listed(owner: User, most: int) -> list[dict[str, Any]]:
    """The first so many articles of an owner: what a page says of each."""
    rows = articles_of(owner).values(
        *("pk", "title", "live_version", "retired_at", "returns_when_reviewed"),
        "review_schedule__due_on",
    )
    return list(rows[:most])
