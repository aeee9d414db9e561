"""Signing with a second factor: codes, recovery codes, passkeys, and what guesses cost."""

import datetime
import time

import pytest
import time_machine
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from editorial import signing
from editorial.exceptions import SecondFactorMissing, SigningLocked, WrongCode, WrongPassword
from editorial.models import BoardMember, Review, SignOff
from tests.factories.articles import PASSWORD
from tests.factories.editorial import BoardMemberFactory, sign_with, under_review

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MORNING = "2026-03-01T09:00:00Z"


@pytest.fixture(autouse=True)
def _no_codes_so_far() -> None:
    cache.clear()


@pytest.fixture
def member() -> BoardMember:
    return BoardMemberFactory.create()


@pytest.fixture
def review(member: BoardMember) -> Review:
    return under_review(members=[member, BoardMemberFactory.create()])


@pytest.fixture
def app(member: BoardMember) -> TOTP:
    """An authenticator app, enrolled."""
    return TOTP.activate(member.user, SECRET)


def _passkey(member: BoardMember) -> None:
    Authenticator.objects.create(
        user=member.user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Key", "credential": {"response": {}}},
    )


def code() -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_sign_off_without_a_second_factor_asks_for_none(
    review: Review, member: BoardMember
) -> None:
    sign_with(review, member.user)
    assert SignOff.objects.get().used_second_factor is False


@pytest.mark.usefixtures("app")
def test_sign_off_with_an_app_asks_for_its_code(review: Review, member: BoardMember) -> None:
    with pytest.raises(SecondFactorMissing, match="authenticator app"):
        sign_with(review, member.user)
    with pytest.raises(WrongPassword):
        sign_with(review, member.user, password="wrong", code=code())
    sign_with(review, member.user, code=f" {code()[:3]} {code()[3:]}")
    assert SignOff.objects.get().used_second_factor is True


@pytest.mark.usefixtures("app")
def test_sign_off_takes_no_code_twice(member: BoardMember) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        assert signing.confirm_identity(member.user, PASSWORD, code=code())
        cache.clear()  # as when it is full
        with pytest.raises(WrongCode):
            signing.confirm_identity(member.user, PASSWORD, code=code())
        clock.shift(datetime.timedelta(seconds=30))
        assert signing.confirm_identity(member.user, PASSWORD, code=code())


def test_sign_off_takes_no_code_that_was_used_to_log_in(member: BoardMember, app: TOTP) -> None:
    with time_machine.travel(MORNING, tick=False):
        assert app.validate_code(code())
        with pytest.raises(WrongCode):
            signing.confirm_identity(member.user, PASSWORD, code=code())


@pytest.mark.usefixtures("app")
def test_sign_off_takes_each_recovery_code_once(member: BoardMember) -> None:
    codes = RecoveryCodes.activate(member.user).get_unused_codes()
    assert signing.confirm_identity(member.user, PASSWORD, code=codes[0])
    with pytest.raises(WrongCode):
        signing.confirm_identity(member.user, PASSWORD, code=codes[0])
    assert signing.confirm_identity(member.user, PASSWORD, code=codes[1])


@pytest.mark.usefixtures("app")
def test_wrong_codes_count_like_wrong_passwords(member: BoardMember) -> None:
    with time_machine.travel(MORNING, tick=False):
        for left in (4, 3):
            with pytest.raises(WrongCode) as error:
                signing.confirm_identity(member.user, PASSWORD, code="abcdef")
            assert error.value.attempts_left == left
        for _ in range(2):
            with pytest.raises(WrongPassword):
                signing.confirm_identity(member.user, "wrong", code=code())
        with pytest.raises(SigningLocked):
            signing.confirm_identity(member.user, PASSWORD, code="abcdef")
        with pytest.raises(SigningLocked):
            signing.confirm_identity(member.user, PASSWORD, code=code())


@pytest.mark.usefixtures("app")
def test_a_code_that_was_not_given_is_no_attempt_and_forgives_none(member: BoardMember) -> None:
    with pytest.raises(WrongPassword):
        signing.confirm_identity(member.user, "wrong")
    for _ in range(signing.ATTEMPTS):
        with pytest.raises(SecondFactorMissing):
            signing.confirm_identity(member.user, PASSWORD)
    with pytest.raises(WrongCode) as error:
        signing.confirm_identity(member.user, PASSWORD, code="x")
    assert error.value.attempts_left == 3


def test_sign_off_with_a_passkey_asks_that_it_was_used_just_now(
    review: Review, member: BoardMember
) -> None:
    _passkey(member)
    with pytest.raises(SecondFactorMissing, match="passkey"):
        sign_with(review, member.user)
    long_ago = timezone.now() - signing.PASSKEY_LASTS - datetime.timedelta(seconds=1)
    with pytest.raises(SecondFactorMissing, match="passkey"):
        sign_with(review, member.user, passkey_used_at=long_ago)
    sign_with(review, member.user, passkey_used_at=timezone.now())
    assert SignOff.objects.get().used_second_factor is True


@pytest.mark.usefixtures("app")
def test_a_passkey_of_somebody_without_one_proves_nothing(member: BoardMember) -> None:
    with pytest.raises(SecondFactorMissing):
        signing.confirm_identity(member.user, PASSWORD, passkey_used_at=timezone.now())


# At the desk.


@pytest.fixture
def desk(client: Client, member: BoardMember) -> Client:
    client.force_login(member.user)
    return client


def _send(desk: Client, review: Review, **changed: str) -> tuple[int, str]:
    sent = {"verdict": "approve", "password": PASSWORD, "digest": review.version.digest}
    response = desk.post(f"/desk/reviews/{review.pk}/sign-off/", sent | changed)
    return response.status_code, response.content.decode()


@pytest.mark.usefixtures("app")
def test_desk_asks_for_the_code_at_its_field(desk: Client, review: Review) -> None:
    page = desk.get(review.get_absolute_url()).content.decode()
    assert 'id="sign-off-code"' in page
    assert "Code of your authenticator app" in page
    status, page = _send(desk, review)
    assert status == 400
    assert 'id="sign-off-code-error"' in page
    status, page = _send(desk, review, code="000000x", reason="Kept here.")
    assert status == 400
    assert "the code is wrong, or was used before" in page
    assert "000000x" not in page
    assert "Kept here." in page
    assert _send(desk, review, code=code())[0] == 303


def test_desk_asks_nobody_for_a_code_who_has_none(desk: Client, review: Review) -> None:
    assert 'name="code"' not in desk.get(review.get_absolute_url()).content.decode()


def test_desk_takes_a_passkey_that_this_session_has_used(
    desk: Client, review: Review, member: BoardMember
) -> None:
    _passkey(member)
    page = desk.get(review.get_absolute_url()).content.decode()
    assert f"/accounts/2fa/webauthn/reauthenticate/?next={review.get_absolute_url()}" in page
    status, page = _send(desk, review)
    assert status == 400
    assert "Confirm with your passkey or security key first" in page
    _confirmed(desk, member, minutes_ago=6)
    assert _send(desk, review)[0] == 400
    _confirmed(desk, member, minutes_ago=1)
    assert "a moment ago" in desk.get(review.get_absolute_url()).content.decode()
    assert _send(desk, review)[0] == 303


def _confirmed(desk: Client, member: BoardMember, *, minutes_ago: int) -> None:
    """As allauth notes it in the session after its page asked for the passkey."""
    session = desk.session
    session["account_authentication_methods_user"] = user_id_to_str(member.user)
    session["account_authentication_methods"] = [
        {
            "method": "mfa",
            "type": "webauthn",
            "reauthenticated": True,
            "at": time.time() - 60 * minutes_ago,
        }
    ]
    session.save()
