"""An editor is away: another one gets the reminders of their articles for a period.

Called as verbs of `editorial.workflow`. As among members of the board, nobody stands in while away
themselves, so there are neither chains nor circles. Articles stay with their owner.
"""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import audit, away, beats, outbox, permissions, replanning
from editorial.editors import in_readers_hands, is_active_editor, planned_articles
from editorial.exceptions import Unfit
from editorial.models import AuditEvent, Cover, Notification

#: Days of one absence. Whoever is away for longer hands the articles over.
LONGEST = 180
#: Days ahead at which an absence may begin.
FURTHEST = 365


def cover(
    owner: User,
    *,
    by: User,
    to: User,
    begins_on: datetime.date,
    ends_on: datetime.date,
    reason: str,
) -> Cover:
    """Let `to` stand in for `owner` from the first to the last day (UTC), both included.

    Raises:
        ReasonMissing: without a reason.
        Unfit: the period has passed, is none or too long; it overlaps another absence; the owner
            stands in for somebody then; `to` is away then, no active editor, or the owner.
    """
    with transaction.atomic():
        absent, stand_in = _hold(owner, to)
        permissions.demand(allowed=permissions.may_cover(by, absent))
        now, why = timezone.now(), beats.demand_reason(reason)
        _refuse_period(begins_on, ends_on, today=now.date())
        _refuse_stand_in(absent, stand_in)
        _refuse_overlap(absent, stand_in, begins_on, ends_on)
        made = Cover.objects.create(
            owner=absent,
            to=stand_in,
            begins_on=begins_on,
            ends_on=ends_on,
            reason=why,
            made_at=now,
            made_by=by,
        )
        event = audit.record("cover", by=by, reason=why, details=_facts(made), at=now)
        _tell([stand_in, absent], made, event, by=by)
        replanning.look_again(planned_articles(absent))
    return made


def end_cover(cover: Cover, *, by: User) -> Cover:
    """The editor is back, or does not go.

    Raises:
        NotPossible: it is over already.
    """
    with transaction.atomic():
        locked = (
            Cover.objects.select_for_update(of=("self",), no_key=True)
            .select_related("owner", "to")
            .get(pk=cover.pk)
        )
        permissions.demand(allowed=permissions.may_cover(by, locked.owner))
        now = timezone.now()
        away.end(locked, by=by, at=now)
        event = audit.record("end-cover", by=by, details=_facts(locked), at=now)
        _tell([locked.to, locked.owner], locked, event, by=by)
        replanning.look_again(planned_articles(locked.owner))
    return locked


def _hold(owner: User, to: User) -> tuple[User, User]:
    """Both as they are now. Whoever names a stand-in for, or of, one of them waits for this one."""
    rows = User.objects.filter(pk__in=[owner.pk, to.pk]).select_for_update(no_key=True)
    held = {row.pk: row for row in rows.order_by("pk")}
    return held[owner.pk], held[to.pk]


def _tell(people: list[User], made: Cover, event: AuditEvent, *, by: User) -> None:
    """Not whoever did it. Where nothing is owned yet, there is nothing to tell of."""
    first = (
        in_readers_hands().filter(owner=made.owner).order_by("pk").first()
        or Article.objects.filter(owner=made.owner).order_by("pk").first()
    )
    if first is not None:
        outbox.owe(
            Notification.Kind.STANDING_IN,
            to=beats.others(people, than=by),
            article=first,
            event=event,
            due_on=event.at.date(),
        )


def _refuse_period(
    begins_on: datetime.date, ends_on: datetime.date, *, today: datetime.date
) -> None:
    if begins_on < today:
        raise Unfit("begins_on", _("This date has passed. Choose today or a later one."))
    if (begins_on - today).days > FURTHEST:
        raise Unfit("begins_on", _("Choose a date within a year."))
    if ends_on < begins_on:
        raise Unfit("ends_on", _("The last day comes before the first. Change one of them."))
    if (ends_on - begins_on).days >= LONGEST:
        raise Unfit(
            "ends_on",
            _(
                "This is longer than %(count)d days. Choose an earlier day, or have the articles "
                "handed over to another editor."
            )
            % {"count": LONGEST},
        )


def _refuse_stand_in(absent: User, stand_in: User) -> None:
    if absent == stand_in:
        raise Unfit("to", _("Choose another editor: nobody stands in for themselves."))
    if not is_active_editor(stand_in):
        raise Unfit(
            "to",
            _("%(name)s is not an active editor. Choose somebody else.")
            % {"name": audit.name_of(stand_in)},
        )


def _refuse_overlap(
    absent: User, stand_in: User, begins_on: datetime.date, ends_on: datetime.date
) -> None:
    """One absence at a time, and no one stands in while away."""
    clash = (
        Cover.objects.filter(
            Q(owner=absent) | Q(owner=stand_in) | Q(to=absent),
            away.overlapping(begins_on, ends_on),
        )
        .select_related("owner", "to")
        .order_by("begins_on", "pk")
        .first()
    )
    if clash is None:
        return
    if clash.owner == stand_in:
        field, text = "to", away.STAND_IN_IS_AWAY
    elif clash.to == absent:
        field, text = "begins_on", away.STANDS_IN
    else:
        field, text = "begins_on", away.AWAY_ALREADY
    names = {"absent": audit.name_of(clash.owner), "stand_in": audit.name_of(clash.to)}
    raise Unfit(field, text % (names | away.period_of(clash)))


def _facts(made: Cover) -> dict[str, object]:
    return {
        "cover": made.pk,
        "owner": {"id": made.owner_id, "name": audit.name_of(made.owner)},
        "to": {"id": made.to_id, "name": audit.name_of(made.to)},
        "begins_on": made.begins_on.isoformat(),
        "ends_on": made.ends_on.isoformat(),
    }
