"""Answers at the desk: yes, no, later, somebody else; and being away."""

import datetime
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial import selectors, workflow
from editorial.models import Assignment, BoardMember, Delegation, Proposal, Review
from editorial.states import Response
from editorial.views.desk_cards import review_cards
from tests.factories.articles import PASSWORD, ArticleFactory, UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review

pytestmark = pytest.mark.django_db


def client_of(member: BoardMember) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def review() -> Review:
    return under_review(answered=False)


@pytest.fixture
def own(review: Review) -> Assignment:
    return review.assignments.select_related("member__user").earliest("pk")


@pytest.fixture
def desk(own: Assignment) -> Client:
    return client_of(own.member)


@pytest.fixture
def managing() -> Client:
    client = Client()
    client.force_login(managing_editor())
    return client


def place(review: Review) -> str:
    return reverse("editorial:review-answer", args=[review.pk])


def day(number: int) -> str:
    return (timezone.now().date() + datetime.timedelta(days=number)).isoformat()


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_link_in_the_mail_leads_to_the_page_after_login(review: Review, own: Assignment) -> None:
    client = Client()
    address = review.get_absolute_url()
    asked_to_log_in = client.get(address)
    assert asked_to_log_in.status_code == HTTPStatus.FOUND
    login = asked_to_log_in["Location"]
    data = {"login": own.member.user.username, "password": PASSWORD}
    answer = client.post(login, data | {"next": address})
    assert answer["Location"] == address
    page = shown(client, address)
    assert place(review) in page
    assert 'value="accept"' in page


def test_accept_leads_to_the_text(desk: Client, review: Review, own: Assignment) -> None:
    answer = desk.post(place(review), {"step": "accept"})
    assert (answer.status_code, answer["Location"]) == (303, review.get_absolute_url())
    own.refresh_from_db()
    assert own.response == Response.ACCEPTED
    assert 'value="accept"' not in shown(desk, review.get_absolute_url())


def test_decline_keeps_the_reason_and_can_be_opened_again(
    desk: Client, review: Review, own: Assignment
) -> None:
    answer = desk.post(place(review), {"step": "decline", "reason": "On leave."}, follow=True)
    assert "On leave." in answer.content.decode()
    page = shown(desk, review.get_absolute_url())
    assert 'value="reopen"' in page
    assert review.version.title in shown(desk, reverse("editorial:desk"))
    answer = desk.post(place(review), {"step": "reopen"})
    assert answer["Location"] == review.get_absolute_url()
    own.refresh_from_db()
    assert own.response == Response.UNANSWERED


def test_decline_without_a_reason_is_refused(desk: Client, review: Review, own: Assignment) -> None:
    answer = desk.post(place(review), {"step": "decline", "reason": " "})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Say why." in answer.content.decode()
    own.refresh_from_db()
    assert own.response == Response.UNANSWERED


def test_propose_a_date(desk: Client, review: Review, own: Assignment) -> None:
    data = {"step": "propose-date", "sign_by": day(40), "reason": "A trip."}
    answer = desk.post(place(review), data, follow=True)
    assert "A managing editor answers." in answer.content.decode()
    assert str(own.proposals.get().sign_by) == day(40)
    assert 'value="propose-date"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "status", "text"),
    [
        ({"sign_by": "soon"}, HTTPStatus.BAD_REQUEST, "Give the date like"),
        ({"sign_by": ""}, HTTPStatus.BAD_REQUEST, "Choose a date."),
        ({"sign_by": "2020-01-01"}, HTTPStatus.CONFLICT, "This date has passed"),
        ({"sign_by": "9999-12-31"}, HTTPStatus.CONFLICT, "within a year"),
    ],
)
def test_propose_a_date_that_is_none_keeps_what_was_typed(
    desk: Client, review: Review, data: dict[str, str], status: HTTPStatus, text: str
) -> None:
    sent = {"step": "propose-date", "reason": "Typed by me", **data}
    answer = desk.post(place(review), sent)
    assert answer.status_code == status
    assert text in answer.content.decode()
    assert "Typed by me" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_propose_a_member_offers_those_who_can_be_asked() -> None:
    article = ArticleFactory.create()
    BoardMemberFactory.create(name="Sample Author", user=article.owner)
    free = BoardMemberFactory.create(name="Sample Free")
    first, second = (BoardMemberFactory.create(name=f"Sample {n}") for n in ("First", "Second"))
    review = under_review(article, members=[first, second], answered=False)
    client = client_of(first)
    page = client.get(place(review))
    offered = [
        str(label)
        for _pk, label in page.context["forms"]["propose_member"].fields["member"].choices
    ]
    assert offered == ["Choose a member", "Sample Free, MD"]
    data = {"step": "propose-member", "member": free.pk, "reason": "Her field."}
    client.post(place(review), data)
    assert Proposal.objects.get().member == free


def test_what_was_typed_is_given_back_when_the_answer_is_no_longer_possible(
    desk: Client, review: Review, own: Assignment
) -> None:
    workflow.release(own, by=managing_editor(), reason="Another was asked.")
    answer = desk.post(place(review), {"step": "decline", "reason": "Typed by me"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    html = answer.content.decode()
    assert "Typed by me" in html
    assert "handed back" in html
    assert 'value="accept"' not in html


@pytest.mark.parametrize("data", [{}, {"step": "nonsense"}, {"step": ""}])
def test_unknown_answer_is_refused(desk: Client, review: Review, data: dict[str, str]) -> None:
    assert desk.post(place(review), data).status_code == HTTPStatus.BAD_REQUEST


def test_answer_page_after_signing_offers_nothing(review: Review, own: Assignment) -> None:
    workflow.answer_conflict(review, by=own.member.user, conflict="none")
    sign(review, own.member)
    page = shown(client_of(own.member), place(review))
    assert 'name="step"' not in page
    assert "You have signed." in page


def test_answer_page_after_the_review_offers_nothing(desk: Client, review: Review) -> None:
    workflow.return_for_changes(review, by=managing_editor(), reason="Dose.")
    page = shown(desk, place(review))
    assert 'name="step"' not in page
    assert "This review is over" in page


def test_answer_of_somebody_not_asked_is_refused(review: Review, managing: Client) -> None:
    assert managing.get(place(review))["Location"] == review.get_absolute_url()
    assert managing.post(place(review), {"step": "accept"}).status_code == HTTPStatus.FORBIDDEN
    other = client_of(BoardMemberFactory.create())
    assert other.get(place(review)).status_code == HTTPStatus.NOT_FOUND


def test_proposal_is_answered_from_the_admin(
    desk: Client, managing: Client, review: Review, own: Assignment
) -> None:
    desk.post(place(review), {"step": "propose-date", "sign_by": day(40), "reason": "A trip."})
    step = reverse("admin:editorial_assignment_proposal", args=[own.pk])
    assert step in shown(managing, reverse("editorial:desk"))
    assert step in shown(managing, reverse("admin:editorial_review_change", args=[review.pk]))
    assert "A trip." in shown(managing, step)
    refused = managing.post(step, {"answer": "no", "reason": ""})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Say why." in refused.content.decode()
    assert managing.post(step, {"answer": "yes"}).status_code == HTTPStatus.FOUND
    own.refresh_from_db()
    assert own.sign_by.isoformat() == day(40)
    again = managing.post(step, {"answer": "yes"})
    assert again.status_code == HTTPStatus.CONFLICT
    assert step not in shown(managing, reverse("editorial:desk"))


def test_proposal_that_is_not_there_is_told(managing: Client, own: Assignment) -> None:
    step = reverse("admin:editorial_assignment_proposal", args=[own.pk])
    answer = managing.post(step, {"answer": "yes"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "has proposed nothing" in answer.content.decode()


def test_ask_again_from_the_admin(managing: Client, review: Review, own: Assignment) -> None:
    workflow.decline(own, by=own.member.user, reason="On leave.")
    step = reverse("admin:editorial_assignment_ask-again", args=[own.pk])
    assert step in shown(managing, reverse("admin:editorial_review_change", args=[review.pk]))
    assert "On leave." in shown(managing, step)
    assert managing.post(step).status_code == HTTPStatus.FOUND
    own.refresh_from_db()
    assert own.is_active
    assert managing.post(step).status_code == HTTPStatus.CONFLICT


def test_dates_of_a_review_are_those_of_members_still_asked(
    managing: Client, review: Review, own: Assignment
) -> None:
    Assignment.objects.filter(pk=own.pk).update(sign_by=timezone.now().date())
    workflow.decline(own, by=own.member.user, reason="On leave.")
    page = managing.get(review.get_absolute_url()).context["page"]
    other = review.assignments.exclude(pk=own.pk).get()
    assert page.sign_by.on == other.sign_by
    assert page.quorum == "2, but only 1 is asked"
    [card] = review_cards(selectors.open_reviews(), today=timezone.now().date())
    assert card.due is not None
    assert card.due.on == other.sign_by


def away_of(member: BoardMember, to: BoardMember, **changed: str) -> dict[str, str]:
    return {
        "member": str(member.pk),
        "to": str(to.pk),
        "begins_on": day(0),
        "ends_on": day(7),
        "reason": "A congress.",
    } | changed


AWAY = "/desk/away/"


def test_away_is_kept_and_hands_over(review: Review, own: Assignment, desk: Client) -> None:
    to = BoardMemberFactory.create(name="Sample Stand-in")
    answer = desk.post(AWAY, away_of(own.member, to, hand_over="on"), follow=True)
    html = answer.content.decode()
    assert "Sample Stand-in, MD stands in" in html
    assert "1 review was handed over." in html
    assert review.assignments.get(member=to).in_place_of == own.member
    assert "in place of" in shown(client_of(to), place(review))
    made = Delegation.objects.get()
    desk.post(reverse("editorial:away-end", args=[made.pk]))
    made.refresh_from_db()
    assert made.ended_by == own.member.user


def test_away_tells_what_was_not_handed_over(review: Review, own: Assignment, desk: Client) -> None:
    fellow = review.assignments.exclude(pk=own.pk).get().member
    answer = desk.post(AWAY, away_of(own.member, fellow, hand_over="on"), follow=True)
    assert "was not handed over: " in answer.content.decode()
    assert "was asked already" in answer.content.decode()
    own.refresh_from_db()
    assert own.is_active


@pytest.mark.parametrize(
    ("changed", "status", "text"),
    [
        ({"reason": ""}, HTTPStatus.BAD_REQUEST, "Say why."),
        ({"to": ""}, HTTPStatus.BAD_REQUEST, "Choose a member."),
        ({"begins_on": "x"}, HTTPStatus.BAD_REQUEST, "Give the date like"),
        ({"ends_on": "2020-01-01"}, HTTPStatus.CONFLICT, "before the first"),
    ],
)
def test_away_refused_keeps_what_was_typed(
    changed: dict[str, str], status: HTTPStatus, text: str
) -> None:
    member, to = BoardMemberFactory.create_batch(2)
    sent = away_of(member, to) | {"reason": "Typed by me"} | changed
    answer = client_of(member).post(AWAY, sent)
    assert answer.status_code == status
    assert text in answer.content.decode()
    assert sent["reason"] in answer.content.decode()
    assert not Delegation.objects.exists()


def test_away_of_another_is_for_managing_editors(managing: Client) -> None:
    member, to, other = BoardMemberFactory.create_batch(3)
    assert client_of(other).post(AWAY, away_of(member, to)).status_code == HTTPStatus.BAD_REQUEST
    assert not Delegation.objects.exists()
    assert managing.post(AWAY, away_of(member, to)).status_code == HTTPStatus.SEE_OTHER
    made = Delegation.objects.get()
    assert client_of(other).post(f"{AWAY}{made.pk}/end/").status_code == HTTPStatus.NOT_FOUND
    assert client_of(to).post(f"{AWAY}{made.pk}/hand-over/").status_code == HTTPStatus.NOT_FOUND
    assert client_of(other).get(AWAY).content.decode().count("A congress.") == 0
    assert "A congress." in shown(client_of(to), AWAY)
    assert "A congress." in shown(managing, AWAY)


def test_away_is_not_for_others() -> None:
    client = Client()
    client.force_login(UserFactory.create(group="Editors"))
    assert client.get(AWAY).status_code == HTTPStatus.FORBIDDEN


def test_away_ended_twice_is_told() -> None:
    member, to = BoardMemberFactory.create_batch(2)
    client = client_of(member)
    client.post(AWAY, away_of(member, to))
    made = Delegation.objects.get()
    for text in ("Ended.", "over already"):
        answer = client.post(f"{AWAY}{made.pk}/end/", follow=True)
        assert text in answer.content.decode()
    answer = client.post(f"{AWAY}{made.pk}/hand-over/", follow=True)
    assert "over already" in answer.content.decode()
