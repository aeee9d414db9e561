"""What managing editors do about one assignment: hand back, reassign, give time, remind.

Who may, and from which state, is in `test_transition_matrix.py`.
"""

import datetime
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import Error
from django.utils import timezone
from django.utils.formats import date_format

from editorial import assigning, beats, timeline_words, workflow
from editorial.exceptions import NotEligible, NotPossible, ReasonMissing, WorkflowError
from editorial.models import Assignment, AuditEvent, Notification, Proposal, Review
from tests.editorial.test_signing_together import together
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    managing_editor,
    sign,
    under_review,
)
from tests.raw_sql import guarded

pytestmark = pytest.mark.django_db


def first_of(review: Review) -> Assignment:
    assignment = review.assignments.select_related("member__user").first()
    assert assignment is not None
    return assignment


@pytest.fixture
def asked() -> Assignment:
    """The first of two assignments of a review under way."""
    return first_of(under_review())


def in_days(days: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=days)


def messages(kind: str) -> list[User]:
    return [row.recipient for row in Notification.objects.filter(kind=kind)]


def proposal_of(asked: Assignment, **what: object) -> Proposal:
    return Proposal.objects.create(
        assignment=asked,
        reason="A congress.",
        made_at=timezone.now(),
        made_by=asked.member.user,
        **what,
    )


def test_release_keeps_what_was_answered_and_tells_the_member(asked: Assignment) -> None:
    editor = managing_editor()
    workflow.release(asked, by=editor, reason=" Ill. ")

    asked.refresh_from_db()
    assert (asked.released_by, asked.release_reason) == (editor, "Ill.")
    assert asked.conflict == "none"
    assert not asked.is_active
    assert messages("released") == [asked.member.user]
    event = AuditEvent.objects.get(action="release")
    assert (event.reason, event.actor) == ("Ill.", editor)
    assert (event.from_state, event.to_state) == ("under_review", "under_review")
    what, lines = timeline_words.audit_words(event)
    assert what == "Assignment handed back"
    assert lines == [f"version 1, {asked.member.printed_name}", "Ill."]


def test_release_keeps_the_member_from_signing(asked: Assignment) -> None:
    workflow.release(asked, by=managing_editor(), reason="Ill.")
    with pytest.raises(NotEligible, match="handed back"):
        sign(asked.review, asked.member)


def test_release_with_a_wish_for_changes_leaves_the_choice_to_the_editor() -> None:
    review = under_review()
    first, second = review.assignments.select_related("member__user")
    sign(review, first.member, "request_changes")
    workflow.release(second, by=managing_editor(), reason="Ill.")
    assert Review.objects.get().state == "under_review"


def test_release_refuses_a_proposal_that_waits(asked: Assignment) -> None:
    proposal = proposal_of(asked, sign_by=in_days(60))
    editor = managing_editor()
    workflow.release(asked, by=editor, reason="Ill.")
    proposal.refresh_from_db()
    assert (proposal.is_accepted, proposal.answered_by) == (False, editor)


def test_reassign_to_the_proposed_member_accepts_the_proposal(asked: Assignment) -> None:
    spare = BoardMemberFactory.create()
    proposal = proposal_of(asked, member=spare)
    workflow.reassign(asked, by=managing_editor(), to=spare, reason="As proposed.")
    proposal.refresh_from_db()
    assert proposal.is_accepted is True


def test_reassign_asks_the_other_by_the_dates_of_the_policy(asked: Assignment) -> None:
    spare, editor = BoardMemberFactory.create(), managing_editor()
    Notification.objects.all().delete()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        new = workflow.reassign(asked, by=editor, to=spare, reason="Ill.")
        policy = new.review.policy
        assert new.member == spare
        assert new.respond_by == in_days(policy["respond_within_days"])
        assert new.sign_by == in_days(policy["sign_within_days"])
    asked.refresh_from_db()
    assert not asked.is_active
    assert messages("released") == [asked.member.user]
    assert messages("sign-off-asked") == [spare.user]
    what, lines = timeline_words.audit_words(AuditEvent.objects.get(action="reassign"))
    assert what == "Another member asked instead"
    assert lines[0] == f"version 1, {spare.printed_name}, instead of {asked.member.printed_name}"


def test_reassign_to_somebody_away_asks_the_stand_in(asked: Assignment) -> None:
    away, stand_in = BoardMemberFactory.create(), BoardMemberFactory.create()
    editor = managing_editor()
    workflow.delegate(
        away, by=editor, to=stand_in, begins_on=in_days(0), ends_on=in_days(30), reason="On leave."
    )
    new = workflow.reassign(asked, by=editor, to=away, reason="Ill.")
    assert (new.member, new.in_place_of) == (stand_in, away)


def test_reassign_to_an_author_changes_nothing(asked: Assignment) -> None:
    author = BoardMemberFactory.create(user=asked.review.article.owner)
    with pytest.raises(NotEligible, match="wrote a part"):
        workflow.reassign(asked, by=managing_editor(), to=author, reason="Ill.")
    assert Assignment.objects.active().count() == 2
    assert messages("released") == []


def test_reassign_to_somebody_asked_before_is_refused() -> None:
    first, second = under_review().assignments.select_related("member__user")
    editor = managing_editor()
    for other in (first, second):
        with pytest.raises(NotPossible, match="was asked already"):
            workflow.reassign(first, by=editor, to=other.member, reason="Ill.")


def test_reassign_that_cannot_be_written_down_is_undone(
    asked: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Error("no audit")

    monkeypatch.setattr(beats, "record", fail)
    with pytest.raises(Error, match="no audit"):
        workflow.reassign(
            asked, by=managing_editor(), to=BoardMemberFactory.create(), reason="Ill."
        )
    asked.refresh_from_db()
    assert asked.is_active
    assert Assignment.objects.count() == 2


def test_extend_moves_the_date_and_tells_the_member(asked: Assignment) -> None:
    before = asked.sign_by
    workflow.extend(asked, by=managing_editor(), sign_by=in_days(60), reason="A congress.")
    asked.refresh_from_db()
    assert asked.sign_by == in_days(60)
    assert messages("extended") == [asked.member.user]
    what, lines = timeline_words.audit_words(AuditEvent.objects.get(action="extend"))
    assert what == "Date to sign by changed"
    days = date_format(in_days(60)), date_format(before)
    assert "sign by {}, before it was {}".format(*days) in lines[0]


def test_extend_twice_on_a_day_is_told_twice(asked: Assignment) -> None:
    editor = managing_editor()
    for days in (60, 70):
        workflow.extend(asked, by=editor, sign_by=in_days(days), reason="A congress.")
    assert len(messages("extended")) == 2


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (0, "after today"),
        (-1, "after today"),
        (367, "within a year"),
        (21, "is the date already"),
        (20, "say that an earlier is meant"),
    ],
)
def test_extend_to_a_wrong_date_is_refused(asked: Assignment, days: int, why: str) -> None:
    assert asked.sign_by == in_days(21)
    with pytest.raises(NotPossible, match=why):
        workflow.extend(asked, by=managing_editor(), sign_by=in_days(days), reason="A congress.")
    asked.refresh_from_db()
    assert asked.sign_by == in_days(21)


def test_extend_to_an_earlier_date_that_is_meant_moves_both(asked: Assignment) -> None:
    editor = managing_editor()
    workflow.extend(asked, by=editor, sign_by=in_days(2), reason="A recall.", may_be_earlier=True)
    asked.refresh_from_db()
    assert (asked.respond_by, asked.sign_by) == (in_days(2), in_days(2))


def test_remind_now_writes_one_message_a_day(asked: Assignment) -> None:
    editor = managing_editor()
    workflow.remind_now(asked, by=editor)
    with pytest.raises(NotPossible, match="reminded today already"):
        workflow.remind_now(asked, by=managing_editor())
    assert messages("sign-off-reminded") == [asked.member.user]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        workflow.remind_now(asked, by=editor)
    assert len(messages("sign-off-reminded")) == 2
    assert AuditEvent.objects.filter(action="remind").count() == 2


def test_remind_now_of_somebody_who_cannot_sign_sends_nothing(asked: Assignment) -> None:
    asked.member.term_to = timezone.now().date() - datetime.timedelta(days=1)
    asked.member.save()
    with pytest.raises(NotEligible, match="Ask another member"):
        workflow.remind_now(asked, by=managing_editor())
    assert messages("sign-off-reminded") == []


def test_remind_now_without_an_address_says_so(asked: Assignment) -> None:
    User.objects.filter(pk=asked.member.user_id).update(email="")
    with pytest.raises(NotPossible, match="no e-mail address"):
        workflow.remind_now(asked, by=managing_editor())


VERBS: dict[str, dict[str, object]] = {
    "release": {"reason": "Ill."},
    "reassign": {"reason": "Ill."},
    "extend": {"reason": "Ill.", "sign_by": datetime.date(2999, 1, 1)},
    "remind_now": {},
}


def do(verb: str, asked: Assignment, *, by: User, **changed: object) -> object:
    arguments = VERBS[verb]
    if verb == "reassign":
        arguments = arguments | {"to": BoardMemberFactory.create()}
    return getattr(workflow, verb)(asked, by=by, **(arguments | changed))


@pytest.mark.parametrize("verb", VERBS)
def test_verb_about_a_signed_assignment_is_refused(verb: str) -> None:
    review = under_review()
    asked = first_of(review)
    sign(review, asked.member)
    with pytest.raises(NotPossible, match="The signature stands"):
        do(verb, asked, by=managing_editor())


@pytest.mark.parametrize("verb", VERBS)
def test_verb_about_a_released_assignment_is_refused(verb: str, asked: Assignment) -> None:
    workflow.release(asked, by=managing_editor(), reason="Ill.")
    with pytest.raises(NotPossible, match="handed back already"):
        do(verb, asked, by=managing_editor())


@pytest.mark.parametrize("verb", VERBS)
def test_verb_about_a_declined_assignment_is_refused(verb: str, asked: Assignment) -> None:
    asked.response, asked.response_reason = "declined", "No time."
    asked.responded_at, asked.responded_by = timezone.now(), asked.member.user
    asked.save()
    with pytest.raises(NotPossible, match="has declined"):
        do(verb, asked, by=managing_editor())


@pytest.mark.parametrize("verb", ["release", "reassign", "extend"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_verb_without_a_reason_is_refused(verb: str, reason: str, asked: Assignment) -> None:
    changed = {"sign_by": in_days(60)} if verb == "extend" else {}
    with pytest.raises(ReasonMissing):
        do(verb, asked, by=managing_editor(), reason=reason, **changed)
    asked.refresh_from_db()
    assert asked.is_active
    assert asked.sign_by == in_days(21)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_by_the_member_is_forbidden(verb: str, asked: Assignment) -> None:
    for user in (asked.member.user, UserFactory.create(group="Auditors")):
        with pytest.raises(PermissionDenied):
            do(verb, asked, by=user)


def test_a_signed_assignment_is_not_handed_back_by_sql() -> None:
    review = under_review()
    asked = first_of(review)
    sign(review, asked.member)
    guarded(
        "editorial_assignment",
        "answer_stands_once_signed",
        "UPDATE editorial_assignment SET released_at = now(), released_by_id = %s,"
        " release_reason = 'x' WHERE id = %s",
        managing_editor().pk,
        asked.pk,
    )


def _race_of_release_and_signature(reviews: list[Review]) -> Counter[str]:
    """On each review a member signs while two managing editors hand the assignment back."""
    answers: Counter[str] = Counter()
    editors = [managing_editor(), managing_editor()]
    for review in reviews:
        asked = first_of(review)
        told: list[str] = []
        steps: dict[str, Callable[[], object]] = {"signed": partial(sign, review, asked.member)}
        for place, editor in enumerate(editors):
            releasing = partial(workflow.release, asked, by=editor, reason="Ill.")
            steps[f"released by {place}"] = releasing
        together([partial(_attempt, step, name, told) for name, step in steps.items()])
        answers[" and ".join(sorted(told))] += 1
    return answers


def _attempt(step: Callable[[], object], name: str, told: list[str]) -> None:
    try:
        step()
        told.append(name.split(" by", maxsplit=1)[0])
    except WorkflowError:
        told.append("told why not")
    except Error:
        told.append("failed")


@pytest.mark.django_db(transaction=True)
def test_release_while_the_member_signs_lets_one_of_them() -> None:
    reviews = [under_review(ArticleFactory.create()) for _ in range(6)]
    answers = _race_of_release_and_signature(reviews)
    assert set(answers) <= {
        "signed and told why not and told why not",
        "released and told why not and told why not",
    }
    for asked in Assignment.objects.filter(released_at__isnull=False):
        assert not asked.review.sign_offs.filter(member=asked.member).exists()


@pytest.mark.django_db(transaction=True)
def test_release_without_the_lock_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard removed: two hand-backs at once are both written down."""

    def read_without_locking(review: Review) -> Review:
        return Review.objects.select_related("article__owner", "version").get(pk=review.pk)

    monkeypatch.setattr(beats, "lock", read_without_locking)
    let_go, meeting = assigning.let_go, threading.Barrier(2, timeout=5)

    def meet_and_let_go(*args: object, **kwargs: object) -> None:
        meeting.wait()
        let_go(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(assigning, "let_go", meet_and_let_go)
    asked = first_of(under_review())
    told: list[str] = []
    releasing = partial(workflow.release, asked, by=managing_editor(), reason="Ill.")
    together([partial(_attempt, releasing, "released", told)] * 2)
    assert told == ["released", "released"]
    assert AuditEvent.objects.filter(action="release").count() == 2
