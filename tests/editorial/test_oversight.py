"""The managing editor's board: every open review, who is late, who carries how much."""

import datetime
import re
from http import HTTPStatus

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from editorial import workflow
from editorial.models import Assignment, BoardMember, Policy, Proposal, ReadMark, Review
from editorial.oversight.load import load_of_members
from editorial.oversight.quorum import Quorum, quorum_of, weigh
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    submitted,
    under_review,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/reviews/"


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(address: str = ADDRESS, *, by: User | None = None) -> str:
    """The text of the page, without its markup, on one line."""
    answer = as_user(by or managing_editor()).get(address)
    assert answer.status_code == HTTPStatus.OK
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", strip_tags(main.replace("<", " <")))


def days_from_now(days: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def members_of(review: Review) -> list[BoardMember]:
    return [each.member for each in review.assignments.select_related("member__user")]


def test_board_shows_every_open_review_by_state_and_age() -> None:
    closed = approved()
    with time_machine.travel(days_from_now(-3)):
        older = under_review()
    newer = under_review()
    waiting = submitted()
    text = page()
    places = [text.index(review.version.title) for review in (waiting, older, newer)]
    assert places == sorted(places)
    assert closed.version.title not in text
    assert "Waiting to be begun 1 Under review 2" in text
    assert "open for 3 days" in text
    assert "open since today" in text
    assert "Late 0 " in text


def test_board_puts_urgent_reviews_first() -> None:
    first = submitted()
    taken_back = submitted()
    workflow.withdraw(taken_back, by=managing_editor(), reason="Not yet.")
    kept = ("article", "version", "kind", "policy", "approvals_needed", "submitted_by")
    urgent = Review.objects.create(
        **{name: getattr(taken_back, name) for name in kept},
        submitted_at=timezone.now(),
        is_urgent=True,
    )
    text = page()
    assert text.index(urgent.version.title) < text.index(first.version.title)
    assert "Urgent" in text


def test_board_says_where_each_member_stands() -> None:
    review = under_review(members=[BoardMemberFactory.create() for _ in range(4)], answered=False)
    asked, reading, signer, gone = review.assignments.select_related("member__user")
    editor = managing_editor()
    workflow.answer_conflict(review, by=reading.member.user, conflict="none")
    ReadMark.objects.create(
        assignment=reading, section=0, read_at=timezone.now(), read_by=reading.member.user
    )
    workflow.answer_conflict(review, by=signer.member.user, conflict="none")
    sign(review, signer.member, "request_changes")
    workflow.release(gone, by=editor, reason="On leave.")
    workflow.remind_now(asked, by=editor)
    text = page()
    assert f"{asked.member} Asked Answer by" in text
    assert "0 of 1 section read" in text
    assert "1 of 1 section read" in text
    assert "Signed: Request changes" in text
    assert "Handed back Why: On leave." in text
    assert "Reminded today" in text
    assert "0 of 2 approvals given" in text


def test_board_says_who_was_declared_waived_and_stands_in() -> None:
    absent = BoardMemberFactory.create()
    review = under_review()
    declared, other = review.assignments.select_related("member__user")
    workflow.answer_conflict(
        review, by=declared.member.user, conflict="declared", statement="Shares."
    )
    Assignment.objects.create(
        review=review,
        member=BoardMemberFactory.create(),
        in_place_of=absent,
        respond_by=other.respond_by,
        sign_by=other.sign_by,
        assigned_at=timezone.now(),
        assigned_by=managing_editor(),
    )
    text = page()
    assert f"{declared.member} Conflict of interest declared" in text
    assert f"In place of {absent}" in text
    workflow.waive_conflict(declared, by=managing_editor(), reason="Very small.")
    assert "Conflict of interest declared, and waived" in page()


def test_board_shows_proposals_that_wait() -> None:
    review = under_review()
    first, second = review.assignments.select_related("member__user")
    other = BoardMemberFactory.create()
    for assignment, wish in (
        (first, {"sign_by": datetime.date(2031, 1, 31)}),
        (second, {"member": other}),
    ):
        Proposal.objects.create(
            assignment=assignment,
            reason="A congress.",
            made_at=timezone.now(),
            made_by=assignment.member.user,
            **wish,
        )
    text = page()
    assert "Proposes to sign by 31 January 2031: A congress." in text
    assert f"Proposes that {other} takes it: A congress." in text


def test_board_says_who_is_late_and_for_how_long() -> None:
    review = under_review(answered=False)
    first = review.assignments.select_related("member__user").earliest("pk")
    workflow.answer_conflict(review, by=first.member.user, conflict="none")
    with time_machine.travel(days_from_now(9)):
        text = page()
        assert "(2 days late)" in text  # to answer; the first has answered
        assert text.count("late)") == 1
        assert "expected a verdict" not in text
    with time_machine.travel(days_from_now(22)):
        text = page()
        assert text.count("(1 day late)") == 3  # both signatures, and the review itself
        assert "The policy expected a verdict by" in text


def test_filter_late_finds_members_and_reviews_that_are() -> None:
    with time_machine.travel(days_from_now(-22)):
        never_begun = submitted()
    with time_machine.travel(days_from_now(-10)):
        unanswered = under_review(answered=False)
        in_time = under_review()
    assert "Late 2 reviews" in page()
    text = page(f"{ADDRESS}?late=on")
    assert never_begun.version.title in text
    assert unanswered.version.title in text
    assert in_time.version.title not in text


def test_filters_by_state_specialty_and_member() -> None:
    begun, waiting = under_review(), submitted()
    member, done = members_of(begun)
    sign(begun, done)
    specialty = begun.article.specialty
    assert specialty is not None
    for query, shown in {
        "state=submitted": waiting,
        "state=under_review": begun,
        f"specialty={specialty.slug}": begun,
        f"member={member.slug}": begun,
    }.items():
        text = page(f"{ADDRESS}?{query}")
        other = begun if shown is waiting else waiting
        assert shown.version.title in text, query
        assert other.version.title not in text, query
    nothing = page(f"{ADDRESS}?member={done.slug}")
    assert "No open review is like this." in nothing


@pytest.mark.parametrize(
    "query",
    ["state=approved", "state=%20", "specialty=nowhere", "member=nobody", "late=on&state=x"],
)
def test_filter_that_is_none_is_refused_in_words(query: str) -> None:
    answer = as_user(managing_editor()).get(f"{ADDRESS}?{query}")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert b"Choose" in answer.content


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999"])
def test_page_that_is_not_there_is_the_nearest(number: str) -> None:
    submitted()
    assert "What does sample" in page(f"{ADDRESS}?page={number}")


def test_board_offers_what_can_be_done_about_each_member() -> None:
    review = under_review(members=[BoardMemberFactory.create() for _ in range(4)])
    first, second, third, fourth = review.assignments.select_related("member__user")
    editor = managing_editor()
    workflow.propose(
        first, by=first.member.user, reason="A congress.", sign_by=datetime.date(2027, 1, 31)
    )
    declare(second)
    workflow.decline(third, by=third.member.user, reason="No time.")
    sign(review, fourth.member)
    html = as_user(editor).get(ADDRESS).content.decode()
    offered = {
        f"{place}/{name}"
        for place, name in re.findall(r'/admin/editorial/assignment/(\d+)/([a-z-]+)/"', html)
    }
    always = ("remind", "extend", "reassign", "release")
    assert offered == {
        *(f"{first.pk}/{name}" for name in ("proposal", *always)),
        *(f"{second.pk}/{name}" for name in ("waive", *always)),
        f"{third.pk}/ask-again",
    }


def test_board_lets_nobody_decide_about_themselves() -> None:
    review = under_review()
    own = review.assignments.select_related("member__user").earliest("pk")
    own.member.user.groups.add(Group.objects.get(name="Managing editors"))
    own.member.user.is_staff = True
    own.member.user.save()
    declare(own)
    html = as_user(own.member.user).get(ADDRESS).content.decode()
    assert f"/admin/editorial/assignment/{own.pk}/extend/" in html
    assert f"/admin/editorial/assignment/{own.pk}/waive/" not in html


def test_board_names_the_round() -> None:
    article = ArticleFactory.create()
    workflow.return_for_changes(under_review(article), by=managing_editor(), reason="Dose.")
    section = article.sections.get()
    section.body = section.body.replace("Spasm", "A spasm")
    section.save()
    submitted(article)
    assert "second round" in page()


def test_auditor_reads_and_is_offered_nothing() -> None:
    under_review()
    submitted()
    auditor = UserFactory.create(group="Auditors")
    text = page(by=auditor)
    assert "0 of 2 approvals given" in text
    for offer in ("Remind now", "Give another date", "Hand back", "begin the", "Return for"):
        assert offer not in text


def test_board_is_for_those_who_oversee() -> None:
    for user in (UserFactory.create(group="Editors"), BoardMemberFactory.create().user):
        assert as_user(user).get(ADDRESS).status_code == HTTPStatus.FORBIDDEN
    assert Client().get(ADDRESS).status_code == HTTPStatus.FOUND


def test_desk_leads_to_board_and_reports_for_those_who_oversee() -> None:
    for user, expected in ((managing_editor(), True), (BoardMemberFactory.create().user, False)):
        html = as_user(user).get("/desk/").content.decode()
        assert (f'href="{ADDRESS}"' in html) is expected
        assert ('href="/desk/reports/"' in html) is expected


def test_board_tells_the_median_of_the_last_ninety_days() -> None:
    with time_machine.travel(days_from_now(-100)):
        approved()  # too long ago
    for days in (2, 4, 10):
        with time_machine.travel(days_from_now(-days)):
            review = under_review()
        workflow.return_for_changes(review, by=managing_editor(), reason="Dose.")
    assert "Median turnaround 4.0 days From submission to the verdict: 3 reviews" in page()


# What is missing for the quorum, and who could still give it.


def quorum(review: Review) -> Quorum:
    return quorum_of(review, weigh([review.pk])[review.pk])


def test_review_is_stuck_when_too_few_are_left() -> None:
    review = under_review()
    first, second = review.assignments.select_related("member__user")
    assert not quorum(review).is_stuck
    workflow.release(first, by=managing_editor(), reason="Ill.")
    assert quorum(review).is_stuck
    assert "Those who are asked cannot give the 2 approvals that are missing." in page()
    workflow.assign(review, by=managing_editor(), members=[BoardMemberFactory.create()])
    assert not quorum(review).is_stuck
    sign(review, second.member, "request_changes")
    assert quorum(review).is_stuck


def decline(assignment: Assignment) -> None:
    workflow.decline(assignment, by=assignment.member.user, reason="No time.")


def declare(assignment: Assignment) -> None:
    workflow.answer_conflict(
        assignment.review, by=assignment.member.user, conflict="declared", statement="Shares."
    )


def leave(assignment: Assignment) -> None:
    BoardMember.objects.filter(pk=assignment.member_id).update(term_to=datetime.date(2021, 1, 1))


def close_account(assignment: Assignment) -> None:
    User.objects.filter(pk=assignment.member.user_id).update(is_active=False)


def recuse(assignment: Assignment) -> None:
    sign(assignment.review, assignment.member, "recuse")


@pytest.mark.parametrize("fail", [decline, declare, leave, close_account, recuse])
def test_member_who_can_no_longer_sign_leaves_a_gap(fail: object) -> None:
    review = under_review()
    last = review.assignments.select_related("member__user").latest("pk")
    fail(last)  # type: ignore[operator]
    assert quorum(review).could_follow == 1
    assert quorum(review).is_stuck


def test_waived_conflict_closes_the_gap_again() -> None:
    review = under_review()
    last = review.assignments.select_related("member__user").latest("pk")
    declare(last)
    workflow.waive_conflict(last, by=managing_editor(), reason="Very small.")
    assert not quorum(review).is_stuck


def test_approval_of_a_member_who_left_counts_no_more() -> None:
    review = under_review()
    first, second = review.assignments.select_related("member__user")
    sign(review, first.member)
    assert (quorum(review).given, quorum(review).missing) == (1, 1)
    leave(first)
    assert (quorum(review).given, quorum(review).missing) == (0, 2)
    assert quorum(review).is_stuck
    assert sign(review, second.member).state == "under_review"  # as the verb sees it too


def test_policy_that_asks_for_a_specialist_is_stuck_without_one() -> None:
    article = ArticleFactory.create()
    Policy.objects.update(needs_specialist=True)
    specialist = BoardMemberFactory.create()
    specialty = article.specialty
    assert specialty is not None
    specialist.specialties.add(specialty)
    review = under_review(article, members=[specialist, BoardMemberFactory.create()])
    assert not quorum(review).is_stuck
    specialist.specialties.clear()
    assert quorum(review).is_stuck
    assert "A member of the article" in page()
    assert "none by a member of the article" in page()


def test_submitted_review_is_not_stuck() -> None:
    assert not quorum(submitted()).is_stuck


def test_quorum_is_the_one_that_approves() -> None:
    """The board's count and the verb's agree at every step."""
    review = under_review()
    for member in members_of(review):
        before = quorum(review)
        review = sign(review, member)
        assert (review.state == "approved") is (before.missing == 1)
    assert quorum(review).missing == 0


# Load


def test_load_counts_what_waits_is_late_and_was_signed() -> None:
    busy, idle = BoardMemberFactory.create(), BoardMemberFactory.create()
    with time_machine.travel(days_from_now(-30)):
        under_review(members=[busy, BoardMemberFactory.create()])
        left = BoardMemberFactory.create()
        under_review(members=[busy, left])
    second = under_review(members=[busy, BoardMemberFactory.create()])
    sign(second, busy)
    close_account(Assignment.objects.get(member=left))
    loads = {load.member: load for load in load_of_members(today=timezone.now().date())}
    assert (loads[busy].waiting, loads[busy].late, loads[busy].signed) == (2, 2, 1)
    assert (loads[idle].waiting, loads[idle].waiting_percent) == (0, 0)
    assert (loads[left].waiting, loads[left].is_active) == (1, False)
    assert loads[busy].waiting_percent == 100
    assert str(loads[busy]) == "2 waiting, 2 of them late"
    assert "2 waiting, 2 of them late" in page()


def test_board_costs_the_same_for_any_number_of_reviews() -> None:
    client = as_user(managing_editor())

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(ADDRESS)
        return len(captured)

    def grow(reviews: int) -> None:
        for _ in range(reviews):
            members = [BoardMemberFactory.create() for _ in range(3)]
            first = under_review(members=members).assignments.earliest("pk")
            Proposal.objects.create(
                assignment=first,
                reason="A congress.",
                sign_by=datetime.date(2031, 1, 31),
                made_at=timezone.now(),
                made_by=first.member.user,
            )
        submitted()

    grow(2)
    few = queries()
    grow(8)
    assert queries() == few
    assert few <= 25
