"""Answering the conflict question and signing: what goes wrong is said, nothing typed is lost."""

import datetime
import re
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client

from editorial import workflow
from editorial.models import AuditEvent, BoardMember, Review, SignOff
from editorial.states import Conflict, State
from tests.factories.articles import PASSWORD
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign, under_review

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
REASON = "The dose in the second section is too high."


@pytest.fixture
def member() -> BoardMember:
    return BoardMemberFactory.create()


@pytest.fixture
def review(member: BoardMember) -> Review:
    """Under review, asked of two, both without a conflict."""
    return under_review(members=[member, BoardMemberFactory.create()])


@pytest.fixture
def desk(client: Client, member: BoardMember) -> Client:
    client.force_login(member.user)
    return client


def _sign(client: Client, review: Review, **changed: str) -> "Answer":
    sent = {
        "verdict": "request_changes",
        "reason": REASON,
        "password": PASSWORD,
        "digest": review.version.digest,
    }
    return client.post(f"/desk/reviews/{review.pk}/sign-off/", sent | changed)


def _answer(client: Client, review: Review, **sent: str) -> "Answer":
    return client.post(f"/desk/reviews/{review.pk}/conflict/", sent)


def _page(response: "Answer") -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# The conflict question.


def test_answer_that_there_is_none_and_read_on(desk: Client, member: BoardMember) -> None:
    review = under_review(members=[member, BoardMemberFactory.create()], answered=False)
    response = _answer(desk, review, conflict="none")
    assert response.status_code == 303
    assert response["Location"] == f"/desk/reviews/{review.pk}/#desk-text"
    assert review.assignments.get(member=member).conflict == Conflict.NONE
    assert "Spasm follows strain" in _page(desk.get(f"/desk/reviews/{review.pk}/"))


def test_declare_a_conflict_in_words(desk: Client, review: Review, member: BoardMember) -> None:
    statement = "I hold <b>shares</b> in the maker."
    assert _answer(desk, review, conflict="declared", statement=statement).status_code == 303
    assert review.assignments.get(member=member).conflict_statement == statement
    page = _page(desk.get(f"/desk/reviews/{review.pk}/"))
    assert "I hold &lt;b&gt;shares&lt;/b&gt; in the maker." in page


def test_refuse_an_empty_answer(desk: Client, review: Review) -> None:
    response = _answer(desk, review, statement="I own shares.")
    assert response.status_code == 400
    assert "Answer whether you have a conflict of interest." in _page(response)
    assert "I own shares." in _page(response)


def test_refuse_an_answer_that_is_none_of_the_two(desk: Client, review: Review) -> None:
    assert _answer(desk, review, conflict="unanswered").status_code == 400


def test_demand_words_for_a_declared_conflict(desk: Client, review: Review) -> None:
    response = _answer(desk, review, conflict="declared", statement="  ")
    assert response.status_code == 400
    assert 'id="conflict-statement-error"' in _page(response)


def test_refuse_another_answer_once_signed(
    desk: Client, review: Review, member: BoardMember
) -> None:
    sign(review, member)
    response = _answer(desk, review, conflict="declared", statement="Too late.")
    assert response.status_code == 409
    assert "The answer stands with the signature." in _page(response)
    assert "Too late." in _page(response)


# Signing.


def test_sign_and_get_a_receipt(desk: Client, review: Review, member: BoardMember) -> None:
    response = _sign(desk, review)
    assert response.status_code == 303
    assert response["Location"] == f"/desk/reviews/{review.pk}/#desk-decision"
    signed = SignOff.objects.get()
    assert (signed.member, signed.verdict, signed.reason) == (member, "request_changes", REASON)
    page = _page(desk.get(response["Location"].partition("#")[0]))
    assert "You have signed" in page
    assert signed.meaning in page
    assert f"{signed.signed_at:%H:%M} UTC" in page
    assert signed.digest in page
    assert member.printed_name in page


def test_approve_with_the_last_signature_needed(desk: Client, review: Review) -> None:
    other = review.assignments.exclude(member__user_id=desk.session["_auth_user_id"]).get()
    sign(review, other.member)
    assert _sign(desk, review, verdict="approve", reason="").status_code == 303
    page = _page(desk.get(f"/desk/reviews/{review.pk}/"))
    assert "You have signed" in page
    assert "<strong>Approved</strong>" in page


def test_take_no_signature_of_another_text(desk: Client, review: Review) -> None:
    response = _sign(desk, review, digest="0" * 64)
    assert response.status_code == 409
    page = _page(response)
    assert "the text you read is not the version under review" in page
    assert REASON in page
    assert PASSWORD not in page
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("digest", ["", "x", "\0", "é", "0" * 100_000])
def test_take_no_signature_with_a_digest_that_is_none(
    desk: Client, review: Review, digest: str
) -> None:
    assert _sign(desk, review, digest=digest).status_code == 409
    assert not SignOff.objects.exists()


def test_say_that_the_member_has_signed_when_the_form_is_sent_twice(
    desk: Client, review: Review
) -> None:
    assert _sign(desk, review).status_code == 303
    response = _sign(desk, review, reason="And another thing.")
    assert response.status_code == 409
    assert "You have signed this review already." in _page(response)
    assert "And another thing." in _page(response)
    assert SignOff.objects.count() == 1


def test_say_that_the_member_has_signed_though_that_closed_the_review(
    desk: Client, review: Review
) -> None:
    other = review.assignments.exclude(member__user_id=desk.session["_auth_user_id"]).get()
    sign(review, other.member)
    assert _sign(desk, review, verdict="approve").status_code == 303
    response = _sign(desk, review, verdict="approve")
    assert response.status_code == 409
    assert "You have signed this review already." in _page(response)


def test_refuse_when_the_review_was_closed_meanwhile(desk: Client, review: Review) -> None:
    workflow.withdraw(review, by=managing_editor(), reason="New evidence.")
    response = _sign(desk, review)
    assert response.status_code == 409
    page = _page(response)
    assert "This review is “Withdrawn”" in page
    assert "New evidence." in page
    assert REASON in page


def test_refuse_a_member_who_left_the_board_meanwhile(
    desk: Client, review: Review, member: BoardMember
) -> None:
    assert 'name="password"' in _page(desk.get(f"/desk/reviews/{review.pk}/"))
    BoardMember.objects.filter(pk=member.pk).update(term_to="2020-02-02")
    response = _sign(desk, review)
    assert response.status_code == 403
    assert "is not an active member of the board today" in _page(response)
    assert REASON in _page(response)
    assert not SignOff.objects.exists()


def test_ask_an_account_that_was_closed_meanwhile_to_log_in(
    desk: Client, review: Review, member: BoardMember
) -> None:
    member.user.is_active = False
    member.user.save()
    response = _sign(desk, review)
    assert response.status_code == 403
    assert 'href="/accounts/login/?next=/desk/reviews/' in _page(response)
    assert REASON in _page(response)
    assert not SignOff.objects.exists()


def test_give_back_what_was_typed_when_the_login_ran_out(desk: Client, review: Review) -> None:
    desk.logout()
    response = _sign(desk, review, reason="<script>alert(1)</script>")
    assert response.status_code == 403
    page = _page(response)
    assert "Nothing was signed" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert review.version.title not in page
    assert PASSWORD not in page
    assert response["Cache-Control"] == "private, no-store"


def test_take_no_verdict_before_the_conflict_question(desk: Client, member: BoardMember) -> None:
    review = under_review(members=[member, BoardMemberFactory.create()], answered=False)
    response = _sign(desk, review, verdict="approve")
    assert response.status_code == 409
    assert "answer the conflict-of-interest question first" in _page(response)
    assert REASON in _page(response)
    assert "Spasm follows strain" not in _page(response)
    assert not SignOff.objects.exists()


def test_take_no_approval_after_a_declared_conflict(desk: Client, review: Review) -> None:
    _answer(desk, review, conflict="declared", statement="Shares.")
    response = _sign(desk, review, verdict="approve")
    assert response.status_code == 403
    assert "You can recuse yourself." in _page(response)
    assert _sign(desk, review, verdict="recuse").status_code == 303


def test_demand_a_verdict(desk: Client, review: Review) -> None:
    for verdict in ("", "applaud"):
        response = _sign(desk, review, verdict=verdict)
        assert response.status_code == 400
        assert "Choose a verdict." in _page(response)
        assert REASON in _page(response)


@pytest.mark.parametrize("verdict", ["request_changes", "recuse"])
def test_demand_a_reason_unless_approving(desk: Client, review: Review, verdict: str) -> None:
    response = _sign(desk, review, verdict=verdict, reason=" \n ")
    assert response.status_code == 400
    page = _page(response)
    assert 'id="sign-off-reason-error"' in page
    assert re.search(rf'value="{verdict}"[^>]* checked', page)
    assert not SignOff.objects.exists()


def test_demand_a_password(desk: Client, review: Review) -> None:
    response = _sign(desk, review, password="")
    assert response.status_code == 400
    assert "Give your password." in _page(response)
    assert REASON in _page(response)


def test_refuse_a_wrong_password_and_keep_what_was_typed(desk: Client, review: Review) -> None:
    response = _sign(desk, review, password="wrong-one")
    assert response.status_code == 400
    page = _page(response)
    assert "the password is wrong. 4 attempts are left." in page
    assert 'id="sign-off-password-error"' in page
    assert REASON in page
    assert "wrong-one" not in page
    assert re.search(r'value="request_changes"[^>]* checked', page)
    assert not SignOff.objects.exists()


def test_lock_signing_at_the_fifth_wrong_password_and_go_on_reading(
    desk: Client, review: Review
) -> None:
    with time_machine.travel("2026-03-01T09:00:00Z", tick=False) as clock:
        desk.force_login(BoardMember.objects.get(user_id=desk.session["_auth_user_id"]).user)
        for _attempt in range(4):
            assert "attempt" in _page(_sign(desk, review, password="wrong-one"))
        assert "locked until 09:15 UTC" in _page(_sign(desk, review, password="wrong-one"))
        right = _sign(desk, review)
        assert right.status_code == 400
        assert "locked until 09:15 UTC" in _page(right)
        assert REASON in _page(right)
        page = _page(desk.get(f"/desk/reviews/{review.pk}/"))
        assert "Spasm follows strain" in page
        assert "Signing is locked until 09:15 UTC" in page
        assert AuditEvent.objects.filter(action="signing-locked").count() == 1
        clock.shift(datetime.timedelta(minutes=16))
        assert _sign(desk, review).status_code == 303
    assert SignOff.objects.count() == 1


HOSTILE = {
    "nul": "a\0b",
    "a megabyte": "x" * 1_000_000,
    "script": '<script>alert(1)</script>"><img src=x onerror=alert(1)>',
    "address": "javascript:alert(1)",
    "template": "{{ 7|add:7 }}{% load x %}",
    "direction": "\u202egnp.\u200b",
    "emoji": "👩‍⚕️",
}


@pytest.mark.parametrize("field", ["verdict", "reason", "password", "digest"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_survive_anything_in_any_field_of_a_signature(
    desk: Client, review: Review, field: str, text: str
) -> None:
    response = _sign(desk, review, **{field: text})
    assert response.status_code in {303, 400, 409}
    page = _page(response if response.status_code != 303 else desk.get(review.get_absolute_url()))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("field", ["conflict", "statement"])
def test_survive_anything_in_any_field_of_an_answer(
    desk: Client, review: Review, field: str, text: str
) -> None:
    response = _answer(desk, review, **({"conflict": "declared", "statement": "x"} | {field: text}))
    assert response.status_code in {303, 400}
    page = _page(response if response.status_code != 303 else desk.get(review.get_absolute_url()))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_keep_a_reason_that_is_too_long(desk: Client, review: Review) -> None:
    text = "too long " * 2_000
    response = _sign(desk, review, reason=text)
    assert response.status_code == 400
    assert "Shorten this to 10000 characters; it has" in _page(response)
    assert text.strip() in _page(response)


def test_refuse_half_a_character_at_its_field(desk: Client, review: Review) -> None:
    """A form in UTF-7 is the one way that lone surrogates come through."""
    parts = {
        "verdict": "recuse",
        "reason": "broken +2AA- here",
        "password": PASSWORD,
        "digest": review.version.digest,
    }
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    response = desk.generic(
        "POST",
        f"/desk/reviews/{review.pk}/sign-off/",
        f"{body}--b--\r\n".encode(),
        content_type="multipart/form-data; boundary=b; charset=utf-7",
    )
    assert response.status_code == 400
    assert "This holds a broken character." in _page(response)
    assert "broken \ufffd here" in _page(response)
    assert not SignOff.objects.exists()


def test_demand_the_token_of_the_form(review: Review, member: BoardMember) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member.user)
    assert _sign(strict, review).status_code == 403
    assert not SignOff.objects.exists()


def test_leave_the_review_open_after_every_refusal(desk: Client, review: Review) -> None:
    for changed in ({"digest": "x"}, {"password": "x"}, {"verdict": "x"}, {"reason": ""}):
        assert 400 <= _sign(desk, review, **changed).status_code < 500
    review.refresh_from_db()
    assert review.state == State.UNDER_REVIEW
    assert AuditEvent.objects.filter(action="sign-off").count() == 0
