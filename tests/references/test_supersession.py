"""Which work stands in whose place: never itself, over however many others."""

import threading
from itertools import pairwise

import pytest
from django.db import Error, connection, transaction

from references import supersession
from references.models import Reference
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory
from tests.raw_sql import guarded, is_refused, run, without

pytestmark = pytest.mark.django_db
SUPERSEDE = "UPDATE references_reference SET superseded_by_id = %s WHERE id = %s"


def _chain(length: int) -> list[Reference]:
    """Each superseded by the next; the last by none."""
    works = ReferenceFactory.create_batch(length)
    for older, newer in pairwise(works):
        run(SUPERSEDE, newer.pk, older.pk)
    return works


@pytest.mark.parametrize("length", [2, 3, 5])
def test_database_refuses_a_circle(length: int) -> None:
    works = _chain(length)
    guarded(
        "references_reference",
        "never_superseded_in_a_circle",
        SUPERSEDE,
        works[0].pk,
        works[-1].pk,
    )


def test_database_refuses_a_work_that_supersedes_itself() -> None:
    work = ReferenceFactory.create()
    assert is_refused(SUPERSEDE, work.pk, work.pk)


def test_database_refuses_a_circle_in_one_statement() -> None:
    one, other = ReferenceFactory.create_batch(2)
    swapped = "UPDATE references_reference SET superseded_by_id = %s - id WHERE id IN (%s, %s)"
    assert is_refused(swapped, one.pk + other.pk, one.pk, other.pk)


def test_database_refuses_a_circle_through_a_merged_record() -> None:
    kept, duplicate, newer = ReferenceFactory.create_batch(3)
    run(SUPERSEDE, newer.pk, kept.pk)
    run(
        "UPDATE references_reference SET merged_into_id = %s, merged_at = now(), merged_by_id = %s"
        " WHERE id = %s",
        kept.pk,
        UserFactory.create().pk,
        duplicate.pk,
    )
    assert is_refused(SUPERSEDE, duplicate.pk, newer.pk)
    assert supersession.would_circle(newer.pk, duplicate.pk)


def test_database_accepts_a_chain_and_its_end_lifted() -> None:
    works = _chain(4)
    run("UPDATE references_reference SET superseded_by_id = NULL WHERE id = %s", works[2].pk)
    assert not is_refused(SUPERSEDE, works[0].pk, works[3].pk)


@pytest.mark.django_db(transaction=True)
def test_database_refuses_a_circle_of_two_halves_written_at_once() -> None:
    """The second waits until the first is committed, then sees it."""
    one, other = ReferenceFactory.create_batch(2)
    refused: list[bool] = []
    begun = threading.Event()

    def second_half() -> None:
        begun.set()
        try:
            run(SUPERSEDE, one.pk, other.pk)
            refused.append(False)
        except Error:
            refused.append(True)
        finally:
            connection.close()

    thread = threading.Thread(target=second_half)
    with transaction.atomic():
        run(SUPERSEDE, other.pk, one.pk)
        thread.start()
        begun.wait(5)
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert refused == [True]


@pytest.mark.parametrize(
    ("older", "newer", "circles"), [(0, 2, False), (2, 0, True), (1, 0, True), (1, 1, True)]
)
def test_would_circle_says_what_the_database_says(older: int, newer: int, circles: bool) -> None:
    works = _chain(3)
    assert supersession.would_circle(works[older].pk, works[newer].pk) is circles
    assert is_refused(SUPERSEDE, works[newer].pk, works[older].pk) is circles


def test_would_circle_ends_where_the_guard_was_gone_around() -> None:
    one, other, outside = ReferenceFactory.create_batch(3)
    with without("references_reference", "never_superseded_in_a_circle"):
        run(SUPERSEDE, other.pk, one.pk)
        run(SUPERSEDE, one.pk, other.pk)
    assert not supersession.would_circle(outside.pk, one.pk)
