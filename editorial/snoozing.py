"""Silence for the reminders of one due date, for a while. Called as verbs of `editorial.workflow`.

Whoever owns an article, or stands in for its owner today, silences their own reminders. A managing
editor silences the escalation too, and holds back what the policy does to a page that is overdue
for too long. One snooze is in force at a time; a new one takes its place. All days of one due date
together are no more than the policy of its tier allows (`snooze_most_days`); the database counts
them too. What is due stays due: readers see that a review is overdue, and the day does not move. An
urgent cause that comes up meanwhile ends the silence.
"""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import audit, beats, overdue, permissions, retiming
from editorial.exceptions import NotPossible, Unfit
from editorial.models import Policy, ReviewSchedule, Snooze


@dataclass(frozen=True)
class Bounds:
    """For one due date: the snooze in force, and the last day until which a new one may last.

    A new one ends what is in force, whose days to come are there again: `days_left` counts them.
    """

    due_on: datetime.date
    in_force: Snooze | None
    days_left: int
    latest: datetime.date


def bounds(article: Article, *, today: datetime.date) -> Bounds | None:
    """What a snooze may be from today (UTC) on; None where nothing is ever due."""
    is_kept_current = article.live_version_id is not None and (
        not article.is_retired or article.is_withdrawn
    )
    schedule = ReviewSchedule.objects.filter(article=article).first()
    if schedule is None or not is_kept_current:
        return None
    made = list(Snooze.objects.filter(article=article, due_on=schedule.due_on))
    left = max(0, _most_days(article) - sum(_days(snooze, today) for snooze in made))
    standing = [snooze for snooze in made if snooze.ended_at is None and snooze.until > today]
    return Bounds(
        due_on=schedule.due_on,
        in_force=standing[0] if standing else None,
        days_left=left,
        latest=today + datetime.timedelta(days=left),
    )


def snooze(article: Article, *, by: User, until: datetime.date, reason: str) -> Snooze:
    """No reminders before this day, for the one who asks or, from a managing editor, for all.

    Raises:
        ReasonMissing: without a reason.
        Unfit: the day has come, or is later than the policy allows.
        NotPossible: nothing is due, or a managing editor has silenced it for all.
    """
    with transaction.atomic():
        article = _held(article)
        permissions.demand(allowed=permissions.may_snooze(by, article))
        now, is_for_all = timezone.now(), permissions.may_manage(by)
        found = bounds(article, today=now.date())
        if found is None:
            raise NotPossible(_("Only an article that readers have is due. Nothing was changed."))
        if article.is_withdrawn and not is_for_all:
            raise NotPossible(
                _(
                    "Readers do not get this page now. Submit it for review, or ask a managing "
                    "editor."
                )
            )
        why = beats.demand_reason(reason)
        _refuse_day(until, found, today=now.date())
        if found.in_force is not None:
            if found.in_force.is_for_all and not is_for_all:
                raise NotPossible(
                    _("A managing editor has silenced these reminders until %(day)s already.")
                    % {"day": date_format(found.in_force.until)}
                )
            _end(found.in_force, by=by, at=now)
        made = Snooze.objects.create(
            article=article,
            due_on=found.due_on,
            until=until,
            reason=why,
            is_for_all=is_for_all,
            made_at=now,
            made_by=by,
        )
        audit.record("snooze", by=by, article=article, reason=why, details=_facts(made), at=now)
        retiming.for_article(article, now=now)
        if is_for_all:
            overdue.give_back_while_snoozed(article, by=by, at=now)
    return made


def end_snooze(snooze: Snooze, *, by: User) -> Snooze:
    """Reminders come again, in office hours.

    Raises:
        NotPossible: it is over already.
    """
    with transaction.atomic():
        article = _held(snooze.article)
        snooze = Snooze.objects.select_for_update(of=("self",), no_key=True).get(pk=snooze.pk)
        permissions.demand(allowed=permissions.may_end_snooze(by, snooze, article))
        now = timezone.now()
        if snooze.ended_at is not None or snooze.until <= now.date():
            raise NotPossible(_("This is over already: reminders come again."))
        _end_and_tell(snooze, article, by=by, at=now)
    return snooze


def break_silence(article: Article, *, by: User, at: datetime.datetime) -> None:
    """Something has come up that whoever asked for silence did not know of.

    The caller holds the article.
    """
    found = bounds(article, today=at.date())
    if found is not None and found.in_force is not None:
        _end_and_tell(found.in_force, article, by=by, at=at)


def _held(article: Article) -> Article:
    held = Article.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
    return held.get(pk=article.pk)


def _end(snooze: Snooze, *, by: User, at: datetime.datetime) -> None:
    snooze.ended_at, snooze.ended_by = at, by
    snooze.save(update_fields=["ended_at", "ended_by"])


def _end_and_tell(snooze: Snooze, article: Article, *, by: User, at: datetime.datetime) -> None:
    _end(snooze, by=by, at=at)
    audit.record("end-snooze", by=by, article=article, details=_facts(snooze), at=at)
    retiming.for_article(article, now=at)


def _refuse_day(until: datetime.date, found: Bounds, *, today: datetime.date) -> None:
    if until <= today:
        raise Unfit("until", _("Choose a day after today."))
    if found.days_left <= 0:
        raise Unfit(
            "until",
            _("The reminders of this due date have been silent for as long as the policy allows."),
        )
    if until > found.latest:
        raise Unfit(
            "until",
            _("The policy allows %(latest)s at the latest for this due date.")
            % {"latest": date_format(found.latest)},
        )


def _days(snooze: Snooze, today: datetime.date) -> int:
    """Used up so far, from the day it was made. As the database counts them."""
    end = today if snooze.ended_at is None else snooze.ended_at.date()
    return (min(snooze.until, end) - snooze.made_at.date()).days


def _most_days(article: Article) -> int:
    days = Policy.objects.filter(tier=article.risk_tier).values_list("snooze_most_days", flat=True)
    return days.first() or 0


def _facts(snooze: Snooze) -> dict[str, object]:
    return {
        "snooze": snooze.pk,
        "due_on": snooze.due_on.isoformat(),
        "until": snooze.until.isoformat(),
        "for_all": snooze.is_for_all,
    }
