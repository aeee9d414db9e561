"""Ways to switch a guard of the database off, or to lead it astray, without owning its table."""

import pytest
from django.db import Error, connection, transaction

from tests.factories.articles import ArticleFactory
from tests.factories.editorial import approved, under_review
from tests.raw_sql import forge_signature, is_refused, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("articles_version", "plain_html = 'x'"),
        ("editorial_signoff", "reason = 'x'"),
        ("editorial_auditevent", "actor_name = 'x'"),
        ("editorial_review", "note = 'x'"),
    ],
)
def test_no_setting_of_a_connection_switches_a_guard_off(table: str, change: str) -> None:
    approved()
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname::text) FROM pg_trigger WHERE NOT tgisinternal")
        (names,) = cursor.fetchone()
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [_as_array(names)])
    assert is_refused(f"UPDATE {table} SET {change}")  # noqa: S608


def test_setting_switches_a_trigger_of_the_library_off() -> None:
    """So that the test above can fail: the history of drafts is written by such a trigger."""
    article = ArticleFactory.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname::text) FROM pg_trigger WHERE NOT tgisinternal")
        (names,) = cursor.fetchone()
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [_as_array(names)])
        cursor.execute("SELECT count(*) FROM articles_articleevent")
        before = cursor.fetchone()
        cursor.execute("UPDATE articles_article SET title = 'x?' WHERE id = %s", [article.pk])
        cursor.execute("SELECT count(*) FROM articles_articleevent")
        assert cursor.fetchone() == before


def _as_array(names: list[str]) -> str:
    return "{" + ",".join(names) + "}"


def test_table_that_looks_like_the_signatures_is_not_counted() -> None:
    review = under_review()
    run("CREATE TEMPORARY TABLE editorial_signoff (LIKE public.editorial_signoff INCLUDING ALL)")
    for assignment in review.assignments.select_related("member"):
        forge_signature(review, assignment.member)
    approve = (
        "UPDATE public.editorial_review SET state = 'approved', closed_at = now(),"
        " closed_by_id = submitted_by_id WHERE id = %s"
    )
    with pytest.raises(Error, match="0 of 2 approvals"), transaction.atomic():
        run(approve, review.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'pgtrigger_quorum_%%'")
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER FUNCTION {name}() RESET search_path")
    assert not is_refused(approve, review.pk)
