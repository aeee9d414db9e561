"""Articles by the date of their next review, as a list and as files."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from editorial.due import Due
from editorial.models import DueTrigger, ReviewSchedule
from editorial.oversight.scheduled import Wanted, by_age, by_month, is_under_review, scheduled
from editorial.oversight.workload import Workload


def listed(wanted: Wanted, *, today: datetime.date) -> "QuerySet[ReviewSchedule]":
    """The most pressing first. Each has `is_under_review`, and its article `open_causes`."""
    causes = DueTrigger.objects.filter(settled_at__isnull=True).order_by("due_on", "pk")
    return (
        scheduled(wanted, today=today)
        .select_related("article__owner", "article__specialty")
        .prefetch_related(Prefetch("article__due_triggers", queryset=causes, to_attr="open_causes"))
        .annotate(is_under_review=is_under_review())
        .order_by("due_on", "article__title", "pk")
    )


def with_words(
    rows: Iterable[ReviewSchedule], *, today: datetime.date
) -> list[tuple[ReviewSchedule, Due]]:
    return [(row, Due.seen_from(today, row.due_on)) for row in rows]


def article_table(wanted: Wanted, *, today: datetime.date) -> Iterator[list[object]]:
    """Every article that is wanted, for a spreadsheet; headings first."""
    yield [
        *(_("Article"), _("Address"), _("Specialty"), _("Risk tier"), _("Owner")),
        *(_("Last reviewed in full"), _("Next review due"), _("Days overdue")),
        *(_("Why earlier"), _("Under review"), _("Withdrawn from readers")),
    ]
    rows: Iterable[Any] = listed(wanted, today=today)
    for row in rows:
        article = row.article
        causes = "; ".join(cause.get_kind_display() for cause in article.open_causes)
        yield [
            *(article.title, article.slug, article.specialty, article.get_risk_tier_display()),
            *(article.owner.get_full_name() or article.owner.get_username(), row.reviewed_on),
            *(row.due_on, max((today - row.due_on).days, 0), causes),
            *(_yes(row.is_under_review), _yes(article.returns_when_reviewed)),
        ]


def month_table(wanted: Wanted, *, today: datetime.date) -> Iterator[list[object]]:
    """What is overdue by age, and due by month."""
    yield [_("Month, or how long overdue"), _("Reviews")]
    for bar in reversed(by_age(wanted, today=today)):
        yield [_("overdue for %(age)s") % {"age": bar.title}, bar.count]
    for bar in by_month(wanted, today=today):
        yield [bar.name or bar.title, bar.count]


def specialty_table(load: Workload) -> Iterator[list[object]]:
    months = [f"{month:%Y-%m}" for month in load.months]
    yield [_("Specialty"), _("In office"), _("Free"), _("Reviews"), _("Signatures"), *months]
    for row in load.specialties:
        name = row.name or _("without specialty")
        yield [name, row.in_office, row.free, row.reviews, row.total, *row.signatures]


def member_table(load: Workload) -> Iterator[list[object]]:
    months = [f"{month:%Y-%m}" for month in load.months]
    yield [_("Member"), _("Waiting now"), _("Expected"), *months]
    for row in load.members:
        shares = [round(float(share), 2) for share in row.shares]
        yield [str(row.member), row.waiting, round(float(row.total), 2), *shares]


def _yes(value: object) -> str:
    return _("yes") if value else ""
