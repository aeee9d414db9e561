"""The answers that the citation dialog gets."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from references.models import Reference, Retraction
from tests.factories.references import ReferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_user("editor")
    user.user_permissions.add(Permission.objects.get(codename="view_reference"))
    client.force_login(user)
    return user


@pytest.fixture
def reference() -> Reference:
    csl = {
        "title": "On <em>necks</em>",
        "author": [{"family": "Sample"}],
        "issued": {"date-parts": [[2020]]},
    }
    ReferenceFactory.create(csl={"title": "Another"})
    return ReferenceFactory.create(kind="guideline", csl=csl, retraction=Retraction.RETRACTED)


def test_search_has_the_address_that_the_dialog_asks() -> None:
    assert reverse("references:search") == "/admin-tools/references/search"


@pytest.mark.usefixtures("editor")
def test_search_answers_with_what_the_dialog_shows(client: Client, reference: Reference) -> None:
    answer = client.get("/admin-tools/references/search", {"q": "sample neck"})
    assert answer.json() == {
        "results": [
            {
                "id": reference.pk,
                "label": "Sample 2020. On necks",
                "first_author": "Sample",
                "kind": "guideline",
                "kind_label": "Guideline",
                "year": 2020,
                "retraction": "retracted",
                "evidence": "",
                "warnings": [],
            }
        ]
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("editor")
def test_search_answers_for_ids(client: Client, reference: Reference) -> None:
    asked = f"{reference.pk},{reference.pk + 1000},x,-1,{'9' * 40}"
    results = client.get("/admin-tools/references/search", {"ids": asked}).json()["results"]
    assert [result["id"] for result in results] == [reference.pk]


@pytest.mark.usefixtures("editor", "reference")
@pytest.mark.parametrize("question", ["", "zzz " * 500, "'; DROP TABLE x; --", "\ufffd"])
def test_search_bears_any_question(client: Client, question: str) -> None:
    answer = client.get("/admin-tools/references/search", {"q": question})
    assert (answer.status_code, answer.json()) == (200, {"results": []})


@pytest.mark.usefixtures("editor")
def test_search_asks_the_library_once_and_answers_with_twenty(client: Client) -> None:
    for size in (10, 990):
        ReferenceFactory.create_batch(size)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/admin-tools/references/search", {"q": "sample"})
        asked = [query for query in queries if "references_reference" in query["sql"]]
        assert len(asked) == 1
        assert len(answer.json()["results"]) == min(size, 20)


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("is_known", [False, True])
def test_search_refuses_who_may_not_see(client: Client, is_known: bool) -> None:
    if is_known:
        client.force_login(User.objects.create_user("reader", is_staff=True))
    answer = client.get("/admin-tools/references/search", {"q": "sample"})
    assert answer.status_code == 403
    assert "results" not in answer.json()
    assert answer.json()["error"]


@pytest.mark.usefixtures("editor")
def test_search_refuses_post(client: Client) -> None:
    assert client.post("/admin-tools/references/search").status_code == 405
