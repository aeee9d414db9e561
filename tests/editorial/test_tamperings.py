"""More than a hundred changes by SQL, triggers lifted: `audit verify` finds each, and no other."""

import datetime
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from articles.models import Article
from articles.text.canonical import digest
from editorial import audit, verification, workflow
from editorial.models import Assignment, AuditEvent, BoardMember, Policy, Review, SignOff
from tests.editorial import tamperings
from tests.factories.articles import PASSWORD, ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign_with,
    under_review,
)
from tests.flushing import triggers_lifted

pytestmark = pytest.mark.django_db
Names = dict[str, Any]


@pytest.fixture(scope="module")
def names(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Names]:
    """One sample for all, with every step in it; each tampering is undone by its savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _sample()
        transaction.set_rollback(True)


def _sample() -> Names:
    Policy.objects.update(questions=["Are the doses those of the label?"])
    manager = managing_editor()
    members = BoardMemberFactory.create_batch(5, affiliation="Sample Hospital")
    approved = _approved(members)
    other = _approved(members[1:3])
    retired = _approved(members[1:3])
    workflow.retire(retired.article, by=manager, reason="No longer used.")
    returned = under_review(members=members[:2])
    workflow.return_for_changes(returned, by=manager, reason="Too long.")
    review = _open(approved, members, manager)
    return (
        _people(members, manager)
        | _versions(approved, other, review)
        | _rows(members, approved, review)
        | _clocks(approved.article, _approved(members[1:3]).article, manager)
        | {"returned": returned.pk}
    )


def _approved(members: list[BoardMember]) -> Review:
    review = under_review(ArticleFactory.create(), members=members[:2])
    for member in members[:2]:
        review = sign_with(review, member.user, answers=["Yes."])
    return review


def _open(earlier: Review, members: list[BoardMember], manager: User) -> Review:
    """The next version: a signature withdrawn, one after a waiver, a refusal, a hand-back."""
    article = earlier.article
    article.sections.update(body="<p>Spasm follows strain, or fear.</p>")
    review = under_review(article, members=members, answered=False)
    first, second, third, fourth, _fifth = members
    for member in (first, third):
        workflow.answer_conflict(review, by=member.user, conflict="none")
    workflow.answer_conflict(
        review, by=second.user, conflict="declared", statement="I hold shares in the maker."
    )
    workflow.waive_conflict(_of(review, second), by=manager, reason="Nobody else knows the field.")
    sign_with(review, second.user, verdict="request_changes", reason="Shorter.", answers=["Yes."])
    sign_with(review, first.user, answers=["Yes."])
    workflow.withdraw_sign_off(
        review.sign_offs.get(member=first), by=first.user, reason="Misread.", password=PASSWORD
    )
    workflow.decline(_of(review, third), by=third.user, reason="I am away.")
    late = _of(review, fourth)
    workflow.extend(
        late, by=manager, sign_by=late.sign_by + datetime.timedelta(days=7), reason="A holiday."
    )
    workflow.release(_of(review, fourth), by=manager, reason="Not needed.")
    return review


def _of(review: Review, member: BoardMember) -> Assignment:
    return review.assignments.get(member=member)


def _people(members: list[BoardMember], manager: User) -> Names:
    first, second, *_others, fifth = members
    return {
        "editor": manager.pk,
        "first": first.pk,
        "first_account": first.user_id,
        "second": second.pk,
        "second_account": second.user_id,
        "fifth": fifth.pk,
        "fifth_account": fifth.user_id,
    }


def _versions(approved: Review, other: Review, review: Review) -> Names:
    return {
        "article": approved.article_id,
        "other_article": other.article_id,
        "approved": approved.pk,
        "other": other.pk,
        "open": review.pk,
        "version": approved.version_id,
        "open_version": review.version_id,
        "other_digest": other.version.digest,
        "open_digest": review.version.digest,
    }


def _rows(members: list[BoardMember], approved: Review, review: Review) -> Names:
    first, second, third, fourth, fifth = members
    signature = approved.sign_offs.get(member=first)
    event = AuditEvent.objects.get(action="sign-off", details__sign_off=signature.pk)
    return {
        "signature": signature.pk,
        "second_signature": approved.sign_offs.get(member=second).pk,
        "objection": review.sign_offs.get(member=second).pk,
        "withdrawal": review.sign_offs.get(member=first).withdrawal.pk,
        "event": event.pk,
        "signed": _of(approved, first).pk,
        "waived": _of(review, second).pk,
        "declined": _of(review, third).pk,
        "released": _of(review, fourth).pk,
        "unanswered": _of(review, fifth).pk,
    }


def _clocks(article: Article, other: Article, manager: User) -> Names:
    """An interval that was ended by another; a cause that was dismissed, and one that is open."""
    ended = workflow.set_interval(article, by=manager, months=6, reason="A new drug.")
    interval = workflow.set_interval(article, by=manager, months=9, reason="It is known better.")
    dismissed = workflow.make_due_now(other, by=manager, reason="Too hasty.")
    workflow.dismiss_trigger(dismissed, by=manager, reason="It was another article.")
    cause = workflow.make_due_now(other, by=manager, reason="A recall.")
    return {
        "ended_interval": ended.pk,
        "interval": interval.pk,
        "dismissed_cause": dismissed.pk,
        "cause": cause.pk,
        "due_article": other.pk,
    }


def _faults_after(harm: Callable[[], None], *, most: int | None = None) -> list[str]:
    """What verification says of it, or as much; then all is as before."""
    with transaction.atomic():
        with triggers_lifted():
            harm()
        found = [str(fault) for fault in islice(verification.faults(), most)]
        transaction.set_rollback(True)
    return found


def test_verify_finds_nothing_in_the_sample(names: Names) -> None:
    assert names
    assert _faults_after(lambda: None) == []


def test_there_are_more_than_a_hundred_tamperings() -> None:
    assert len(tamperings.ALL) > 100
    assert len(set(tamperings.ALL.values())) == len(tamperings.ALL)


@pytest.mark.parametrize("name", tamperings.ALL)
def test_verify_finds(name: str, names: Names) -> None:
    def harm() -> None:
        with connection.cursor() as cursor:
            for statement in tamperings.ALL[name].split(";"):
                cursor.execute(statement, names)
                assert cursor.rowcount > 0, "it changed nothing"

    assert _faults_after(harm, most=1)


# With the whole chain of hashes recomputed, so that only the seal is left to tell.

SEALED: dict[str, dict[str, Any]] = {
    "verdict": {"verdict": "request_changes", "reason": "Too long."},
    "reason": {"reason": "With reservations."},
    "meaning": {"meaning": "I have seen this text."},
    "name": {"signer_name": "Somebody Else"},
    "credentials": {"signer_credentials": "PhD"},
    "affiliation": {"signer_affiliation": "Elsewhere"},
    "answers": {"answers": []},
}


@pytest.mark.parametrize("changed", SEALED.values(), ids=SEALED.keys())
def test_verify_finds_a_signature_rewritten_together_with_its_history(
    changed: dict[str, Any], names: Names
) -> None:
    def harm() -> None:
        SignOff.objects.filter(pk=names["signature"]).update(**changed)
        signature = SignOff.objects.get(pk=names["signature"])
        event = AuditEvent.objects.get(pk=names["event"])
        AuditEvent.objects.filter(pk=event.pk).update(
            reason=signature.reason,
            details=event.details
            | {
                "verdict": signature.verdict,
                "meaning": signature.meaning,
                "signer": signature.printed_name,
                "affiliation": signature.signer_affiliation,
            },
        )
        _rechain(event.chain)

    said = "was altered: its seal is not that of its contents"
    row = f"sign-off {names['signature']} on review {names['approved']}"
    assert f"{row}: {said}" in _faults_after(harm)


def test_verify_finds_a_text_that_was_changed_under_its_signatures(names: Names) -> None:
    """Version, digest, signatures and history all rewritten to agree with each other."""

    def harm() -> None:
        review = Review.objects.get(pk=names["approved"])
        content = review.version.content | {"summary": "It shows the opposite."}
        new = digest(content)
        old = review.version.digest
        type(review.version).objects.filter(digest=old).update(content=content, digest=new)
        SignOff.objects.filter(digest=old).update(digest=new)
        AuditEvent.objects.filter(version_digest=old).update(version_digest=new)
        _rechain(names["article"])

    found = _faults_after(harm)
    assert len(found) == 2
    assert all("its seal is not that of its contents" in fault for fault in found)


def _rechain(chain: int) -> None:
    previous = audit.GENESIS
    for event in AuditEvent.objects.filter(chain=chain).order_by("sequence"):
        event.previous_hash = previous
        previous = audit.hash_of(event)
        AuditEvent.objects.filter(pk=event.pk).update(
            previous_hash=event.previous_hash, hash=previous
        )
