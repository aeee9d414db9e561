"""What the database says of merging, to whoever writes SQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import Error, connection, connections, transaction

from references.models import Reference
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory
from tests.raw_sql import guarded, is_refused, run

MERGE = (
    "UPDATE references_reference SET merged_into_id = %s, merged_at = now(),"
    " merged_by_id = (SELECT min(id) FROM auth_user) WHERE id = %s"
)


def merged_pair() -> tuple[Reference, Reference]:
    """The kept record, and the one that was merged into it."""
    kept, duplicate = ReferenceFactory.create_batch(2)
    UserFactory.create()
    run(MERGE, kept.pk, duplicate.pk)
    return kept, duplicate


def into(work: Reference) -> int | None:
    work.refresh_from_db()
    return work.merged_into_id


@pytest.mark.django_db
def test_nothing_is_merged_into_what_was_merged() -> None:
    _kept, duplicate = merged_pair()
    guarded(
        *("references_reference", "merged_records_stay_merged", MERGE),
        *(duplicate.pk, ReferenceFactory.create().pk),
    )


@pytest.mark.django_db
def test_nothing_is_added_as_merged_into_what_was_merged() -> None:
    _kept, duplicate = merged_pair()
    guarded(
        "references_reference",
        "merged_records_stay_merged",
        "INSERT INTO references_reference (kind, csl, retraction, retraction_notice_url, created,"
        " merged_into_id, merged_at, merged_by_id) SELECT kind, csl, retraction, '', now(), id,"
        " now(), merged_by_id FROM references_reference WHERE id = %s",
        duplicate.pk,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "merged_into_id = NULL, merged_at = NULL, merged_by_id = NULL",
        "merged_at = merged_at - interval '1 year'",
        'csl = csl || \'{"title": "Another"}\'',
        "kind = 'trial'",
        "evidence_level = 1",
        "valid_until = '2030-01-01'",
    ],
)
def test_merged_record_is_neither_freed_nor_edited(change: str) -> None:
    _kept, duplicate = merged_pair()
    guarded(
        "references_reference",
        "merged_records_stay_merged",
        f"UPDATE references_reference SET {change} WHERE id = %s",  # noqa: S608 -- ours
        duplicate.pk,
    )


@pytest.mark.django_db
def test_merged_record_goes_to_no_other() -> None:
    _kept, duplicate = merged_pair()
    guarded(
        "references_reference",
        "merged_records_stay_merged",
        "UPDATE references_reference SET merged_into_id = %s WHERE id = %s",
        ReferenceFactory.create().pk,
        duplicate.pk,
    )


@pytest.mark.django_db
def test_merged_record_still_changes_its_standing() -> None:
    _kept, duplicate = merged_pair()
    assert not is_refused(
        "UPDATE references_reference SET retraction = 'retracted' WHERE id = %s", duplicate.pk
    )


@pytest.mark.django_db
def test_what_was_merged_follows_the_record_that_stood_for_it() -> None:
    kept, duplicate = merged_pair()
    last = ReferenceFactory.create()
    run(MERGE, last.pk, kept.pk)
    assert (into(kept), into(duplicate)) == (last.pk, last.pk)


@pytest.mark.django_db
def test_chain_stays_without_the_trigger_that_follows() -> None:
    kept, duplicate = merged_pair()
    last = ReferenceFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE references_reference DISABLE TRIGGER USER")
    run(MERGE, last.pk, kept.pk)
    assert (into(kept), into(duplicate)) == (last.pk, kept.pk)


@pytest.mark.django_db(transaction=True)
def test_two_records_merged_into_each_other_at_once_leave_one() -> None:
    one, two = ReferenceFactory.create_batch(2)
    UserFactory.create()
    barrier = Barrier(2)

    def merge(kept: int, duplicate: int) -> bool:
        try:
            with transaction.atomic():
                barrier.wait(timeout=10)
                run(MERGE, kept, duplicate)
        except Error:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(merge, (one.pk, two.pk), (two.pk, one.pk)))
    assert sorted(done) == [False, True]
    assert Reference.objects.current().count() == 1
