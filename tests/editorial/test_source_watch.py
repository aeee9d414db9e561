"""The account of the site: nobody's, and not to be made anybody's."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.test import Client

from editorial import outbox, source_watch
from editorial.models import Notification
from editorial.triggers import SOURCE_WATCH
from tests.factories.articles import PASSWORD, ArticleFactory, UserFactory
from tests.raw_sql import guarded

pytestmark = pytest.mark.django_db


def test_account_is_made_once_and_closed() -> None:
    account = source_watch.account()
    assert source_watch.account() == account
    assert account.get_full_name() == "The site"
    User.objects.filter(pk=account.pk).update(first_name="Source watch")  # as it was made before
    assert source_watch.account().get_full_name() == "The site"
    assert (account.is_active, account.is_staff, account.is_superuser) == (False, False, False)
    assert not account.has_usable_password()
    assert account.email == ""


def test_account_logs_in_nowhere(client: Client) -> None:
    source_watch.account()
    for password in ("", "!", PASSWORD):
        assert authenticate(username=SOURCE_WATCH, password=password) is None
        page = client.post("/accounts/login/", {"login": SOURCE_WATCH, "password": password})
        assert page.status_code == 400


def test_account_has_no_rights_whatever_it_is_given() -> None:
    account = source_watch.account()
    account.groups.set(Group.objects.all())
    account.user_permissions.set(Permission.objects.all())
    account = User.objects.get(pk=account.pk)
    assert account.get_all_permissions() == set()
    assert not account.has_perm("editorial.manage_reviews")
    assert account not in outbox.managing_editors()


@pytest.mark.parametrize(
    "values",
    [
        "is_active = TRUE",
        "is_staff = TRUE",
        "is_superuser = TRUE",
        "email = 'somebody@example.org'",
        "password = 'md5$x'",
        "username = 'somebody'",
    ],
)
def test_database_keeps_the_account_closed(values: str) -> None:
    account = source_watch.account()
    update = f"UPDATE auth_user SET {values} WHERE id = %s"  # noqa: S608 - from the list above
    guarded("auth_user", "source_watch_is_nobody", update, account.pk)


def test_database_gives_its_name_to_nobody_else() -> None:
    person = UserFactory.create(is_active=False)
    update = "UPDATE auth_user SET username = %s WHERE id = %s"
    guarded("auth_user", "source_watch_is_nobody", update, SOURCE_WATCH, person.pk)


def test_people_can_still_be_changed_and_closed() -> None:
    person = UserFactory.create()
    person.is_active = False
    person.username = "renamed"
    person.save()
    person.refresh_from_db()
    assert (person.username, person.is_active) == ("renamed", False)


def test_no_person_can_be_given_such_a_name() -> None:
    with pytest.raises(ValidationError):
        User(username=SOURCE_WATCH, password="x").full_clean()


def test_admin_does_not_show_the_account(client: Client) -> None:
    account = source_watch.account()
    client.force_login(UserFactory.create(is_superuser=True))
    assert "The site" not in client.get("/admin/auth/user/").content.decode()
    answer = client.get(f"/admin/auth/user/{account.pk}/change/", follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    client.post(
        "/admin/auth/user/",
        {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes"},
    )
    assert User.objects.filter(pk=account.pk).exists()
    article = ArticleFactory.create()
    page = client.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "The site" not in page


def test_account_gets_no_letters() -> None:
    article = ArticleFactory.create()
    outbox.owe(
        Notification.Kind.RETIRED,
        to=[source_watch.account()],
        article=article,
        due_on=article.created.date(),
    )
    assert not Notification.objects.exists()
