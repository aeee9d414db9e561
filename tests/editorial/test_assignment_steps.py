"""The pages of the steps about one assignment: each calls its verb, and keeps what was typed."""

import datetime
from http import HTTPStatus

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from editorial.models import Assignment, AuditEvent, Notification
from tests.factories.articles import UserFactory
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review

pytestmark = pytest.mark.django_db

STEPS = ("release", "reassign", "extend", "remind")


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def asked() -> Assignment:
    assignment = under_review().assignments.select_related("member__user").first()
    assert assignment is not None
    return assignment


def address(asked: Assignment, name: str) -> str:
    return f"/admin/editorial/assignment/{asked.pk}/{name}/"


def in_days(days: int) -> datetime.date:
    return timezone.now().date() + datetime.timedelta(days=days)


def board(asked: Assignment) -> str:
    return f"/desk/reviews/#review-{asked.review_id}"


def test_release_page_hands_back_and_leads_to_the_board(asked: Assignment) -> None:
    answer = as_user(managing_editor()).post(address(asked, "release"), {"reason": "Ill."})
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, board(asked))
    asked.refresh_from_db()
    assert asked.release_reason == "Ill."


def test_reassign_page_asks_whom_was_chosen(asked: Assignment) -> None:
    spare = BoardMemberFactory.create()
    answer = as_user(managing_editor()).post(
        address(asked, "reassign"), {"member": spare.pk, "reason": "Ill."}
    )
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, board(asked))
    assert asked.review.assignments.filter(member=spare).exists()


def test_reassign_page_offers_nobody_who_was_asked(asked: Assignment) -> None:
    answer = as_user(managing_editor()).post(
        address(asked, "reassign"), {"member": asked.member_id, "reason": "Typed by me"}
    )
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    html = answer.content.decode()
    assert "This member cannot be asked now." in html
    assert "Typed by me" in html


def test_extend_page_sets_the_date(asked: Assignment) -> None:
    answer = as_user(managing_editor()).post(
        address(asked, "extend"), {"sign_by": in_days(60).isoformat(), "reason": "A congress."}
    )
    assert answer.status_code == HTTPStatus.FOUND
    asked.refresh_from_db()
    assert asked.sign_by == in_days(60)


def test_extend_page_begins_with_the_date_so_far(asked: Assignment) -> None:
    html = as_user(managing_editor()).get(address(asked, "extend")).content.decode()
    assert f'value="{asked.sign_by.isoformat()}"' in html
    assert str(asked.member) in html


def test_extend_page_to_an_earlier_date_asks_whether_it_is_meant(asked: Assignment) -> None:
    editor = as_user(managing_editor())
    sent = {"sign_by": in_days(3).isoformat(), "reason": "A recall."}
    answer = editor.post(address(asked, "extend"), sent)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "say that an earlier is meant" in answer.content.decode()
    answer = editor.post(address(asked, "extend"), sent | {"may_be_earlier": "on"})
    assert answer.status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("day", ["", "tomorrow", "2025-02-30", "99999-01-01"])
def test_extend_page_refuses_what_is_no_date(asked: Assignment, day: str) -> None:
    answer = as_user(managing_editor()).post(
        address(asked, "extend"), {"sign_by": day, "reason": "Typed by me"}
    )
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Typed by me" in answer.content.decode()


def test_remind_page_sends_one_reminder_a_day(asked: Assignment) -> None:
    editor = as_user(managing_editor())
    assert editor.post(address(asked, "remind")).status_code == HTTPStatus.FOUND
    again = editor.post(address(asked, "remind"))
    assert again.status_code == HTTPStatus.CONFLICT
    assert "was reminded today already" in again.content.decode()
    assert Notification.objects.filter(kind="sign-off-reminded").count() == 1


@pytest.mark.parametrize("name", ["release", "reassign", "extend"])
def test_step_without_a_reason_is_refused(asked: Assignment, name: str) -> None:
    answer = as_user(managing_editor()).post(address(asked, name), {"reason": " "})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Say why." in answer.content.decode()


@pytest.mark.parametrize("name", STEPS)
def test_steps_are_for_managing_editors(asked: Assignment, name: str) -> None:
    events = AuditEvent.objects.count()
    for group in ("Editors", "Auditors"):
        client = as_user(UserFactory.create(group=group))
        for ask in (client.get, client.post):
            assert ask(address(asked, name)).status_code == HTTPStatus.FORBIDDEN
    member = as_user(asked.member.user).post(address(asked, name))
    assert (member.status_code, "login" in member["Location"]) == (HTTPStatus.FOUND, True)
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("name", STEPS)
def test_step_is_refused_when_the_member_signed_meanwhile(asked: Assignment, name: str) -> None:
    spare = BoardMemberFactory.create()
    editor = as_user(managing_editor())
    assert editor.get(address(asked, name)).status_code == HTTPStatus.OK
    sign(asked.review, asked.member)
    answer = editor.post(
        address(asked, name),
        {"reason": "Ill.", "member": spare.pk, "sign_by": in_days(60).isoformat()},
    )
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "The signature stands, and nothing was changed." in answer.content.decode()


def test_list_of_reviews_leads_to_the_board_for_those_who_may() -> None:
    for group, expected in (("Managing editors", True), ("Auditors", True), ("Editors", False)):
        client = as_user(UserFactory.create(group=group))
        html = client.get("/admin/editorial/review/").content.decode()
        assert ('href="/desk/reviews/"' in html) is expected, group
