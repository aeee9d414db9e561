"""The library in the admin: fields in, a CSL record out."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connections
from django.test import Client
from django.urls import reverse

from references.models import Reference
from tests.factories.references import ReferenceFactory
from tests.references.test_recognition import merge

pytestmark = pytest.mark.django_db
ADD = "/admin/references/reference/add/"
FIELDS: dict[str, Any] = {
    "kind": "research",
    "type": "article-journal",
    "title": "The <i>straight</i> cervical spine",
    "authors": "Helliwell, P S\r\norg: Sample Study Group\r\n\r\n{Example, Agency}",
    "editors": "",
    "container_title": "The Journal of bone and joint surgery",
    "container_title_short": "J Bone Joint Surg Br",
    "year": "1994",
    "month": "1",
    "day": "",
    "volume": "76",
    "issue": "1",
    "pages": "103-6",
    "number": "",
    "edition": "",
    "publisher": "",
    "doi": "https://doi.org/10.1302/0301-620X.76B1.8300650",
    "pmid": "PMID: 8300650",
    "pmcid": "",
    "isbn": "",
    "url": "",
    "accessed": "2025-11-04",
}
RECORD = {
    "type": "article-journal",
    "title": "The <em>straight</em> cervical spine",
    "author": [
        {"family": "Helliwell", "given": "P S"},
        {"literal": "Sample Study Group"},
        {"literal": "Example, Agency"},
    ],
    "container-title": "The Journal of bone and joint surgery",
    "container-title-short": "J Bone Joint Surg Br",
    "issued": {"date-parts": [[1994, 1]]},
    "volume": "76",
    "issue": "1",
    "page": "103-6",
    "DOI": "10.1302/0301-620x.76b1.8300650",
    "PMID": "8300650",
    "accessed": {"date-parts": [[2025, 11, 4]]},
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


def _change(reference: Reference) -> str:
    return reverse("admin:references_reference_change", args=[reference.pk])


def _errors(response: Any) -> dict[str, list[str]]:  # noqa: ANN401
    return dict(response.context["adminform"].form.errors)


def test_add_composes_the_record(editor: Client) -> None:
    assert editor.post(ADD, FIELDS).status_code == 302
    assert Reference.objects.get().csl == RECORD


def test_add_of_a_title_alone_is_enough(editor: Client) -> None:
    least = {"kind": "website", "type": "webpage", "title": "T"}
    assert editor.post(ADD, least).status_code == 302
    assert Reference.objects.get().csl == {"type": "webpage", "title": "T"}


def test_change_shows_what_was_typed_and_saving_it_changes_nothing(editor: Client) -> None:
    editor.post(ADD, FIELDS)
    reference = Reference.objects.get()
    form = editor.get(_change(reference)).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    assert shown["authors"].splitlines() == [
        "Helliwell, P S",
        "org: Sample Study Group",
        "org: Example, Agency",
    ]
    posted = {name: "" if value is None else value for name, value in shown.items()}
    assert editor.post(_change(reference), posted).status_code == 302
    reference.refresh_from_db()
    assert reference.csl == RECORD


def test_change_keeps_what_the_form_does_not_show(editor: Client) -> None:
    reference = ReferenceFactory.create(
        csl={
            "type": "interview",
            "title": "T",
            "abstract": "Kept",
            "issued": {"date-parts": [[2020, 1], [2020, 2]]},
        }
    )
    page = editor.get(_change(reference)).context["adminform"].form
    posted = {name: page[name].value() or "" for name in page.fields}
    assert (
        editor.post(_change(reference), {**posted, "title": "U", "volume": "3"}).status_code == 302
    )
    reference.refresh_from_db()
    assert reference.csl == {
        "type": "interview",
        "title": "U",
        "abstract": "Kept",
        "issued": {"date-parts": [[2020, 1], [2020, 2]]},
        "volume": "3",
    }
    assert reference.title == "U"


def test_change_can_empty_a_field(editor: Client) -> None:
    editor.post(ADD, FIELDS)
    reference = Reference.objects.get()
    emptied = {**FIELDS, "doi": "", "year": "", "month": "", "accessed": "", "authors": ""}
    assert editor.post(_change(reference), emptied).status_code == 302
    reference.refresh_from_db()
    gone = ("DOI", "issued", "accessed", "author")
    assert reference.csl == {key: RECORD[key] for key in RECORD if key not in gone}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "<i></i>"),
        ("title", "a" * 2001),
        ("title", "a" * 1_000_000),
        ("title", "a\x00b"),
        ("authors", "a" * 100_001),
        ("authors", "a" * 501 + ", b"),
        ("type", "nonsense"),
        ("kind", "nonsense"),
        ("year", "soon"),
        ("year", "99999"),
        ("year", ""),
        ("month", "13"),
        ("day", "32"),
        ("doi", "nonsense"),
        ("doi", "javascript:alert(1)"),
        ("pmid", "PMC1"),
        ("pmcid", "x"),
        ("isbn", "9780306406158"),
        ("url", "javascript:alert(1)"),
        ("url", "<script>alert(1)</script>"),
        ("accessed", "yesterday"),
    ],
)
def test_add_refuses_bad_input_at_the_field_and_keeps_it(
    editor: Client, field: str, typed: str
) -> None:
    response = editor.post(ADD, {**FIELDS, field: typed})
    assert response.status_code == 400
    assert field in _errors(response)
    assert response.context["adminform"].form[field].value() == typed
    assert response.context["adminform"].form["volume"].value() == "76"
    assert b"<script>alert(1)" not in response.content
    assert not Reference.objects.exists()


def test_add_refuses_a_day_that_no_month_has(editor: Client) -> None:
    response = editor.post(ADD, {**FIELDS, "month": "2", "day": "30"})
    assert _errors(response) == {"year": ["“1994-2-30” is not a date in the calendar."]}


def test_add_refuses_a_day_without_month(editor: Client) -> None:
    response = editor.post(ADD, {**FIELDS, "month": "", "day": "3"})
    assert _errors(response) == {"month": ["This part of the date is missing."]}


def test_add_names_every_fault_at_once(editor: Client) -> None:
    response = editor.post(ADD, {**FIELDS, "doi": "x", "pmid": "y", "url": "z"})
    assert set(_errors(response)) == {"doi", "pmid", "url"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({}, "doi"), ({"doi": ""}, "pmid"), ({"doi": "", "pmid": ""}, "title")],
)
def test_add_of_a_duplicate_shows_the_existing_record(
    editor: Client, changes: dict[str, str], field: str
) -> None:
    editor.post(ADD, FIELDS)
    existing = Reference.objects.get()
    response = editor.post(ADD, {**FIELDS, **changes})
    assert response.status_code == 400
    assert set(_errors(response)) == {field}
    link = f'<a href="{_change(existing)}">Helliwell 1994. The straight cervical spine</a>'
    assert link in response.content.decode()
    assert Reference.objects.count() == 1


def _shown(response: Any) -> dict[str, Any]:  # noqa: ANN401
    form = response.context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields}


def test_change_does_not_put_back_what_was_changed_meanwhile(editor: Client) -> None:
    """An import gives the record its PMID while an editor has the form open."""
    work = ReferenceFactory.create(csl={key: RECORD[key] for key in RECORD if key != "PMID"})
    opened = _shown(editor.get(_change(work)))
    Reference.objects.filter(pk=work.pk).update(csl=work.csl | {"PMID": "8300650"})
    refused = editor.post(_change(work), {**opened, "volume": "77"})
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "was changed while you were editing it" in page
    assert _shown(refused)["volume"] == "77", "what was typed is kept"
    work.refresh_from_db()
    assert (work.pmid, work.csl["volume"]) == ("8300650", "76")
    assert editor.post(_change(work), {**_shown(refused), "pmid": "8300650"}).status_code == 302
    work.refresh_from_db()
    assert (work.pmid, work.csl["volume"]) == ("8300650", "77")


def test_change_is_refused_for_a_field_beside_the_record_too(editor: Client) -> None:
    work = ReferenceFactory.create()
    opened = _shown(editor.get(_change(work)))
    Reference.objects.filter(pk=work.pk).update(issuing_body="NICE")
    assert editor.post(_change(work), opened).status_code == 400
    work.refresh_from_db()
    assert work.issuing_body == "NICE"


SET_ID = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"type": "book", "isbn": "0-306-40615-2"}, "isbn"),
        ({"nct": "nct: 01234567"}, "nct"),
        ({"set_id": SET_ID.upper()}, "set_id"),
        (
            {"url": f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={SET_ID}"},
            "set_id",
        ),
        ({"url": "https://example.org/a"}, "url"),
    ],
)
def test_add_of_a_duplicate_is_refused_beside_what_it_shares(
    editor: Client, given: dict[str, str], field: str
) -> None:
    least = {"kind": "research", "type": "document"}
    assert editor.post(ADD, {**least, "title": "One", **given}).status_code == 302
    response = editor.post(ADD, {**least, "title": "Another", **given})
    assert set(_errors(response)) == {field}
    assert _change(Reference.objects.get()) in response.content.decode()


def test_add_of_a_merged_number_shows_the_record_that_stands_for_it(editor: Client) -> None:
    kept = ReferenceFactory.create()
    merge(ReferenceFactory.create(csl=RECORD), kept)
    response = editor.post(ADD, {**FIELDS, "title": "Another"})
    assert set(_errors(response)) == {"doi"}
    assert _change(kept) in response.content.decode()


def test_change_may_take_the_number_of_a_record_merged_into_it(editor: Client) -> None:
    kept = ReferenceFactory.create()
    merge(ReferenceFactory.create(csl=RECORD), kept)
    assert editor.post(_change(kept), FIELDS).status_code == 302
    kept.refresh_from_db()
    assert kept.doi == RECORD["DOI"]


@pytest.mark.django_db(transaction=True)
def test_add_by_two_at_once_shows_the_existing_record(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other editor's record appears between our look and our insert."""

    def other_editor() -> None:
        ReferenceFactory.create(csl=RECORD)
        connections.close_all()

    def find_nothing_once(*args: object, **kwargs: object) -> None:
        del args, kwargs
        monkeypatch.undo()
        with ThreadPoolExecutor(1) as threads:
            threads.submit(other_editor).result()

    monkeypatch.setattr("references.library.find", find_nothing_once)
    response = editor.post(ADD, FIELDS)
    assert response.status_code == 400
    assert set(_errors(response)) == {"doi"}
    assert Reference.objects.count() == 1


def test_change_shows_the_reference_as_readers_see_it(editor: Client) -> None:
    reference = ReferenceFactory.create(csl={"type": "webpage", "title": "<em>T</em> <b & c"})
    page = editor.get(_change(reference)).content.decode()
    assert "<em>T</em> &lt;b &amp; c." in page


def test_change_shows_who_may_only_look_the_reference(client: Client) -> None:
    user = User.objects.create_user("auditor", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_reference"))
    client.force_login(user)
    reference = ReferenceFactory.create(csl={"type": "webpage", "title": "Necks"})
    page = client.get(_change(reference))
    assert page.status_code == 200
    assert "Necks." in page.content.decode()
    assert b"<textarea" not in page.content
    assert client.post(_change(reference), FIELDS).status_code == 403


@pytest.mark.parametrize(
    ("question", "found"),
    [("", 2), ("q=necks", 1), ("q=sample+2020", 1), ("kind__exact=trial", 1)],
)
def test_list_searches_and_filters(editor: Client, question: str, found: int) -> None:
    ReferenceFactory.create(kind="trial", csl={"title": "Necks"})
    ReferenceFactory.create()
    page = editor.get(f"/admin/references/reference/?{question}")
    assert page.context["cl"].result_count == found


def test_list_asks_the_same_number_of_queries_for_10_and_1000(
    editor: Client,
    django_assert_max_num_queries: Any,  # noqa: ANN401
) -> None:
    counts = []
    for size in (10, 990):
        Reference.objects.bulk_create(ReferenceFactory.build_batch(size))
        with django_assert_max_num_queries(10) as queries:
            assert editor.get("/admin/references/reference/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_add_in_the_popup_hands_the_record_back(editor: Client) -> None:
    response = editor.post(f"{ADD}?_popup=1", {**FIELDS, "_popup": "1"})
    assert response.status_code == 200
    assert f'"value": "{Reference.objects.get().pk}"' in response.content.decode().replace(
        "&quot;", '"'
    )
