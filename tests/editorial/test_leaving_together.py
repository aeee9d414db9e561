"""Members leave while they sign: either the signature or the hand-back, never both, no deadlock."""

import threading
import time
from functools import partial

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from editorial import leaving
from editorial.exceptions import NotEligible, NotPossible
from editorial.leaving import hand_back_of_departed
from editorial.membership import deactivate_member
from editorial.models import Assignment, BoardMember, Review
from editorial.signers_news import tell
from tests.editorial.test_signers_gone import end_terms, signers, told
from tests.editorial.test_signing_together import together
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    under_review,
)

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


class Answers(list[str]):
    """What came of each step; anything but a signature or its refusal is a failure."""

    def sign(self, review: Review, member: BoardMember) -> None:
        try:
            sign(review, member)
            self.append("signed")
        except (NotEligible, NotPossible):
            self.append("told why not")
        except Exception as error:
            self.append(f"failed: {error!r}")

    def deactivate(self, member: BoardMember) -> None:
        try:
            deactivate_member(member, by=managing_editor(), reason="Moved.")
        except Exception as error:
            self.append(f"failed: {error!r}")


def sweeping() -> None:
    hand_back_of_departed(timezone.now())


def test_deactivate_while_the_member_signs_ends_one_way_or_the_other() -> None:
    outcomes: set[tuple[bool, bool]] = set()
    for _round in range(ROUNDS):
        member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
        reviews = [under_review(members=[member, other]) for _ in range(3)]
        answers = Answers()
        together(
            [
                partial(answers.deactivate, member),
                *(partial(answers.sign, review, member) for review in reviews),
                *(partial(answers.sign, review, other) for review in reviews),
                sweeping,
            ]
        )
        assert set(answers) <= {"signed", "told why not"}
        for assignment in Assignment.objects.filter(member=member):
            is_signed = assignment.review.sign_offs.filter(member=member).exists()
            is_released = assignment.released_at is not None
            assert is_signed != is_released
            outcomes.add((is_signed, is_released))
            events = assignment.review.audit_events.filter(action="release").count()
            assert events == is_released
    assert outcomes


def test_two_sweeps_hand_back_once() -> None:
    member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    reviews = [under_review(members=[member, other]) for _ in range(3)]
    end_terms(member)
    together([sweeping] * 4)
    for review in reviews:
        assert review.audit_events.filter(action="release").count() == 1


def test_two_sweeps_tell_once_that_signers_are_gone() -> None:
    reviews = [approved() for _ in range(2)]
    for review in reviews:
        end_terms(*signers(review))

    def telling() -> None:
        tell()

    together([telling] * 4)
    assert [len(told(review.article)) for review in reviews] == [1, 1]


def _meet(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A signer who holds the assignment, at the moment when the leaving member is held already."""
    member, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    review = under_review(members=[member, other])
    answers, member_is_held = Answers(), threading.Event()
    whole = leaving.hand_back_all

    def hand_back_all(*arguments: object, **named: object) -> None:
        member_is_held.set()
        _until_somebody_waits()
        whole(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(leaving, "hand_back_all", hand_back_all)

    def signing() -> None:
        member_is_held.wait(10)
        answers.sign(review, member)

    together([partial(answers.deactivate, member), signing])
    return answers


def _until_somebody_waits() -> None:
    """For a lock that this connection holds; two seconds at most."""
    end = time.monotonic() + 2
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return


def test_signature_waits_for_the_deactivation_and_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _meet(monkeypatch) == ["told why not"]


def test_without_the_lock_on_its_reviews_they_lock_each_other_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that the test above can fail."""

    def unlocked(member: BoardMember) -> list[Review]:
        waiting = Assignment.objects.filter(member=member).values("review")
        return list(Review.objects.filter(pk__in=waiting).select_related("article", "version"))

    monkeypatch.setattr(leaving, "lock_open_reviews", unlocked)
    answers = _meet(monkeypatch)
    assert any(OperationalError.__name__ in answer for answer in answers)
