"""A work that anything cites is not deleted, by nobody."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Section
from articles.versions import freeze
from references.models import Reference
from tests.factories.articles import ArticleFactory, UserFactory
from tests.factories.references import ReferenceFactory
from tests.raw_sql import guarded, is_refused, run

pytestmark = pytest.mark.django_db
DELETE = "DELETE FROM references_reference WHERE id = %s"


def citing(work: Reference) -> str:
    return f'<p>Spasm follows strain<cite data-reference="{work.pk}"></cite>.</p>'


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("sample-superuser"))
    return client


def confirmed(client: Client, *works: Reference) -> Any:  # noqa: ANN401 # of the test client
    (work,) = works
    address = reverse("admin:references_reference_delete", args=[work.pk])
    return client.post(address, {"post": "yes"}, follow=True)


def used_by(place: str) -> Reference:
    """A work that only a draft, an old version, or a list of sources at hand holds."""
    work = ReferenceFactory.create()
    article = ArticleFactory.create()
    if place == "at hand":
        article.listed_references.add(work)
    else:
        Section.objects.filter(article=article).update(plain_language=citing(work))
        if place == "version":
            freeze(article, by=article.owner)
            Section.objects.filter(article=article).update(plain_language="")
    return work


@pytest.mark.parametrize("place", ["draft", "version"])
def test_database_keeps_what_is_used(place: str) -> None:
    guarded("references_reference", "cited_works_stay", DELETE, used_by(place).pk)


def test_unused_work_may_go() -> None:
    assert run(DELETE, ReferenceFactory.create().pk) == 1


def test_table_is_never_emptied() -> None:
    guarded("references_reference", "no_truncate", "TRUNCATE references_reference CASCADE")


def test_deleting_in_code_is_refused_too() -> None:
    work = used_by("version")
    with pytest.raises(IntegrityError, match="is cited by an article"), transaction.atomic():
        work.delete()


@pytest.mark.parametrize("place", ["draft", "version", "at hand"])
def test_page_that_deletes_says_where_the_work_is_used(superuser: Client, place: str) -> None:
    work = used_by(place)
    page = confirmed(superuser, work).content.decode()
    assert "This work is in use, and stays." in page
    assert "What does sample" in page
    assert Reference.objects.filter(pk=work.pk).exists()


def test_selection_with_one_work_in_use_stays_whole(superuser: Client) -> None:
    used, unused = used_by("draft"), ReferenceFactory.create()
    data = {
        "action": "delete_selected",
        "_selected_action": [used.pk, unused.pk],
        "post": "yes",
    }
    page = superuser.post(reverse("admin:references_reference_changelist"), data, follow=True)
    assert "Nothing was deleted" in page.content.decode()
    assert Reference.objects.filter(pk__in=[used.pk, unused.pk]).count() == 2


def test_unused_works_are_deleted_from_the_page_and_the_list(superuser: Client) -> None:
    one, two = ReferenceFactory.create_batch(2)
    confirmed(superuser, one)
    data = {"action": "delete_selected", "_selected_action": [two.pk], "post": "yes"}
    superuser.post(reverse("admin:references_reference_changelist"), data)
    assert not Reference.objects.filter(pk__in=[one.pk, two.pk]).exists()


@pytest.mark.parametrize("way", ["page", "list"])
def test_work_that_is_cited_while_the_page_is_answered_stays(
    superuser: Client, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """The page saw no use: the database sees one."""
    work = used_by("draft")
    monkeypatch.setattr("articles.admin.references.uses_in_words", lambda _works: [])
    if way == "page":
        answer = confirmed(superuser, work)
    else:
        data = {"action": "delete_selected", "_selected_action": [work.pk], "post": "yes"}
        address = reverse("admin:references_reference_changelist")
        answer = superuser.post(address, data, follow=True)
    assert "meanwhile an article cites" in answer.content.decode()
    assert Reference.objects.filter(pk=work.pk).exists()


def test_work_that_is_at_hand_or_kept_in_a_merge_is_held_by_its_foreign_key() -> None:
    at_hand = used_by("at hand")
    kept, duplicate = ReferenceFactory.create_batch(2)
    Reference.objects.filter(pk=duplicate.pk).update(
        merged_into=kept, merged_at=timezone.now(), merged_by=UserFactory.create()
    )
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert is_refused(DELETE, at_hand.pk)
    assert is_refused(DELETE, kept.pk)
