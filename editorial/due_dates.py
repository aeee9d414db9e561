"""What managing editors decide of due dates. Called as verbs of `editorial.workflow`."""

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import audit, beats, due_causes, permissions, schedule, source_causes
from editorial.exceptions import NotPossible
from editorial.models import DueTrigger, Interval, ReviewSchedule

LONGEST_INTERVAL = 120
#: Percent of the interval by which a date may be moved, either way.
LEEWAY = 10


def set_interval(article: Article, *, by: User, months: int, reason: str) -> Interval:
    """Review this article every so many months, whatever its risk tier says.

    Counts from the last review in full at once, and from each that follows.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: not 1 to 120 months, or they are so already.
    """
    with transaction.atomic():
        article = _held(article, by=by)
        why, now = beats.demand_reason(reason), timezone.now()
        if not 1 <= months <= LONGEST_INTERVAL:
            raise NotPossible(
                _("Give from 1 to %(most)d months. Nothing was changed.")
                % {"most": LONGEST_INTERVAL}
            )
        open_one = _open_interval(article)
        if open_one is not None and open_one.months == months:
            raise NotPossible(
                _("This article is reviewed every %(months)d months already. Nothing was changed.")
                % {"months": months}
            )
        ended = _end(open_one, by=by, at=now)
        interval = Interval.objects.create(
            article=article, months=months, reason=why, set_at=now, set_by=by
        )
        told = {"interval": interval.pk, **ended, **_count_by(article, months, today=now.date())}
        _record("set-interval", article, by=by, at=now, reason=why, details=told)
    return interval


def clear_interval(article: Article, *, by: User, reason: str) -> Article:
    """Review it as often again as the policy under which it was last reviewed says.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: it has no interval of its own.
    """
    with transaction.atomic():
        article = _held(article, by=by)
        why, now = beats.demand_reason(reason), timezone.now()
        ended = _end(_open_interval(article), by=by, at=now)
        if not ended:
            raise NotPossible(_("This article has no interval of its own. Nothing was changed."))
        told = ended | _count_by(article, None, today=now.date())
        _record("clear-interval", article, by=by, at=now, reason=why, details=told)
    return article


def make_due_now(article: Article, *, by: User, reason: str) -> DueTrigger:
    """Ask for a review at once: the managing editor's “urgent”.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: readers do not have it, or it was made due so before and not reviewed since.
    """
    with transaction.atomic():
        article = _held(article, by=by)
        why, now = beats.demand_reason(reason), timezone.now()
        _schedule_of(article)
        kind = DueTrigger.Kind.URGENT
        open_ones = DueTrigger.objects.filter(article=article, settled_at__isnull=True)
        if open_ones.filter(kind=kind).exists():
            raise NotPossible(
                _("A managing editor has asked for it already, and it was not reviewed since.")
            )
        trigger = due_causes.raise_trigger(
            article,
            kind=kind,
            key=f"urgent:{now.isoformat(timespec='microseconds')}",
            due_on=now.date(),
            details={"by": audit.name_of(by)},
            by=by,
            at=now,
            reason=why,
        )
        assert trigger is not None  # noqa: S101 # no other has this moment
    return trigger


def dismiss_trigger(trigger: DueTrigger, *, by: User, reason: str) -> DueTrigger:
    """Decide that this cause needs no review; it is not raised again.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: it is settled.
    """
    with transaction.atomic():
        _held(trigger.article, by=by)
        trigger = DueTrigger.objects.select_related("article").get(pk=trigger.pk)
        if trigger.settled_at is not None:
            raise NotPossible(
                _("This cause is settled: %(how)s. Nothing was changed.")
                % {"how": trigger.get_settlement_display()}
            )
        why, now = beats.demand_reason(reason), timezone.now()
        trigger.settlement = DueTrigger.Settlement.DISMISSED
        trigger.settlement_reason = why
        trigger.settled_at, trigger.settled_by = now, by
        trigger.save(update_fields=["settlement", "settlement_reason", "settled_at", "settled_by"])
        due_causes.tell_settled(due_causes.DISMISSED, trigger, by=by, at=now, reason=why)
    return trigger


def move_due_date(
    article: Article, *, by: User, due_on: datetime.date, reason: str
) -> ReviewSchedule:
    """Move the day on which its interval makes it due, to spread the work.

    Raises:
        ReasonMissing: without a reason.
        NotPossible: it is due already, the day is past, further than a tenth of the interval from
            the day that the interval gives, or after a cause that makes it due earlier.
    """
    with transaction.atomic():
        article = _held(article, by=by)
        why, now = beats.demand_reason(reason), timezone.now()
        clocks = _schedule_of(article)
        _refuse_move(clocks, due_on, today=now.date())
        schedule.move(article.pk, months=clocks.interval_months, regular=due_on)
        told = {
            "regular_due_on": due_on.isoformat(),
            "regular_due_on_before": clocks.regular_due_on.isoformat(),
        }
        _record("move-due-date", article, by=by, at=now, reason=why, details=told)
        clocks.refresh_from_db()
    return clocks


def bounds(clocks: ReviewSchedule) -> tuple[datetime.date, datetime.date]:
    """The first and the last day to which the due date may be moved: ± 10 % of the interval."""
    regular = schedule.due_after(clocks.reviewed_on, clocks.interval_months)
    leeway = datetime.timedelta(days=(regular - clocks.reviewed_on).days * LEEWAY // 100)
    return regular - leeway, regular + leeway


def _refuse_move(clocks: ReviewSchedule, due_on: datetime.date, *, today: datetime.date) -> None:
    if clocks.due_on <= today:
        raise NotPossible(_("It is due already: a due date is moved while it lies ahead."))
    if due_on <= today:
        raise NotPossible(_("Choose a day that lies ahead. Nothing was moved."))
    first, last = bounds(clocks)
    if not first <= due_on <= last:
        raise NotPossible(
            _("Choose a day from %(first)s to %(last)s: a tenth of its interval either way.")
            % {"first": date_format(first), "last": date_format(last)}
        )
    causes = DueTrigger.objects.filter(article=clocks.article_id, settled_at__isnull=True)
    earliest = causes.order_by("due_on").first()
    if earliest is not None and earliest.due_on < due_on:
        raise NotPossible(
            _("It is due on %(day)s for a cause of its own: it cannot be later.")
            % {"day": date_format(earliest.due_on)}
        )
    if due_on == clocks.regular_due_on:
        raise NotPossible(_("It is due on that day already. Nothing was moved."))


def _held(article: Article, *, by: User) -> Article:
    held = Article.objects.select_for_update().get(pk=article.pk)
    permissions.demand(allowed=permissions.may_manage(by))
    return held


def _schedule_of(article: Article) -> ReviewSchedule:
    clocks = ReviewSchedule.objects.filter(article=article).first()
    if clocks is None or article.live_version_id is None:
        raise NotPossible(_("Only an article that readers have is due for a review."))
    if article.is_retired and not article.returns_when_reviewed:
        raise NotPossible(_("This article is retired. Reinstate it first."))
    return clocks


def _open_interval(article: Article) -> Interval | None:
    return Interval.objects.filter(article=article, ended_at__isnull=True).first()


def _end(interval: Interval | None, *, by: User, at: datetime.datetime) -> dict[str, Any]:
    """For the event: which interval ended, and how long it was."""
    if interval is None:
        return {}
    interval.ended_at, interval.ended_by = at, by
    interval.save(update_fields=["ended_at", "ended_by"])
    return {"ended": interval.pk, "months_before": interval.months}


def _count_by(article: Article, months: int | None, *, today: datetime.date) -> dict[str, Any]:
    """The clocks by other months, or by those of the policy; nothing before the first approval.

    A decision of today makes nothing overdue: what would have been due before is due today.
    """
    clocks = ReviewSchedule.objects.select_related("review").filter(article=article).first()
    told = {} if months is None else {"interval_months": months}
    if clocks is None:
        return told
    counted = clocks.review.policy["re_review_months"] if months is None else months
    regular = max(schedule.due_after(clocks.reviewed_on, counted), today)
    schedule.move(article.pk, months=counted, regular=regular)
    return {"interval_months": counted, "regular_due_on": regular.isoformat()}


def _record(
    action: str,
    article: Article,
    *,
    by: User,
    at: datetime.datetime,
    reason: str,
    details: dict[str, Any],
) -> None:
    """Then look what else counts, now that the interval ends on another day."""
    days = ReviewSchedule.objects.filter(article=article).values_list("due_on", flat=True)
    due_on = days.first()
    told = details | {"due_on": due_on.isoformat()} if due_on else details
    audit.record(action, by=by, article=article, reason=reason, details=told, at=at)
    source_causes.look_at(article, at=at)
