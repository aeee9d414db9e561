"""A selection of the library as a file."""

import pytest
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client

from references.admin import exports
from references.bibliography import read
from references.kinds import Kind
from references.models import Reference
from tests.factories.references import ReferenceFactory
from tests.references.test_recognition import merge

pytestmark = pytest.mark.django_db
LIST = "/admin/references/reference/"


@pytest.fixture
def looker(client: Client) -> Client:
    """Someone who may look, and change nothing."""
    user = User.objects.create_user("looker", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_reference"))
    client.force_login(user)
    return client


def _export(client: Client, suffix: str, *works: Reference, across: bool = False) -> HttpResponse:
    form = {
        "action": f"export_as_{suffix}",
        "_selected_action": [work.pk for work in works],
        "select_across": "1" if across else "0",
    }
    return client.post(LIST, form)  # type: ignore[return-value]


@pytest.mark.parametrize("suffix", ["ris", "bib", "json"])
def test_export_writes_what_was_selected(looker: Client, suffix: str) -> None:
    guideline: Reference = ReferenceFactory.create(kind=Kind.GUIDELINE)
    other: Reference = ReferenceFactory.create(
        csl={"type": "book", "title": "=cmd|' /C calc'!A0\r\nER  - \r\nTY  - BOOK"}
    )
    ReferenceFactory.create()
    response = _export(looker, suffix, guideline, other)
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="references.{suffix}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    found = read(response.content, f".{suffix}")
    assert found.problems == []
    assert {(one.key, one.kind, one.csl["title"]) for one in found.items} == {
        (f"ref{guideline.pk}", "guideline", guideline.title),
        (f"ref{other.pk}", "research", "=cmd|' /C calc'!A0 ER - TY - BOOK"),
    }


def test_export_writes_all_that_the_list_finds(looker: Client) -> None:
    works = ReferenceFactory.create_batch(60)
    found = read(_export(looker, "ris", works[0], across=True).content, ".ris")
    assert {one.key for one in found.items} == {f"ref{work.pk}" for work in works}


def test_export_leaves_out_what_was_merged(looker: Client) -> None:
    kept, merged = ReferenceFactory.create_batch(2)
    merge(merged, into=kept)
    found = read(_export(looker, "json", kept, merged).content, ".json")
    assert [one.key for one in found.items] == [f"ref{kept.pk}"]


def test_export_says_when_it_is_too_much(looker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST", 2)
    works = ReferenceFactory.create_batch(3)
    assert _export(looker, "bib", *works[:2]).status_code == 200
    refused = _export(looker, "bib", *works)
    assert refused.status_code == 302
    assert "At most 2 references go into one file." in looker.get(LIST).content.decode()


def test_export_is_for_who_may_see_the_library(client: Client) -> None:
    user = User.objects.create_user("somebody", is_staff=True)
    client.force_login(user)
    assert _export(client, "ris", ReferenceFactory.create()).status_code == 403
