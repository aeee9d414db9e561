"""The policy's questions: one per line, frozen at submission, kept with answers and signature."""

import pytest
from django.test import Client

from editorial.exceptions import AnswersMissing, NotPossible
from editorial.models import AuditEvent, BoardMember, Policy, Review, SignOff
from tests.admin_forms import posted
from tests.factories.articles import PASSWORD
from tests.factories.editorial import BoardMemberFactory, managing_editor, sign_with, under_review

pytestmark = pytest.mark.django_db
QUESTIONS = ["Are the doses those of the label?", "Is anything <b>missing</b>?"]
ANSWERS = ["Yes, all of them.", "No."]


@pytest.fixture
def member() -> BoardMember:
    return BoardMemberFactory.create(affiliation="Sample Hospital")


@pytest.fixture
def review(member: BoardMember) -> Review:
    Policy.objects.update(questions=QUESTIONS)
    review = under_review(members=[member, BoardMemberFactory.create()])
    Policy.objects.update(questions=["Another question?"])
    return review


@pytest.fixture
def desk(client: Client, member: BoardMember) -> Client:
    client.force_login(member.user)
    return client


def test_sign_off_keeps_questions_and_answers(review: Review, member: BoardMember) -> None:
    sign_with(review, member.user, answers=[" Yes, all of them. ", "No."])
    assert SignOff.objects.get().answers == [
        {"question": question, "answer": answer}
        for question, answer in zip(QUESTIONS, ANSWERS, strict=True)
    ]


@pytest.mark.parametrize("verdict", ["approve", "request_changes"])
@pytest.mark.parametrize(("answers", "missing"), [([], [0, 1]), (["Yes.", " "], [1])])
def test_sign_off_without_every_answer_is_refused(
    review: Review, member: BoardMember, verdict: str, answers: list[str], missing: list[int]
) -> None:
    with pytest.raises(AnswersMissing) as error:
        sign_with(review, member.user, verdict=verdict, reason="Too long.", answers=answers)
    assert error.value.places == missing
    assert not SignOff.objects.exists()


def test_sign_off_with_more_answers_than_questions_is_refused(
    review: Review, member: BoardMember
) -> None:
    with pytest.raises(NotPossible, match="more answers than questions"):
        sign_with(review, member.user, answers=[*ANSWERS, "And more."])


def test_recusal_needs_no_answers(review: Review, member: BoardMember) -> None:
    sign_with(review, member.user, verdict="recuse", reason="I wrote the label.")
    assert SignOff.objects.get().answers == []


def test_desk_asks_the_questions_and_keeps_what_was_typed(desk: Client, review: Review) -> None:
    address = f"/desk/reviews/{review.pk}/sign-off/"
    page = desk.get(review.get_absolute_url()).content.decode()
    assert QUESTIONS[0] in page
    assert "Is anything &lt;b&gt;missing&lt;/b&gt;?" in page
    assert "Another question?" not in page
    assert "Sample Hospital" in page
    assert review.version.digest in page
    sent = {"verdict": "approve", "password": PASSWORD, "digest": review.version.digest}
    response = desk.post(address, sent | {"answer_0": "Yes <all>."})
    assert response.status_code == 400
    page = response.content.decode()
    assert 'id="sign-off-answer_1-error"' in page
    assert 'id="sign-off-answer_0-error"' not in page
    assert "Yes &lt;all&gt;." in page
    assert desk.post(address, sent | {"answer_0": "Yes.", "answer_1": "No."}).status_code == 303
    page = desk.get(review.get_absolute_url()).content.decode()
    assert "You have signed" in page
    assert QUESTIONS[0] in page


def test_desk_gives_the_answers_back_when_the_login_ran_out(desk: Client, review: Review) -> None:
    desk.logout()
    response = desk.post(f"/desk/reviews/{review.pk}/sign-off/", {"answer_1": "Nothing at all."})
    assert response.status_code == 403
    assert "Nothing at all." in response.content.decode()


# The policy's form.


def _save(client: Client, questions: str) -> int:
    policy = Policy.objects.get(tier="dosing")
    address = f"/admin/editorial/policy/{policy.pk}/change/"
    form = posted(client.get(address), questions=questions)
    return client.post(address, form).status_code


def test_policy_takes_one_question_per_line(client: Client) -> None:
    client.force_login(managing_editor())
    assert _save(client, "  Are the doses right? \r\n\r\nIs it\tcomplete?\r\n") == 302
    policy = Policy.objects.get(tier="dosing")
    assert policy.questions == ["Are the doses right?", "Is it complete?"]
    event = AuditEvent.objects.get(action="change-policy")
    assert event.details["questions"] == {"from": [], "to": policy.questions}
    assert _save(client, "\n".join(policy.questions)) == 302
    assert AuditEvent.objects.filter(action="change-policy").count() == 1


@pytest.mark.parametrize("text", ["x" * 301, "\n".join(map(str, range(21))), "Why?\nWhy?"])
def test_policy_refuses_questions_that_nobody_would_answer(client: Client, text: str) -> None:
    client.force_login(managing_editor())
    assert _save(client, text) == 400
    assert Policy.objects.get(tier="dosing").questions == []
