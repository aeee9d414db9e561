"""What stands in somebody's private calendar: the dates by which they are to do something.

An entry is known by what it is about, not by its date. So where the date moves, calendar programs
move the entry (RFC 5545, 3.8.4.7 and 3.8.7.4: the same UID, a higher SEQUENCE).
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from editorial.away import in_force
from editorial.letters import phrases
from editorial.models import Assignment, AuditEvent, BoardMember, Cover, Review, ReviewSchedule
from editorial.selectors import TEXT
from editorial.states import FULL_REVIEWS, OPEN, Conflict, Response

#: Of each kind; those that are due first.
MOST = 1_000


@dataclass(frozen=True)
class Entry:
    """One whole day. `sequence` grows whenever `day` moves; `changed` is UTC."""

    key: str
    day: datetime.date
    sequence: int
    changed: datetime.datetime
    summary: str
    description: str
    path: str


def entries(user: User, *, today: datetime.date) -> list[Entry]:
    """As of `today` (UTC): who lost a role since finds nothing of it here any more."""
    return [*_reviews_due(user, today), *_judgements_due(user, today)]


def _reviews_due(user: User, today: datetime.date) -> Iterator[Entry]:
    """Articles that an editor owns, or stands in for. Readers see the same titles and dates."""
    if not user.has_perm("editorial.submit_article"):
        return
    absent = Cover.objects.filter(in_force(today), to=user)
    mine = Q(article__owner=user) | Q(article__owner__in=absent.values("owner"))
    withdrawn_until_then = Q(article__returns_when_reviewed=True)
    schedules = (
        ReviewSchedule.objects.filter(mine, article__live_version__isnull=False)
        .filter(Q(article__retired_at__isnull=True) | withdrawn_until_then)
        .select_related("article__owner", "article__live_version")
        .defer(*(f"article__live_version__{column}" for column in TEXT))
        .annotate(changed=_last_event(), is_under_way=Exists(_full_reviews()))
        .order_by("due_on", "pk")
    )
    for schedule in schedules[:MOST]:
        article = schedule.article
        assert article.live_version is not None  # noqa: S101 -- asked for above
        lines = [
            _("It was last reviewed in full on %(day)s.")
            % {"day": phrases.long(schedule.reviewed_on)}
        ]
        if schedule.is_under_way:
            lines.append(_("A review of it is under way."))
        if article.owner_id != user.pk:
            lines.append(_("You stand in for %(owner)s.") % {"owner": phrases.name(article.owner)})
        yield Entry(
            key=f"article-{article.pk}-review",
            day=schedule.due_on,
            sequence=schedule.moves,
            changed=schedule.changed,
            summary=_("Re-review due: %(title)s") % {"title": article.live_version.title},
            description="\n".join(lines),
            path=reverse("admin:articles_article_change", args=[article.pk]),
        )


def _judgements_due(user: User, today: datetime.date) -> Iterator[Entry]:
    """What a member in office is still asked for: an answer first, then the signature."""
    in_office = BoardMember.objects.active_on(today).filter(user=user)
    asked = (
        Assignment.objects.of(user)
        .waiting_for_verdict()
        .filter(member__in=in_office)
        .exclude(conflict=Conflict.DECLARED, waived_at__isnull=True)
        .select_related("review__version")
        .defer(*(f"review__version__{column}" for column in TEXT))
        .annotate(turns=Count("events"), changed=Max("events__pgh_created_at"))
        .order_by("sign_by", "pk")
    )
    rows: Iterable[Any] = asked[:MOST]
    for row in rows:
        entry = partial(
            Entry,
            sequence=row.turns,  # every change of an assignment is a row of its history
            changed=row.changed,
            path=reverse("editorial:review", args=[row.review_id]),
        )
        what = {"what": phrases.version(row.review)}
        yield entry(
            key=f"assignment-{row.pk}-sign",
            day=row.sign_by,
            summary=_("Sign-off asked: %(what)s") % what,
            description=_("By this day you are asked to judge it, and to sign."),
        )
        if (row.response, row.conflict) == (Response.UNANSWERED, Conflict.UNANSWERED):
            yield entry(
                key=f"assignment-{row.pk}-respond",
                day=row.respond_by,
                summary=_("Answer asked: %(what)s") % what,
                description=_("By this day you are asked to say whether you take it on."),
            )


def _full_reviews() -> QuerySet[Review]:
    return Review.objects.filter(article=OuterRef("article"), state__in=OPEN, kind__in=FULL_REVIEWS)


def _last_event() -> Subquery:
    """Whatever moves a date is an event of its article."""
    events = AuditEvent.objects.filter(chain=OuterRef("article"))
    return Subquery(events.order_by(F("sequence").desc()).values("at")[:1])
