"""A Retraction Watch file into the database, whole or not at all, and then to the library.

The rows are streamed into a temporary table and merged from there, so neither the size of the file
nor that of the library is ever in memory. Importing a file twice changes nothing.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils.translation import gettext as _

from references.models import Reference, RetractionWatchEntry
from references.retraction_watch import statements
from references.retraction_watch.rows import Problem, Row
from references.standing import consult_retraction_watch

#: More vanished records than this share of all that are stored: the file was cut short.
MOST_VANISHED = 0.02
#: Fewer than so many are never too many.
FEW = 50
#: Problems are counted; the first of them are told one by one.
MOST_PROBLEMS = 1000


class FileCutShort(ValueError):
    """So many records are missing that taking the file at its word would clear works by mistake."""


@dataclass
class Imported:
    """`new`, `changed`, `vanished` count records; `works`, those that stand otherwise now."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    vanished: int = 0
    works: int = 0
    unreadable: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_rows(
    rows: Iterable[Row | Problem], *, at: datetime.datetime, may_shrink: bool = False
) -> Imported:
    """Let a file take the place of what is stored. Raises `FileCutShort` unless it `may_shrink`.

    Records that a newer file no longer has are removed, and what they told is gone from the
    notices. A record whose row cannot be read stays as it was.
    """
    done = Imported()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('references.retraction_watch'))")
        cursor.execute(statements.FORGET)
        cursor.execute(statements.CREATE)
        with cursor.copy(statements.COPY) as copy:
            for values in _counted(rows, done):
                copy.write_row(values)
        for prepare in (statements.INDEX, statements.ANALYSE, statements.ONCE):
            cursor.execute(prepare)
        cursor.execute(statements.COUNT_VANISHED)
        (done.vanished,) = cursor.fetchone()
        if not may_shrink:
            _refuse_if_cut_short(done.vanished)
        cursor.execute(statements.TOUCH)
        cursor.execute(statements.DELETE_VANISHED)
        cursor.execute(statements.UPSERT)
        done.new, done.changed = cursor.fetchone()
        cursor.execute(statements.CONCERNED)
        concerned = [pk for (pk,) in cursor.fetchall()]
        done.works = consult_retraction_watch(Reference.objects.filter(pk__in=concerned), at=at)
    return done


def _counted(rows: Iterable[Row | Problem], done: Imported) -> Iterator[tuple[object, ...]]:
    """As the columns of `incoming`."""
    for place, read in enumerate(rows):
        done.rows += 1
        row = read if isinstance(read, Row) else read.row
        if isinstance(read, Problem):
            done.unreadable += 1
            if len(done.problems) < MOST_PROBLEMS:
                done.problems.append(read)
        if row is not None:
            numbers = (row.doi, row.pmid, row.notice_doi, row.notice_pmid)
            yield place, row.record_id, row.nature.value, row.on, *numbers, row.reasons
        elif isinstance(read, Problem) and read.record_id:
            yield place, read.record_id, *(None,) * 7


def _refuse_if_cut_short(vanished: int) -> None:
    stored = RetractionWatchEntry.objects.count()
    if vanished > max(FEW, stored * MOST_VANISHED):
        raise FileCutShort(
            _(
                "%(vanished)d of %(stored)d stored records are not in this file. It was probably "
                "cut short: nothing was changed. Fetch it again, or say --may-shrink if it is "
                "right."
            )
            % {"vanished": vanished, "stored": stored}
        )
