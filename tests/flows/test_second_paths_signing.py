"""Ways to a signature that is not one's own."""

import pytest
from django.test import Client

from tests.factories.articles import PASSWORD
from tests.factories.editorial import BoardMemberFactory
from tests.flows.places import Scene, scene

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("superuser", 403),
        ("managing editor", 403),
        ("editor", 403),
        ("auditor", 403),
        ("reader with an account", 404),
        ("anonymous", 403),
    ],
)
def test_nobody_signs_or_answers_who_was_not_asked(role: str, status: int) -> None:
    made = scene()
    client = made.client(role)
    for step in ("conflict", "sign-off"):
        answer = client.post(f"/desk/reviews/{made.review.pk}/{step}/", forged(made))
        assert answer.status_code == status
    assert not made.review.sign_offs.exists()


def forged(made: Scene) -> dict[str, object]:
    """A form filled in for another member."""
    return {
        "verdict": "approve",
        "conflict": "none",
        "password": PASSWORD,
        "digest": made.review.version.digest,
        "member": made.member.pk,
        "signed_by": made.member.user_id,
        "user": made.member.user_id,
        "review": made.review.pk,
        "signer_name": "Somebody Else",
    }


def test_member_signs_as_nobody_else() -> None:
    made = scene()
    other = made.review.assignments.exclude(member=made.member).get().member
    client = Client()
    client.force_login(other.user)
    assert client.post(f"/desk/reviews/{made.review.pk}/sign-off/", forged(made)).status_code == 303
    signature = made.review.sign_offs.get()
    assert (signature.member, signature.signed_by, signature.signer_name) == (
        other,
        other.user,
        other.name,
    )


def test_password_of_another_signs_nothing() -> None:
    made = scene()
    other = BoardMemberFactory.create()
    other.user.set_password("the password of another")
    other.user.save()
    form = forged(made) | {"password": "the password of another"}
    answer = made.client("board member").post(f"/desk/reviews/{made.review.pk}/sign-off/", form)
    assert answer.status_code == 400
    assert not made.review.sign_offs.exists()
