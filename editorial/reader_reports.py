"""What readers report of a page, and what editors make of it.

Enough reports that nobody dismissed make the article due: see `_raise_at_threshold`. The verbs are
called through `editorial.workflow`, but for `report`, which is a reader's.
"""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial import audit, beats, due_causes, outbox, permissions, source_watch
from editorial.exceptions import NotPossible, ReasonMissing
from editorial.in_charge import in_charge
from editorial.models import DueTrigger, Notification, Policy, ReaderReport, ReviewSchedule

RECEIVED = "reader-report"
#: By verdict.
SETTLED = {
    ReaderReport.Verdict.CONFIRMED: "confirm-report",
    ReaderReport.Verdict.DISMISSED: "dismiss-report",
}
LONGEST_REPORT = 4_000
LONGEST_SETTLEMENT = 2_000
#: The same words about the same page within this time are one report, sent twice.
SAME = datetime.timedelta(days=1)
#: After a report was settled, its reader can be asked something for so long.
DAYS_TO_ASK = 30


def report(article: Article, *, text: str, contact: str = "") -> ReaderReport:
    """A reader says that something on the page is wrong or out of date.

    The history says that a report came, not what it says, nor who sent it.

    Raises:
        NotPossible: readers do not get this article.
        ReasonMissing: nothing is said.
    """
    with transaction.atomic():
        held = (
            Article.objects.select_for_update(of=("self",), no_key=True)
            .select_related("live_version")
            .defer("live_version__content")
            .get(pk=article.pk)
        )
        if not held.is_live or held.live_version is None:
            raise NotPossible(_("Readers do not get this page any more. Nothing was sent."))
        if not (words := beats.readable(text)):
            raise ReasonMissing
        now = timezone.now()
        alike = ReaderReport.objects.filter(
            article=held, text=words, contact=contact, received__gt=now - SAME
        )
        if (same := alike.first()) is not None:
            return same
        made = ReaderReport.objects.create(
            article=held, version=held.live_version, text=words, contact=contact, received=now
        )
        event = audit.record(
            RECEIVED,
            by=source_watch.account(),
            article=held,
            version_digest=held.live_version.digest,
            details={"report": made.pk, "version": held.live_version.number},
            at=now,
        )
        outbox.owe_gathered(
            Notification.Kind.READER_REPORT,
            to=in_charge(held, on=now.date()),
            article=held,
            event=event,
            due_on=now.date(),
        )
        _raise_at_threshold(held, made, at=now)
    return made


def settle_report(report: ReaderReport, *, by: User, verdict: str, settlement: str) -> ReaderReport:
    """Confirm or dismiss it: once, with a word of what was done, or why nothing was.

    Where so many were dismissed that too few are left, the article is not due for them any more.

    Raises:
        NotPossible: it was answered before, or the verdict is none.
        ReasonMissing: nothing is said.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update(no_key=True).get(pk=report.article_id)
        permissions.demand(allowed=permissions.may_settle_report(by, article))
        held = ReaderReport.objects.select_for_update().get(pk=report.pk)
        if held.settled_at is not None:
            raise NotPossible(_("This report was answered before. Nothing was changed."))
        if verdict not in SETTLED:
            raise NotPossible(_("Choose whether you confirm or dismiss the report."))
        words = beats.demand_reason(settlement)
        if len(words) > LONGEST_SETTLEMENT:
            raise NotPossible(
                _("Shorten this to %(limit)d characters.") % {"limit": LONGEST_SETTLEMENT}
            )
        now = timezone.now()
        held.verdict, held.settlement = verdict, words
        held.settled_at, held.settled_by = now, by
        held.save(update_fields=["verdict", "settlement", "settled_at", "settled_by"])
        audit.record(
            SETTLED[ReaderReport.Verdict(verdict)],
            by=by,
            article=article,
            reason=words,
            details={"report": held.pk},
            at=now,
        )
        _settle_below_threshold(article, by=by, at=now)
    return held


def forget_readers(now: datetime.datetime) -> int:
    """Empty the addresses that readers left, a while after their reports were settled.

    How many? Index `report_names_its_reader`. The history never held them.
    """
    done = now - datetime.timedelta(days=DAYS_TO_ASK)
    return ReaderReport.objects.exclude(contact="").filter(settled_at__lt=done).update(contact="")


def _raise_at_threshold(article: Article, made: ReaderReport, *, at: datetime.datetime) -> None:
    """With the report that reaches the threshold of its tier's policy, the article is due.

    Counted are those of the policy's days that nobody dismissed and that no completed full review
    could know: reports of before its submission were there to be read. Those for which the article
    was made due before do not count again, unless that cause fell away.
    """
    schedule = ReviewSchedule.objects.select_related("review").filter(article=article).first()
    if schedule is None:
        return
    policy = Policy.objects.get(tier=schedule.review.policy["tier"])
    causes = DueTrigger.objects.filter(article=article, kind=DueTrigger.Kind.READER_REPORTS)
    if causes.filter(settled_at__isnull=True).exists():
        return
    since = [at - datetime.timedelta(days=policy.reports_within_days), schedule.review.submitted_at]
    answered = causes.exclude(settlement=DueTrigger.Settlement.NO_LONGER)
    since += answered.order_by("-raised_at").values_list("raised_at", flat=True)[:1]
    counted = sorted(
        _not_dismissed(article).filter(received__gt=max(since)).values_list("pk", flat=True)
    )
    if len(counted) < policy.reports_threshold:
        return
    due_causes.raise_trigger(
        article,
        kind=DueTrigger.Kind.READER_REPORTS,
        key=f"report:{made.pk}",
        due_on=at.date(),
        details={
            "reports": counted,
            "count": len(counted),
            "threshold": policy.reports_threshold,
            "within_days": policy.reports_within_days,
        },
        by=source_watch.account(),
        at=at,
    )


def _settle_below_threshold(article: Article, *, by: User, at: datetime.datetime) -> None:
    """The cause falls away with the reports that it rests on."""
    causes = DueTrigger.objects.filter(
        article=article, kind=DueTrigger.Kind.READER_REPORTS, settled_at__isnull=True
    )
    for trigger in causes:
        first = _not_dismissed(article).filter(pk__in=trigger.details["reports"])
        later = _not_dismissed(article).filter(received__gt=trigger.raised_at)
        if (
            len({*first.values_list("pk", flat=True), *later.values_list("pk", flat=True)})
            < (trigger.details["threshold"])
        ):
            due_causes.settle(trigger, by=by, at=at)


def _not_dismissed(article: Article) -> QuerySet[ReaderReport]:
    """Index `report_counted`."""
    return ReaderReport.objects.filter(article=article).exclude(
        verdict=ReaderReport.Verdict.DISMISSED
    )
