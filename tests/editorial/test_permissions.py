"""Rights that end: of accounts that were closed, and of editors who are editors no more."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from editorial import bouncing, permissions, workflow
from editorial.models import Bounce
from tests.factories.articles import UserFactory
from tests.factories.editorial import approved, first_signer, managing_editor, under_review

pytestmark = pytest.mark.django_db


def no_longer(user: User) -> User:
    """The same account, taken out of its groups."""
    user.groups.clear()
    return User.objects.get(pk=user.pk)


def closed(user: User) -> User:
    user.is_active = False
    user.save()
    return User.objects.get(pk=user.pk)


def test_owner_who_is_no_editor_any_more_withdraws_nothing() -> None:
    review = under_review()
    with pytest.raises(PermissionDenied):
        workflow.withdraw(review, by=no_longer(review.article.owner), reason="Not yet.")
    assert workflow.withdraw(review, by=managing_editor(), reason="Not yet.").state == "withdrawn"


def test_stand_in_who_is_no_editor_any_more_silences_nothing() -> None:
    article, to, today = approved().article, UserFactory.create(group="Editors"), timezone.now()
    workflow.cover(
        article.owner,
        by=article.owner,
        to=to,
        begins_on=today.date(),
        ends_on=today.date(),
        reason="A congress.",
    )
    assert permissions.may_snooze(to, article)
    until = today.date() + datetime.timedelta(days=5)
    with pytest.raises(PermissionDenied):
        workflow.snooze(article, by=no_longer(to), until=until, reason="A reason.")


def test_closed_account_signs_nothing_and_clears_no_address() -> None:
    review = under_review()
    signer = first_signer(review)
    (bounce,) = bouncing.mark(signer.email, source=Bounce.Source.HOOK, status="5.1.1")
    assert permissions.may_sign(signer, review)
    assert permissions.may_clear_bounce(signer, bounce)
    signer = closed(signer)
    assert not permissions.may_sign(signer, review)
    assert not permissions.may_sign(AnonymousUser(), review)
    assert not permissions.may_clear_bounce(signer, bounce)
