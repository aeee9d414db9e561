"""Who stands in for whom, and what the stand-in is asked."""

import datetime
from collections.abc import Iterator
from functools import partial

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from editorial import assigning, workflow
from editorial.delegating import HandedOver
from editorial.exceptions import NotEligible, NotPossible, ReasonMissing
from editorial.models import Assignment, AuditEvent, BoardMember, Delegation, Notification
from tests.editorial.answers import press_together
from tests.factories.articles import ArticleFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    submitted,
    under_review,
)
from tests.raw_sql import guarded

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC), tick=False):
        yield


def day(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


def delegated(
    member: BoardMember, to: BoardMember, first: int = 0, last: int = 7, reason: str = "A congress."
) -> Delegation:
    return workflow.delegate(
        member, by=member.user, to=to, begins_on=day(first), ends_on=day(last), reason=reason
    )


def test_delegation_is_kept_and_recorded() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    made = delegated(member, to)
    assert (made.member, made.to, made.made_by) == (member, to, member.user)
    event = AuditEvent.objects.get(action="delegate")
    assert (event.actor, event.reason) == (member.user, "A congress.")
    assert event.details["ends_on"] == "2026-03-09"


@pytest.mark.parametrize(("first", "last"), [(0, 0), (3, 9), (7, 7)])
def test_overlapping_absence_is_refused(first: int, last: int) -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    with pytest.raises(NotPossible, match="is away from"):
        delegated(member, other, first, last)


def test_absence_after_another_is_possible() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    delegated(member, other, 8, 9)
    assert member.delegations.count() == 2


def test_absence_in_the_time_of_one_that_was_ended_is_possible() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    workflow.end_delegation(delegated(member, to), by=member.user)
    delegated(member, other)
    assert [each.to for each in member.delegations.filter(ended_at=None)] == [other]


def test_nobody_stands_in_for_themselves() -> None:
    member = BoardMemberFactory.create()
    with pytest.raises(NotPossible, match="for themselves"):
        delegated(member, member)


def test_stand_in_who_is_away_then_is_refused() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(to, other, 5, 9)
    with pytest.raises(NotPossible, match="is away from"):
        delegated(member, to)
    delegated(member, to, 0, 4)


def test_whoever_stands_in_cannot_go_away_then() -> None:
    """Which also keeps two members from standing in for each other."""
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    for another in (member, other):
        with pytest.raises(NotPossible, match=r"stands in for|is away"):
            delegated(to, another, 3, 5)


def test_two_members_may_have_the_same_stand_in() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    delegated(other, to)
    assert to.delegations_received.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [(3, 2, "before the first"), (-1, 3, "has passed"), (0, 400, "within a year")],
)
def test_period_that_is_none_is_refused(first: int, last: int, text: str) -> None:
    member, to = BoardMemberFactory.create_batch(2)
    with pytest.raises(NotPossible, match=text):
        delegated(member, to, first, last)


def test_stand_in_out_of_office_is_refused() -> None:
    member = BoardMemberFactory.create()
    to = BoardMemberFactory.create(term_to=day(5))
    with pytest.raises(NotEligible, match="not an active member"):
        delegated(member, to)
    delegated(member, to, 0, 5)


def test_delegation_without_a_reason_is_refused() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    with pytest.raises(ReasonMissing):
        delegated(member, to, reason=" ")


def test_delegation_of_another_is_for_managing_editors() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    arguments = {"to": to, "begins_on": TODAY, "ends_on": TODAY, "reason": "Ill."}
    with pytest.raises(PermissionDenied):
        workflow.delegate(member, by=to.user, **arguments)  # type: ignore[arg-type]
    workflow.delegate(member, by=managing_editor(), **arguments)  # type: ignore[arg-type]


def test_delegation_ends_once() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    made = delegated(member, to)
    workflow.end_delegation(made, by=member.user)
    with pytest.raises(NotPossible, match="over already"):
        workflow.end_delegation(made, by=member.user)


def test_asking_the_absent_asks_the_stand_in() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    review = under_review(members=[member, other], answered=False)
    own = review.assignments.get(member=to)
    assert own.in_place_of == member
    assert not review.assignments.filter(member=member).exists()
    asked = Notification.objects.filter(kind="sign-off-asked").values_list("recipient", flat=True)
    assert set(asked) == {to.user_id, other.user_id}
    event = review.audit_events.get(action="begin")
    named = {row["id"]: row.get("in_place_of") for row in event.details["members"]}
    assert named == {to.pk: member.printed_name, other.pk: None}


def test_stand_in_signs_in_their_own_name() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    review = under_review(members=[member, other], answered=False)
    workflow.answer_conflict(review, by=to.user, conflict="none")
    sign(review, to)
    signed = review.sign_offs.get()
    assert (signed.member, signed.signer_name, signed.stands_in_for) == (to, to.name, member)


@pytest.mark.parametrize(("first", "last"), [(1, 5), (-9, -1)])
def test_absence_asks_nobody_else_before_and_after_it(first: int, last: int) -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    with time_machine.travel(datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)):
        delegated(member, to, first, last)
    review = under_review(members=[member, other], answered=False)
    assert review.assignments.filter(member=member, in_place_of=None).exists()


def test_absence_that_was_ended_asks_the_member_again() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    workflow.end_delegation(delegated(member, to), by=member.user)
    review = under_review(members=[member, other], answered=False)
    assert not review.assignments.filter(member=to).exists()


def test_stand_in_who_would_be_asked_twice_is_refused() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    delegated(member, to)
    review = submitted()
    with pytest.raises(NotPossible, match="asked twice"):
        workflow.begin(review, by=managing_editor(), members=[member, to])


def test_stand_in_who_was_asked_already_is_refused() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    review = under_review(members=[to, other], answered=False)
    with pytest.raises(NotPossible, match=r"stands in. .* was asked already"):
        workflow.assign(review, by=managing_editor(), members=[member])


def test_stand_in_who_wrote_the_text_is_refused() -> None:
    article = ArticleFactory.create()
    author = BoardMemberFactory.create(user=article.owner)
    member, other = BoardMemberFactory.create_batch(2)
    delegated(member, author)
    with pytest.raises(NotEligible, match=r"stands in. .*wrote a part"):
        under_review(article, members=[member, other])


def test_dates_may_be_chosen_when_asking() -> None:
    review = submitted()
    dates = assigning.Dates(respond_by=day(1), sign_by=day(2))
    members = BoardMemberFactory.create_batch(2)
    workflow.begin(review, by=managing_editor(), members=members, dates=dates)
    found = set(review.assignments.values_list("respond_by", "sign_by"))
    assert found == {(day(1), day(2))}


def test_answer_is_not_due_after_a_near_signature() -> None:
    review = submitted()
    members = BoardMemberFactory.create_batch(2)
    dates = assigning.Dates(sign_by=TODAY)
    workflow.begin(review, by=managing_editor(), members=members, dates=dates)
    assert set(review.assignments.values_list("respond_by", flat=True)) == {TODAY}


@pytest.mark.parametrize(
    ("respond", "last", "text"),
    [(None, -1, "has passed"), (-1, 5, "has passed"), (5, 4, "due after"), (1, 400, "a year")],
)
def test_dates_that_are_none_are_refused(respond: int | None, last: int, text: str) -> None:
    dates = assigning.Dates(day(respond) if respond else None, day(last))
    with pytest.raises(NotPossible, match=text):
        workflow.begin(
            submitted(),
            by=managing_editor(),
            members=BoardMemberFactory.create_batch(2),
            dates=dates,
        )
    assert not Assignment.objects.exists()


def handed_over(member: BoardMember, to: BoardMember) -> HandedOver:
    return workflow.hand_over(delegated(member, to), by=member.user)


def test_hand_over_asks_the_stand_in_for_what_waits() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    review = under_review(members=[member, other])
    result = handed_over(member, to)
    assert [each.member for each in result.passed] == [to]
    assert result.kept == []
    own = review.assignments.get(member=member)
    assert own.released_at is not None
    assert "A congress." in own.release_reason
    assert review.assignments.get(member=to).in_place_of == member
    assert Notification.objects.filter(kind="sign-off-asked", recipient=to.user).count() == 1
    assert review.audit_events.filter(action="hand-over").count() == 1


def test_hand_over_leaves_what_was_signed_or_is_over() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    signed = under_review(members=[member, other])
    sign(signed, member)
    over = under_review(members=[member, other])
    workflow.return_for_changes(over, by=managing_editor(), reason="Dose.")
    assert handed_over(member, to) == HandedOver()


def test_hand_over_keeps_what_the_stand_in_may_not_judge() -> None:
    member, other = BoardMemberFactory.create_batch(2)
    article = ArticleFactory.create()
    author = BoardMemberFactory.create(user=article.owner)
    written = under_review(article, members=[member, other])
    free = under_review(members=[member, other])
    result = handed_over(member, author)
    assert [each.review_id for each in result.passed] == [free.pk]
    assert [(own.review_id, "wrote a part" in why) for own, why in result.kept] == [
        (written.pk, True)
    ]
    assert written.assignments.get(member=member).is_active


def test_hand_over_after_the_absence_is_refused() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    made = delegated(member, to)
    workflow.end_delegation(made, by=member.user)
    with pytest.raises(NotPossible, match="over already"):
        workflow.hand_over(made, by=member.user)


def test_absent_member_is_not_asked_again() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    review = under_review(members=[member, other], answered=False)
    own = review.assignments.get(member=member)
    workflow.decline(own, by=member.user, reason="Away.")
    delegated(member, to)
    with pytest.raises(NotPossible, match="is away"):
        workflow.reopen_assignment(own, by=managing_editor())


INSERT = (
    "INSERT INTO editorial_delegation"
    " (member_id, to_id, begins_on, ends_on, reason, made_at, made_by_id)"
    " SELECT %s, %s, begins_on, ends_on, 'x', now(), made_by_id FROM editorial_delegation LIMIT 1"
)


def test_stand_in_who_is_away_is_refused_by_the_database() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    delegated(member, to)
    guarded("editorial_delegation", "nobody_stands_in_while_away", INSERT, other.pk, member.pk)


def test_circle_is_refused_by_the_database() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    delegated(member, to)
    guarded("editorial_delegation", "nobody_stands_in_while_away", INSERT, to.pk, member.pk)


def test_second_absence_is_refused_by_the_database() -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    made = delegated(member, to)
    made.pk = None
    made.to = other
    with pytest.raises(IntegrityError, match="one_absence_at_a_time"), transaction.atomic():
        made.save(force_insert=True)


def test_end_of_an_absence_stays() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    made = workflow.end_delegation(delegated(member, to), by=member.user)
    guarded(
        "editorial_delegation",
        "nobody_stands_in_while_away",
        "UPDATE editorial_delegation SET ended_at = NULL, ended_by_id = NULL WHERE id = %s",
        made.pk,
    )


@pytest.mark.django_db(transaction=True)
def test_two_members_standing_in_for_each_other_at_once_are_one() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    answers = press_together([partial(delegated, member, to), partial(delegated, to, member)] * 2)
    assert answers == {"done": 1, "told why not": 3}
    assert Delegation.objects.count() == 1
