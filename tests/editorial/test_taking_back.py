"""A signature taken back by its signer: it stays, counts no more, and is told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from articles.models import Article
from editorial import verification, workflow
from editorial.exceptions import NotPossible, ReasonMissing, SigningLocked, WrongPassword
from editorial.models import AuditEvent, BoardMember, Notification, Review, SignOff
from tests.factories.articles import PASSWORD, UserFactory
from tests.factories.editorial import (
    BoardMemberFactory,
    approved,
    managing_editor,
    sign,
    under_review,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> list[BoardMember]:
    return BoardMemberFactory.create_batch(3)


@pytest.fixture
def review(members: list[BoardMember]) -> Review:
    """Two approvals needed; the first member has given one."""
    return sign(under_review(members=members), members[0])


def _take_back(signed: SignOff, **changed: object) -> SignOff:
    arguments = {"by": signed.member.user, "reason": "I misread the dose.", "password": PASSWORD}
    return workflow.withdraw_sign_off(signed, **(arguments | changed))  # type: ignore[arg-type]


def test_withdraw_sign_off_keeps_the_signature_and_counts_it_no_more(
    review: Review, members: list[BoardMember]
) -> None:
    manager = managing_editor()
    signed = _take_back(SignOff.objects.get())
    assert signed.withdrawal.reason == "I misread the dose."
    assert AuditEvent.objects.get(action="withdraw-sign-off").details["sign_off"] == signed.pk
    assert Notification.objects.filter(kind="sign-off-withdrawn", recipient=manager).count() == 1
    assert sign(review, members[1]).state == "under_review"
    assert sign(review, members[2]).state == "approved"
    assert list(verification.faults()) == []


def test_withdrawn_signature_is_not_shown_to_readers(
    client: Client, review: Review, members: list[BoardMember]
) -> None:
    _take_back(SignOff.objects.get())
    sign(review, members[1])
    sign(review, members[2])
    article = Article.objects.get()
    for address in (article.get_absolute_url(), f"{article.get_absolute_url()}history/"):
        page = client.get(address).content.decode()
        assert members[1].name in page
        assert members[0].name not in page


def test_withdrawn_signature_is_an_answer_without_a_verdict(members: list[BoardMember]) -> None:
    """The review waits for this member no longer, and the wish that is withdrawn is none."""
    review = under_review(members=members)
    sign(review, members[0], "request_changes")
    _take_back(SignOff.objects.get())
    sign(review, members[1], "request_changes", "Too long.")
    review = sign(review, members[2])
    assert review.state == "changes_requested"
    assert members[0].name not in review.reason


def test_withdraw_sign_off_of_another_is_refused(review: Review) -> None:
    signed = SignOff.objects.get()
    for other in (managing_editor(), BoardMemberFactory.create().user, UserFactory.create()):
        with pytest.raises(PermissionDenied):
            _take_back(signed, by=other)


def test_withdraw_sign_off_twice_or_without_a_reason_is_refused(review: Review) -> None:
    signed = SignOff.objects.get()
    with pytest.raises(ReasonMissing):
        _take_back(signed, reason=" ")
    _take_back(signed)
    with pytest.raises(NotPossible, match="withdrawn already"):
        _take_back(signed)


def test_withdraw_sign_off_after_the_approval_is_refused() -> None:
    review = approved()
    with pytest.raises(NotPossible, match="Approved"):
        _take_back(review.sign_offs.all()[0])


def test_sign_off_again_after_a_withdrawal_is_refused(
    review: Review, members: list[BoardMember]
) -> None:
    _take_back(SignOff.objects.get())
    with pytest.raises(NotPossible, match="signed this review already"):
        sign(review, members[0])


def test_wrong_passwords_at_withdrawing_lock_signing_too(
    review: Review, members: list[BoardMember]
) -> None:
    signed = SignOff.objects.get()
    for _ in range(4):
        with pytest.raises(WrongPassword):
            _take_back(signed, password="wrong")
    with pytest.raises(SigningLocked):
        _take_back(signed, password="wrong")
    with pytest.raises(SigningLocked):
        _take_back(signed)


# At the desk.


@pytest.fixture
def desk(client: Client, members: list[BoardMember]) -> Client:
    client.force_login(members[0].user)
    return client


def test_desk_offers_withdrawal_and_says_that_it_was_done(desk: Client, review: Review) -> None:
    address = f"/desk/reviews/{review.pk}/take-back/"
    assert address in desk.get(review.get_absolute_url()).content.decode()
    sent = {"reason": "I misread <b>the dose</b>.", "password": PASSWORD}
    response = desk.post(address, sent)
    assert response.status_code == 303
    page = desk.get(review.get_absolute_url()).content.decode()
    assert "You have withdrawn your signature" in page
    assert "I misread &lt;b&gt;the dose&lt;/b&gt;." in page
    assert address not in page
    again = desk.post(address, sent | {"reason": "Once more."})
    assert again.status_code == 409
    assert "Once more." in again.content.decode()


def test_desk_keeps_the_reason_of_a_withdrawal_that_is_refused(
    desk: Client, review: Review
) -> None:
    address = f"/desk/reviews/{review.pk}/take-back/"
    response = desk.post(address, {"reason": "I misread it.", "password": "wrong-one"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "I misread it." in page
    assert "4 attempts are left" in page
    assert "wrong-one" not in page
    assert desk.post(address, {"password": PASSWORD}).status_code == 400
    assert not hasattr(SignOff.objects.get(), "withdrawal")


def test_desk_offers_no_withdrawal_to_others(
    client: Client, review: Review, members: list[BoardMember]
) -> None:
    client.force_login(members[1].user)
    address = f"/desk/reviews/{review.pk}/take-back/"
    assert address not in client.get(review.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": "x", "password": PASSWORD}).status_code == 409
    client.force_login(managing_editor())
    assert client.post(address, {"reason": "x", "password": PASSWORD}).status_code == 403
    client.force_login(UserFactory.create())
    assert client.post(address, {"reason": "x", "password": PASSWORD}).status_code == 404


@pytest.mark.parametrize("field", ["reason", "password", "code"])
@pytest.mark.parametrize(
    "text", ["", "a\0b", "x" * 20_000, '<script>alert(1)</script>"><img src=x onerror=alert(1)>']
)
def test_desk_survives_anything_in_a_withdrawal(
    desk: Client, review: Review, field: str, text: str
) -> None:
    sent = {"reason": "I misread it.", "password": PASSWORD} | {field: text}
    response = desk.post(f"/desk/reviews/{review.pk}/take-back/", sent)
    assert response.status_code in {303, 400, 409}
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
