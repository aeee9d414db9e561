"""Every tampering that gets past the triggers is found and named, and nothing else is."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Version
from articles.text.canonical import digest
from editorial import audit, signing, verification
from editorial.exceptions import SigningLocked, WrongPassword
from editorial.models import AuditEvent, Review, SignOff
from tests.factories.articles import UserFactory
from tests.factories.editorial import approved, submitted, under_review
from tests.flushing import triggers_lifted

pytestmark = pytest.mark.django_db


def tamper(sql: str, *parameters: str | int) -> None:
    """What a superuser of the database can do."""
    with triggers_lifted(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert cursor.rowcount > 0


def found() -> list[str]:
    return [str(fault) for fault in verification.faults()]


def events(review: Review) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(article=review.article_id).order_by("sequence"))


def test_verify_untouched_history_finds_nothing() -> None:
    approved()
    under_review()
    approved(approved().article, kind="re-review")
    member = UserFactory.create()
    for _ in range(signing.ATTEMPTS):
        with pytest.raises((WrongPassword, SigningLocked)):
            signing.confirm_identity(member, "wrong")
    assert AuditEvent.objects.filter(chain=0).count() == 1
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'Somebody Else'",
        "actor_id = NULL",
        "action = 'withdraw'",
        "at = at + interval '1 second'",
        "at = at + interval '1 microsecond'",
        "from_state = 'approved'",
        "to_state = 'approved'",
        "version_digest = repeat('0', 64)",
        "reason = 'another reason'",
        "details = details || '{\"more\": 1}'",
        "review_id = NULL",
        "hash = repeat('0', 64)",
        "previous_hash = repeat('0', 64)",
    ],
)
def test_verify_names_an_altered_event(change: str) -> None:
    review = under_review()
    event = events(review)[1]
    tamper(f"UPDATE editorial_auditevent SET {change} WHERE id = %s", event.pk)  # noqa: S608
    assert any(f"{event.chain}/2 (row {event.pk}" in fault for fault in found())


def test_verify_names_a_deleted_event() -> None:
    review = under_review()
    event = events(review)[1]
    tamper("DELETE FROM editorial_auditevent WHERE id = %s", event.pk)
    assert any(f"audit event {event.chain}/2: is missing" in fault for fault in found())


def test_verify_names_the_first_event_when_it_is_deleted() -> None:
    review = under_review()
    tamper("DELETE FROM editorial_auditevent WHERE id = %s", events(review)[0].pk)
    assert any(f"audit event {review.article_id}/1: is missing" in fault for fault in found())


def test_verify_names_an_inserted_event() -> None:
    review = under_review()
    last = events(review)[-1]
    tamper(
        "INSERT INTO editorial_auditevent (chain, sequence, action, at, actor_name, article_id,"
        " review_id, from_state, to_state, version_digest, reason, details, previous_hash, hash)"
        " SELECT chain, sequence + 1, action, at, actor_name, article_id, review_id, from_state,"
        " to_state, version_digest, reason, details, hash, repeat('a', 64)"
        " FROM editorial_auditevent WHERE id = %s",
        last.pk,
    )
    assert any(f"{last.chain}/{last.sequence + 1}" in fault for fault in found())


def test_verify_names_two_swapped_events() -> None:
    review = under_review()
    first, second = events(review)[1:3]
    tamper("UPDATE editorial_auditevent SET sequence = 1000 WHERE id = %s", first.pk)
    tamper("UPDATE editorial_auditevent SET sequence = 2 WHERE id = %s", second.pk)
    tamper("UPDATE editorial_auditevent SET sequence = 3 WHERE id = %s", first.pk)
    faults = found()
    assert any(f"(row {first.pk}" in fault for fault in faults)
    assert any(f"(row {second.pk}" in fault for fault in faults)


def test_verify_finds_an_event_altered_together_with_its_hash() -> None:
    review = under_review()
    event = events(review)[1]
    event.reason = "rewritten"
    tamper(
        "UPDATE editorial_auditevent SET reason = %s, hash = %s WHERE id = %s",
        event.reason,
        audit.hash_of(event),
        event.pk,
    )
    assert any(f"{event.chain}/3" in fault and "does not follow" in fault for fault in found())


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE articles_version SET content = jsonb_set(content, '{title}', '\"X?\"')", "digest"),
        ("UPDATE articles_version SET clinical_html = clinical_html || ' '", "clinical rendering"),
        ("UPDATE articles_version SET plain_html = 'x'", "plain rendering"),
        ("UPDATE editorial_signoff SET verdict = 'request_changes', reason = 'x'", "sign-off"),
        ("UPDATE editorial_signoff SET signer_name = 'Somebody Else'", "sign-off"),
        ("UPDATE editorial_signoff SET signer_credentials = 'PhD'", "sign-off"),
        ("UPDATE editorial_signoff SET signed_at = signed_at - interval '1 day'", "sign-off"),
        ("UPDATE editorial_signoff SET digest = repeat('0', 64)", "another text"),
        ("DELETE FROM editorial_signoff", "missing"),
        ("UPDATE editorial_review SET state = 'withdrawn', reason = 'x'", "is withdrawn"),
        ("DELETE FROM editorial_auditevent WHERE action = 'sign-off'", "no audit event"),
    ],
)
def test_verify_finds_tampering_outside_the_history(sql: str, named: str) -> None:
    approved()
    tamper(sql)
    assert any(named in fault for fault in found())


def test_verify_finds_a_live_version_that_nobody_approved() -> None:
    review = under_review()
    tamper(
        "UPDATE articles_article SET live_version_id = %s WHERE id = %s",
        review.version_id,
        review.article_id,
    )
    assert any("live without an approved review" in fault for fault in found())


def verify(*options: str) -> str:
    out = StringIO()
    call_command("audit", "verify", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def anchor(tmp_path: Path) -> str:
    approved()
    submitted()
    path = tmp_path / "anchor.json"
    call_command("audit", "anchor", str(path), stdout=StringIO())
    return str(path)


def test_anchor_still_fits_after_more_work(anchor: str) -> None:
    under_review()
    assert "in order" in verify("--anchor", anchor)


def _cut_the_tail() -> None:
    tamper("DELETE FROM editorial_auditevent WHERE action IN ('approve', 'sign-off')")
    tamper("DELETE FROM editorial_signoff")
    tamper(
        "UPDATE editorial_review SET state = 'under_review', closed_at = NULL, closed_by_id = NULL"
        " WHERE state = 'approved'"
    )
    tamper("UPDATE articles_article SET live_version_id = NULL WHERE live_version_id > 0")
    tamper("DELETE FROM articles_publication")
    tamper("DELETE FROM editorial_reviewschedule")


def _drop_a_chain() -> None:
    pk = Review.objects.get(state="submitted").pk
    tamper("DELETE FROM editorial_auditevent WHERE review_id = %s", pk)
    tamper("DELETE FROM editorial_notification WHERE review_id = %s", pk)
    tamper("DELETE FROM editorial_review WHERE id = %s", pk)


@pytest.mark.parametrize("harm", [_cut_the_tail, _drop_a_chain])
def test_verify_against_an_anchor_finds_what_the_chains_cannot_show(
    anchor: str, harm: Callable[[], None]
) -> None:
    harm()
    assert found() == []
    with pytest.raises(CommandError, match="faults? found") as error:
        verify("--anchor", anchor)
    assert error.value.returncode == 1


def test_verify_against_an_anchor_finds_a_restored_old_dump(anchor: str) -> None:
    with triggers_lifted(), connection.cursor() as cursor:
        for table in ("editorial_auditevent", "editorial_signoff", "editorial_notification"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("UPDATE articles_article SET live_version_id = NULL")
        cursor.execute("DELETE FROM articles_publication")
        for table in ("reviewschedule", "assignment", "review"):
            cursor.execute(f"DELETE FROM editorial_{table}")  # noqa: S608
    assert found() == []
    with pytest.raises(CommandError, match="faults? found"):
        verify("--anchor", anchor)


@pytest.mark.parametrize("text", ["", "not json", "[]", "{}", '{"schema": 2, "heads": []}'])
def test_verify_with_a_file_that_is_no_anchor_says_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "anchor.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="is not an anchor"):
        verify("--anchor", str(path))


def test_verify_with_a_missing_anchor_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        verify("--anchor", str(tmp_path / "none.json"))


def test_export_holds_one_article_and_checks_by_itself(tmp_path: Path) -> None:
    review, other = approved(), approved()
    path = tmp_path / "export.json"
    call_command("audit", "export", str(path), "--article", review.article.slug, stdout=StringIO())
    record = json.loads(path.read_text(encoding="utf-8"))
    assert {event["article"] for event in record["events"]} == {review.article_id}
    assert len(record["sign_offs"]) == SignOff.objects.filter(review=review).count()
    assert str(other.version.digest) not in path.read_text(encoding="utf-8")
    for event in record["events"]:
        claimed = event.pop("hash")
        assert digest(event) == claimed


def test_export_of_an_unknown_article_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no article"):
        call_command("audit", "export", str(tmp_path / "x"), "--article", "unknown")


@given(
    st.dictionaries(
        st.text(max_size=5), st.one_of(st.text(max_size=20), st.integers(), st.booleans())
    )
)
def test_hash_changes_with_every_detail(details: dict[str, object]) -> None:
    event = AuditEvent(chain=0, sequence=1, action="x", actor_name="x", details=details)
    event.at = Version.objects.model._meta.get_field("frozen_at").to_python("2026-01-01T00:00Z")
    other = AuditEvent(chain=0, sequence=1, action="x", actor_name="x", at=event.at)
    other.details = {**details, "one more": 1}
    assert audit.hash_of(event) != audit.hash_of(other)
