"""One check of some works: everybody who applies is asked, and each work is concluded."""

import datetime
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from references.asking import OutOfTime, Replies, Source, ask, sources
from references.models import NextCheck
from references.models.standing import Teller
from references.remote.answers import FoundNotice
from references.standing import Check, settle
from references.standing.family import Work, works
from references.standing.retraction_watch import told_by_retraction_watch

log = logging.getLogger(__name__)

#: Once a day, with room for the hour to wander.
BETWEEN_CHECKS = datetime.timedelta(hours=20)
#: After a first failure; twice as long after each further one, up to the last.
FIRST_WAIT, LONGEST_WAIT = datetime.timedelta(hours=1), datetime.timedelta(hours=4)
#: Asked about together.
BATCH = 40
#: The advisory lock of the one run that may be under way.
LOCK = "references.check"
NOT_KNOWN = {
    Teller.CROSSREF: gettext_lazy("Crossref does not know the DOI %(number)s"),
    Teller.PUBMED: gettext_lazy("PubMed does not know the number %(number)s"),
}

Told = dict[Teller, list[FoundNotice]]
Heard = Sequence[tuple[Source, Replies]]


@dataclass
class Checked:
    """What one run did, in numbers of works. `failed`: a teller that applies did not answer."""

    asked: int = 0
    failed: int = 0
    changed: int = 0
    #: Time was up before all were asked about.
    is_cut_short: bool = False
    #: Another run is under way, and this one did nothing.
    is_busy: bool = False
    trouble: list[str] = field(default_factory=list)


def check(ids: Sequence[int], *, now: datetime.datetime, deadline: float) -> Checked:
    """Ask everybody about these works and conclude each. `deadline` is of `time.monotonic()`."""
    checked = Checked()
    asked = sources()
    with _one_run_at_a_time() as is_ours:
        if not is_ours:
            return Checked(is_busy=True)
        for start in range(0, len(ids), BATCH):
            batch = works(ids[start : start + BATCH])
            try:
                replies = [_ask(source, batch, deadline) for source in asked]
            except OutOfTime:
                checked.is_cut_short = True
                break
            _conclude(batch, list(zip(asked, replies, strict=True)), checked, now)
    checked.trouble = [source.trouble for source in asked if source.trouble]
    return checked


def _ask(source: Source, batch: Sequence[Work], deadline: float) -> Replies:
    numbers = [number for work in batch for number in source.numbers_of(work)]
    return ask(source, numbers, deadline=deadline)


def _conclude(
    batch: Sequence[Work],
    heard: Heard,
    checked: Checked,
    now: datetime.datetime,
) -> None:
    stored = told_by_retraction_watch(batch)
    failed: list[Work] = []
    for work in batch:
        told: Told = {Teller.RETRACTION_WATCH: stored[work.lead.pk]}
        outcome, is_failure = _weighed(work, heard, told)
        try:
            checked.changed += settle(work.lead, at=now, told=told, check=outcome)
        except (DatabaseError, ValueError):
            # What one teller says of one work must not keep the others from being checked.
            log.exception("The standing of reference %s could not be written", work.lead.pk)
            is_failure = True
        if is_failure:
            failed.append(work)
    checked.asked += len(batch)
    checked.failed += len(failed)
    _put_off(batch, failed, now)


def _weighed(work: Work, heard: Heard, told: Told) -> tuple[Check, bool]:
    """How asking about one work went, and whether somebody failed who may answer another time.

    Who was heard is put into `told`. A number that nobody knows is no failure of its teller, but
    no answer either.
    """
    failures: list[str] = []
    unknown: list[str] = []
    answered = False
    for source, reply in heard:
        numbers = source.numbers_of(work)
        known = [answer for number in numbers if (answer := reply.answers.get(number))]
        troubles = [reply.failures[number] for number in numbers if number in reply.failures]
        if troubles:
            failures += troubles[:1]
        elif known:
            answered = True
            told[source.teller] = [notice for answer in known for notice in answer.notices]
        elif numbers:
            unknown.append(NOT_KNOWN[source.teller] % {"number": numbers[0]})
    if failures or answered:
        return Check(answered, failures), bool(failures)
    nobody = _("it has no DOI and no PubMed number, so nobody can be asked")
    return Check(answered=False, failures=unknown or [nobody]), False


def _put_off(batch: Sequence[Work], failed: Sequence[Work], now: datetime.datetime) -> None:
    """When each is due again: tomorrow, or sooner where somebody did not answer."""
    rows = [row.pk for work in batch for row in work.rows]
    before = dict(NextCheck.objects.filter(pk__in=rows).values_list("pk", "failures"))
    unanswered = {work.lead.pk for work in failed}
    NextCheck.objects.bulk_create(
        [
            _next(row.pk, before.get(row.pk, 0) + 1 if work.lead.pk in unanswered else 0, now)
            for work in batch
            for row in work.rows
        ],
        update_conflicts=True,
        unique_fields=["reference"],
        update_fields=["due", "failures"],
    )


def _next(pk: int, failures: int, now: datetime.datetime) -> NextCheck:
    wait = BETWEEN_CHECKS
    if failures:
        wait = min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)
    return NextCheck(reference_id=pk, due=now + wait, failures=min(failures, 1000))


@contextmanager
def _one_run_at_a_time() -> Iterator[bool]:
    """Whether this is the one. The lock goes with the connection, should the process be killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])
