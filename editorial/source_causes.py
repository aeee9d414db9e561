"""Cited sources that make a live article due earlier: retracted, superseded, expired, too old.

What holds is asked of the library by one statement; what was known when a review was submitted is
written into the event of its submission, so that no review is asked for twice for the same cause.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from articles.models import Article
from editorial import due_causes, source_watch
from editorial.models import AuditEvent, DueTrigger, Policy, ReviewSchedule
from editorial.source_places import places
from references.models import Reference
from references.styles import as_text

Kind = DueTrigger.Kind
#: What tells a cause from the others of an article: its kind, and its key without returns.
Subject = tuple[str, str]
KINDS = (
    *(Kind.SOURCE_RETRACTED, Kind.SOURCE_DOUBTED),
    *(Kind.GUIDELINE_SUPERSEDED, Kind.GUIDELINE_EXPIRED, Kind.SOURCE_TOO_OLD),
)
#: The causes that a record of the library, `work`, gives to whoever cites it, where sources of the
#: tier may be `years` old. `since` is the day from which on it holds; none: from when it is known.
CAUSES = """
    SELECT 'source-retracted' AS kind,
        'reference:' || work.id || ':' || COALESCE(work.retracted_on::text, '') AS key,
        NULL::date AS since
    WHERE work.retraction = 'retracted' AND work.accepted_at IS NULL
    UNION ALL
    SELECT 'source-doubted',
        'reference:' || work.id || ':' || COALESCE(work.retracted_on::text, ''), NULL::date
    WHERE work.retraction = 'expression_of_concern' AND work.accepted_at IS NULL
    UNION ALL
    SELECT 'guideline-superseded',
        'reference:' || work.id || ':' || work.superseded_by_id, NULL::date
    WHERE work.superseded_by_id IS NOT NULL
    UNION ALL
    SELECT 'guideline-expired',
        'reference:' || work.id || ':' || work.valid_until, work.valid_until + 1
    WHERE work.valid_until IS NOT NULL
    UNION ALL
    SELECT 'source-too-old',
        'reference:' || work.id || ':' || work.year + {years} + 1,
        make_date(work.year + {years} + 1, 1, 1)
    WHERE work.year BETWEEN 1 AND 9000
"""
#: What was merged into another record counts as that one.
_OF_VERSION = """
    SELECT DISTINCT work.id, cause.kind, cause.key, cause.since
    FROM articles_version AS version
    CROSS JOIN LATERAL unnest(version.cited_ids) AS cited(id)
    JOIN references_reference AS record ON record.id = cited.id
    JOIN references_reference AS work ON work.id = COALESCE(record.merged_into_id, record.id)
    CROSS JOIN LATERAL ({causes}) AS cause
    WHERE version.id = %(version)s
    ORDER BY cause.kind, cause.key
""".format(causes=CAUSES.format(years="%(years)s"))  # noqa: S608 # nothing of theirs


#: What is written here. A row that somebody wrote by hand counts as it stands, until it is settled.
_KEY = r"^reference:[0-9]{1,18}:[-0-9]*(#[0-9]+)?$"


@dataclass(frozen=True)
class Cause:
    """One thing about one source. `since` is none where no day is known from which on it holds."""

    reference_id: int
    kind: str
    key: str
    since: datetime.date | None

    @property
    def name(self) -> str:
        """As the event of a submission lists what was known."""
        return f"{self.kind} {self.key}"


def of_version(version_id: int, *, years: int) -> list[Cause]:
    """What the sources of this version give cause to, now or on a day that is known already."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_VERSION, {"version": version_id, "years": years})
        return [Cause(*row) for row in cursor.fetchall()]


def known(version_id: int, *, years: int, on: datetime.date) -> list[str]:
    """What holds on the day of a submission: whoever judges and signs the version can see it."""
    found = of_version(version_id, years=years)
    return [cause.name for cause in found if cause.since is None or cause.since <= on]


def look_at(article: Article, *, at: datetime.datetime) -> int:
    """Raise what makes a live article due earlier, settle what holds no more. Gives how many.

    The caller holds the article. A day that is known already is written down ahead, as soon as it
    is before the one that the interval gives. Of an article that readers do not have, nothing
    changes; it is looked at when it comes back.
    """
    schedules = ReviewSchedule.objects.select_related("review", "article")
    clocks = schedules.filter(article=article).first()
    if clocks is None or clocks.article.live_version_id is None:
        return 0
    if clocks.article.is_retired and not clocks.article.returns_when_reviewed:
        return 0
    tier = clocks.review.policy["tier"]
    years = Policy.objects.values_list("oldest_source_years", flat=True).get(tier=tier)
    found = of_version(clocks.article.live_version_id, years=years)
    raised = list(
        DueTrigger.objects.filter(article=article, kind__in=KINDS, key__regex=_KEY).order_by("pk")
    )
    if not found and not raised:
        return 0
    told = [_Told(trigger.kind, trigger.key) for trigger in raised]
    leads = _leads(told)
    past = list(zip(raised, (each.under(leads) for each in told), strict=True))
    settled = _settle(past, found, at=at)
    new = [cause for cause in found if _counts(cause, clocks, past)]
    return settled + _raise(new, clocks.article, years=years, at=at)


@dataclass(frozen=True)
class _Told:
    """The kind and key of a cause as they were written down."""

    kind: str
    key: str

    @property
    def parts(self) -> tuple[int, str]:
        """The record, and what tells this cause from others of it; without a number of returns."""
        _word, reference, rest = self.key.partition(due_causes.AGAIN)[0].split(":")
        return int(reference), rest

    @property
    def named(self) -> set[int]:
        reference, rest = self.parts
        return {reference, int(rest)} if self.kind == Kind.GUIDELINE_SUPERSEDED else {reference}

    def under(self, leads: Mapping[int, int]) -> Subject:
        """As they would be written down now, where records were merged since."""
        reference, rest = self.parts
        if self.kind == Kind.GUIDELINE_SUPERSEDED:
            rest = str(leads.get(int(rest), rest))
        return self.kind, f"reference:{leads.get(reference, reference)}:{rest}"


def _leads(told: Iterable[_Told]) -> dict[int, int]:
    """Of the records that these name, those that were merged since: into which."""
    named = {pk for each in told for pk in each.named}
    if not named:
        return {}
    merged = Reference.objects.filter(pk__in=named, merged_into__isnull=False)
    return {row.pk: row.merged_into_id or row.pk for row in merged.only("pk", "merged_into")}


def _settle(
    past: list[tuple[DueTrigger, Subject]], found: Iterable[Cause], *, at: datetime.datetime
) -> int:
    holding = {(cause.kind, cause.key) for cause in found}
    gone = [
        trigger
        for trigger, subject in past
        if trigger.settled_at is None and subject not in holding
    ]
    for trigger in gone:
        due_causes.settle(trigger, by=source_watch.account(), at=at)
    return len(gone)


def _counts(
    cause: Cause, clocks: ReviewSchedule, past: Iterable[tuple[DueTrigger, Subject]]
) -> bool:
    """Whether it makes the article due earlier, and nobody has answered it.

    What was settled because it held no more may come back.
    """
    if cause.since is not None and cause.since >= clocks.regular_due_on:
        return False
    no_longer = DueTrigger.Settlement.NO_LONGER
    standing = {subject for trigger, subject in past if trigger.settlement != no_longer}
    return (cause.kind, cause.key) not in standing and not _was_known(cause, clocks)


def _was_known(cause: Cause, clocks: ReviewSchedule) -> bool:
    """Whether those who signed last could see it.

    Of a review that was submitted before this was written down, only what has a day of its own.
    """
    submission = AuditEvent.objects.filter(review=clocks.review_id, action="submit").first()
    names = submission.details.get("known_causes") if submission else None
    if names is None:
        return cause.since is not None and cause.since <= clocks.review.submitted_at.date()
    told = [_Told(*name.split(" ", 1)) for name in names]
    leads = _leads(told)
    known_then = {each.under(leads) for each in told}
    if cause.kind == Kind.SOURCE_TOO_OLD:  # whatever the limit was
        return any(
            kind == cause.kind and key.startswith(f"reference:{cause.reference_id}:")
            for kind, key in known_then
        )
    return (cause.kind, cause.key) in known_then


def _raise(
    causes: Iterable[Cause],
    article: Article,
    *,
    years: int,
    at: datetime.datetime,
) -> int:
    raised = [
        due_causes.raise_trigger(
            article,
            kind=cause.kind,
            key=cause.key,
            due_on=cause.since or at.date(),
            details=_facts(cause, article, years=years),
            by=source_watch.account(),
            at=at,
        )
        for cause in causes
    ]
    return sum(trigger is not None for trigger in raised)


def _facts(cause: Cause, article: Article, *, years: int) -> dict[str, Any]:
    """What people are told of it: the work and its place in the live version, as they are today."""
    work = Reference.objects.select_related("superseded_by").get(pk=cause.reference_id)
    records = [work.pk, *Reference.objects.filter(merged_into=work).values_list("pk", flat=True)]
    facts: dict[str, Any] = {
        "reference": work.pk,
        "text": as_text(work.csl, work.kind),
        "numbers": [number for place in places(article, None, records) for number in place.numbers],
    }
    if cause.kind in (Kind.SOURCE_RETRACTED, Kind.SOURCE_DOUBTED):
        facts["on"] = work.retracted_on.isoformat() if work.retracted_on else ""
    elif cause.kind == Kind.GUIDELINE_EXPIRED and work.valid_until is not None:
        facts["on"] = work.valid_until.isoformat()
    elif cause.kind == Kind.GUIDELINE_SUPERSEDED and work.superseded_by is not None:
        successor = work.superseded_by
        facts |= {"successor": successor.pk, "by": as_text(successor.csl, successor.kind)}
    elif cause.kind == Kind.SOURCE_TOO_OLD:
        facts |= {"year": work.year, "years": years}
    return facts
