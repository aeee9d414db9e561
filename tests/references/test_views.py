"""The answers that the citation dialog gets."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

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


def _merged(into: Reference, by: User) -> Reference:
    duplicate = ReferenceFactory.create(csl={"title": "Neck, a second time"})
    Reference.objects.filter(pk=duplicate.pk).update(
        merged_into=into, merged_at=timezone.now(), merged_by=by
    )
    return duplicate


def test_search_answers_for_the_id_of_a_merged_record_with_the_kept_one(
    client: Client, reference: Reference, editor: User
) -> None:
    """A draft that still cites the duplicate shows what readers will see."""
    ids = [_merged(reference, editor).pk for _ in range(3)]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(
            "/admin-tools/references/search", {"ids": ",".join(map(str, [*ids, reference.pk]))}
        )
    results = {result.pop("id"): result for result in answer.json()["results"]}
    assert set(results) == {*ids, reference.pk}
    assert {result["label"] for result in results.values()} == {"Sample 2020. On necks"}
    assert all(result == results[reference.pk] for result in results.values())
    assert len([q for q in queries if "references_reference" in q["sql"]]) == 1


def test_search_does_not_offer_a_merged_record(
    client: Client, reference: Reference, editor: User
) -> None:
    duplicate = _merged(reference, editor)
    for question in ("neck", "second time", duplicate.title):
        results = client.get("/admin-tools/references/search", {"q": question}).json()["results"]
        assert duplicate.pk not in {result["id"] for result in results}


@pytest.mark.usefixtures("editor", "reference")
@pytest.mark.parametrize("question", ["", "zzz " * 500, "'; DROP TABLE x; --", "\ufffd"])
def test_search_bears_any_question(client: Client, question: str) -> None:
    answer = client.get("/admin-tools/references/search", {"q": question})
    assert (answer.status_code, answer.json()) == (200, {"results": []})


@pytest.mark.usefixtures("editor")
def test_search_asks_as_often_for_many_and_answers_with_twenty(client: Client) -> None:
    for size in (20, 980):
        ReferenceFactory.create_batch(size)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/admin-tools/references/search", {"q": "sample"})
        asked = [query for query in queries if "references_reference" in query["sql"]]
        # The beginning of a title, and these by their ids: two short questions.
        assert len(asked) == 2
        assert len(answer.json()["results"]) == 20


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


@pytest.mark.usefixtures("editor")
@time_machine.travel(datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), tick=False)
def test_search_says_how_strong_and_how_current(client: Client) -> None:
    newer = ReferenceFactory.create(csl={"title": "Second edition"})
    ReferenceFactory.create(
        csl={"title": "Necks"},
        evidence_level=3,
        certainty="low",
        superseded_by=newer,
        valid_until=datetime.date(2026, 11, 21),
    )
    (found,) = client.get("/admin-tools/references/search", {"q": "necks"}).json()["results"]
    assert found["evidence"] == "level 3, low certainty"
    assert found["warnings"] == [
        "Superseded by Second edition",
        "Validity ended 21 November 2026",
    ]


@pytest.mark.usefixtures("editor")
def test_search_asks_as_often_for_many_superseded_works_as_for_one(client: Client) -> None:
    counts = []
    for size in (1, 10):
        works = ReferenceFactory.create_batch(size)
        ids = [ReferenceFactory.create(superseded_by=work).pk for work in works]
        asked = ",".join(map(str, ids))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/admin-tools/references/search", {"ids": asked})
        assert len(answer.json()["results"]) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]
