"""Members who leave: what was open is handed back by the site, once, and the editors hear of it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from editorial import beats, leaving, source_watch, workflow
from editorial.exceptions import NotEligible, NotPossible, ReasonMissing
from editorial.leaving import hand_back_of_departed
from editorial.membership import deactivate_member
from editorial.models import Assignment, AuditEvent, BoardMember, Notification, Review
from editorial.office import Absence, Cause, Standing
from editorial.oversight.quorum import quorum_of, weigh
from editorial.sweeping import sweep
from tests.factories.articles import UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.now().date()


def scene() -> tuple[BoardMember, BoardMember, Review]:
    """A review that two members were asked for."""
    leaving_one, other = BoardMemberFactory.create(), BoardMemberFactory.create()
    return leaving_one, other, under_review(members=[leaving_one, other])


def assignment_of(member: BoardMember, review: Review) -> Assignment:
    return Assignment.objects.get(member=member, review=review)


def releases(review: Review) -> list[AuditEvent]:
    return list(review.audit_events.filter(action="release"))


def deactivate(member: BoardMember) -> None:
    deactivate_member(member, by=managing_editor(), reason="Moved abroad.")


def end_term(member: BoardMember) -> None:
    BoardMember.objects.filter(pk=member.pk).update(term_to=today() - DAY)
    assert hand_back_of_departed(timezone.now()) == 1


def close_account(member: BoardMember) -> None:
    member.user.is_active = False
    member.user.save()
    assert hand_back_of_departed(timezone.now()) == 1


WAYS: list[tuple[Callable[[BoardMember], None], str]] = [
    (deactivate, "was deactivated on"),
    (end_term, "The term of"),
    (close_account, "was closed."),
]


@pytest.mark.parametrize(("leave", "words"), WAYS)
def test_hand_back_what_waits_for_a_member_who_leaves(
    leave: Callable[[BoardMember], None], words: str
) -> None:
    member, other, review = scene()
    leave(member)
    left = assignment_of(member, review)
    assert left.released_by == source_watch.account()
    assert words in left.release_reason
    assert str(member) in left.release_reason
    assert assignment_of(other, review).released_at is None
    [event] = releases(review)
    assert event.actor == source_watch.account()
    assert event.reason == left.release_reason
    assert event.details["members"] == [{"id": member.pk, "name": member.printed_name}]
    review.refresh_from_db()
    assert review.state == "under_review"


def test_tell_managing_editors_and_the_member() -> None:
    manager, (member, _other, review) = managing_editor(), scene()
    deactivate_member(member, by=manager, reason="Moved abroad.")
    told = Notification.objects.filter(kind="released", review=review)
    recipients = set(told.values_list("recipient", flat=True))
    assert {manager.pk, member.user_id} <= recipients
    assert member.user_id in recipients
    assert {row.event for row in told} == set(releases(review))


def test_leave_alone_what_is_signed_declined_released_or_not_of_this_member() -> None:
    member, other, signed = scene()
    sign(signed, member)
    declined = under_review(members=[member, other], answered=False)
    workflow.decline(assignment_of(member, declined), by=member.user, reason="No time.")
    released = under_review(members=[member, other])
    workflow.release(assignment_of(member, released), by=managing_editor(), reason="Too much.")
    closed = under_review(members=[member, other])
    workflow.withdraw(closed, by=closed.article.owner, reason="A mistake.")
    before = list(Assignment.objects.order_by("pk").values())
    deactivate(member)
    assert hand_back_of_departed(timezone.now()) == 0
    assert list(Assignment.objects.order_by("pk").values()) == before


def test_hand_back_once_however_often_it_is_swept() -> None:
    member, _other, review = scene()
    BoardMember.objects.filter(pk=member.pk).update(term_to=today() - DAY)
    now = timezone.now()
    assert hand_back_of_departed(now) == 1
    before = list(Assignment.objects.order_by("pk").values())
    messages = Notification.objects.count()
    assert hand_back_of_departed(now + DAY) == 0
    sweep(now)
    assert list(Assignment.objects.order_by("pk").values()) == before
    assert len(releases(review)) == 1
    assert Notification.objects.count() == messages


def test_hand_back_on_the_day_after_the_last_one() -> None:
    member, _other, review = scene()
    last = today() + 3 * DAY
    BoardMember.objects.filter(pk=member.pk).update(term_to=last)
    at_noon = datetime.datetime.combine(last, datetime.time(12), datetime.UTC)
    with time_machine.travel(at_noon, tick=False):
        assert hand_back_of_departed(timezone.now()) == 0
    with time_machine.travel(at_noon + DAY, tick=False):
        assert hand_back_of_departed(timezone.now()) == 1
    assert len(releases(review)) == 1


def test_sweep_hands_back_and_then_goes_on() -> None:
    member, _other, review = scene()
    BoardMember.objects.filter(pk=member.pk).update(term_to=today() - DAY)
    sweep(timezone.now())
    assert len(releases(review)) == 1


def test_one_assignment_that_cannot_be_handed_back_keeps_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    member, other, first = scene()
    second = under_review(members=[member, other])
    BoardMember.objects.filter(pk=member.pk).update(term_to=today() - DAY)
    whole = leaving._hand_back

    def fails_once(review: Review, assignment: Assignment, **named: Any) -> None:
        whole(review, assignment, **named)
        if review.pk == first.pk:
            raise ValueError("broken")

    monkeypatch.setattr(leaving, "_hand_back", fails_once)
    assert hand_back_of_departed(timezone.now()) == 1
    assert releases(first) == []
    assert assignment_of(member, first).released_at is None
    assert len(releases(second)) == 1


def test_handed_back_assignment_signs_no_more() -> None:
    member, _other, review = scene()
    end_term(member)
    BoardMember.objects.filter(pk=member.pk).update(term_to=None)  # back in office
    with pytest.raises(NotEligible, match="handed back"):
        sign(review, member)


def test_deactivate_writes_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    member, _other, review = scene()

    def fails(*_arguments: object, **_named: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(beats, "record", fails)
    with pytest.raises(ValueError, match="broken"):
        deactivate(member)
    member.refresh_from_db()
    assert member.deactivated_at is None
    assert assignment_of(member, review).released_at is None


def test_deactivate_is_for_managing_editors_with_a_reason_and_once() -> None:
    member, _other, review = scene()
    with pytest.raises(PermissionDenied):
        deactivate_member(member, by=UserFactory.create(group="Editors"), reason="Gone.")
    with pytest.raises(ReasonMissing):
        deactivate_member(member, by=managing_editor(), reason=" ")
    assert assignment_of(member, review).released_at is None
    deactivate(member)
    with pytest.raises(NotPossible, match="deactivated already"):
        deactivate(member)
    assert len(releases(review)) == 1


def test_member_asked_in_the_moment_of_leaving_is_found_by_the_sweep() -> None:
    """Whoever asks reads the member before, and writes after the deactivation is committed."""
    member = BoardMemberFactory.create()
    review = submitted()
    deactivate(member)
    workflow.begin(
        review,
        by=managing_editor(),
        members=[BoardMemberFactory.create(), BoardMemberFactory.create()],
    )
    Assignment.objects.create(
        review=review,
        member=member,
        respond_by=today(),
        sign_by=today(),
        assigned_at=timezone.now(),
        assigned_by=managing_editor(),
    )
    assert hand_back_of_departed(timezone.now()) == 1


def test_review_that_lacks_members_now_is_shown_as_stuck() -> None:
    member, other, review = scene()
    sign(review, member)
    assert not quorum_of(review, weigh([review.pk])[review.pk]).is_stuck
    deactivate(member)  # whose signature stands and counts no more
    assert releases(review) == []
    assert quorum_of(review, weigh([review.pk])[review.pk]).is_stuck
    sign(review, other)
    review.refresh_from_db()
    assert review.state == "under_review"


ON = datetime.date(2026, 11, 22)
IN_OFFICE = Standing(ON - 9 * DAY, None, None, account_is_open=True)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (IN_OFFICE, []),
        (Standing(ON, ON, None, account_is_open=True), []),
        (
            Standing(ON - 9 * DAY, ON - DAY, None, account_is_open=False),
            [Absence(Cause.TERM, ON - DAY), Absence(Cause.CLOSED)],
        ),
        (
            Standing(ON - 9 * DAY, ON - DAY, ON - 2 * DAY, account_is_open=True),
            [Absence(Cause.DEACTIVATED, ON - 2 * DAY), Absence(Cause.TERM, ON - DAY)],
        ),
        (
            Standing(ON + DAY, None, None, account_is_open=True),
            [Absence(Cause.NOT_BEGUN, ON + DAY)],
        ),
    ],
)
def test_absences_say_why_the_earliest_first(standing: Standing, expected: list[Absence]) -> None:
    assert standing.absences(ON) == expected


@pytest.mark.parametrize("term_from", [-1, 0, 1])
@pytest.mark.parametrize("term_to", [None, -1, 0, 1])
@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("is_deactivated", [True, False])
def test_absences_are_none_exactly_while_in_office(
    term_from: int, term_to: int | None, is_open: bool, is_deactivated: bool
) -> None:
    member = BoardMember(user=UserFactory.build(is_active=is_open), term_from=ON + term_from * DAY)
    member.term_to = None if term_to is None else ON + term_to * DAY
    member.deactivated_at = timezone.now() if is_deactivated else None
    assert (Standing.of(member).absences(ON) == []) == member.is_active_on(ON)
