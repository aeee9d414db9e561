"""The pages on which files are chosen, looked at and confirmed."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from references.admin import uploads as pages
from references.models import Reference, Upload
from references.uploads import receiving
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory
from tests.references import bibliography_files as files
from tests.references.uploads.files import (
    confirmed,
    file,
    librarian,
    record,
    ris,
    statuses,
    titles,
    uploaded,
    work,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/references/reference/import/"
State = Upload.State


@pytest.fixture
def user() -> User:
    return librarian()


@pytest.fixture
def editor(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def page_of(upload: Upload) -> str:
    return f"{LIST}{upload.pk}/"


def text_of(answer: Any) -> str:  # noqa: ANN401 # what the test client gives back
    return " ".join(answer.content.decode().split())


def act(client: Client, upload: Upload, act: str, **fields: Any) -> Any:  # noqa: ANN401
    return client.post(page_of(upload), {"act": act, **fields})


# Choosing.


def test_one_file_leads_to_what_it_holds(editor: Client, user: User) -> None:
    answer = editor.post(LIST, {"bibliographies": [file(files.ZOTERO_RIS, "zotero.ris")]})
    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(upload))
    assert (upload.name, upload.uploaded_by, upload.state) == ("zotero.ris", user, State.READY)


def test_several_files_are_listed(editor: Client) -> None:
    given = [file(ris(work(1)), "a.ris"), file(ris(work(2)), "b.ris")]
    answer = editor.post(LIST, {"bibliographies": given}, follow=True)
    assert Upload.objects.count() == 2
    for upload in Upload.objects.all():
        assert f'<a href="{page_of(upload)}">{upload.name}</a>' in text_of(answer)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "Choose a file."),
        ([file("")], "sample.ris: It is empty."),
        ([file(b"PK\x03\x04...", "works.zip")], "works.zip: It is compressed."),
        ([file("x", "works.docx")], "works.docx: Files of this kind are not bibliographies."),
        ([file("x", "<b>.docx")], "&lt;b&gt;.docx: Files of this kind"),
        ([file("x")] * 21, "Choose 20 files at most."),
    ],
)
def test_what_cannot_be_taken_is_named_at_the_field(
    editor: Client, given: list[Any], told: str
) -> None:
    answer = editor.post(LIST, {"bibliographies": given})
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert 'aria-invalid="true"' in text_of(answer)
    assert not Upload.objects.exists()


def test_one_wrong_file_among_several_stops_all_of_them(editor: Client) -> None:
    answer = editor.post(LIST, {"bibliographies": [file(ris(work(1))), file("x", "works.docx")]})
    assert "Nothing was uploaded." in text_of(answer)
    assert not Upload.objects.exists()


def test_library_links_to_the_page_for_who_may_add(editor: Client, client: Client) -> None:
    library = reverse("admin:references_reference_changelist")
    assert f'href="{LIST}"' in text_of(editor.get(library))
    client.force_login(librarian("view_reference"))
    assert f'href="{LIST}"' not in text_of(client.get(library))


# Looking.


def test_page_shows_each_record_as_readers_would_see_it(editor: Client) -> None:
    known = ReferenceFactory.create()
    upload = uploaded(
        ris(
            {
                "TI": "Necks & <i>jaws</i><script>",
                "AU": "Sample, Ann",
                "PY": "2020",
                "T2": "J Samples",
            },
            {"TI": "Other", "DO": known.doi},
            {"AU": "Nobody"},
        )
    )
    shown = text_of(editor.get(page_of(upload)))
    assert "Sample A. Necks &amp; <em>jaws</em>" in shown
    assert "<script>" not in shown.replace("<script src=", "")
    assert f'href="{reverse("admin:references_reference_change", args=[known.pk])}"' in shown
    assert "The reference has no title." in shown
    assert "<strong>1</strong> record is ticked. Nothing has been added yet." in shown
    assert not Reference.objects.exclude(pk=known.pk).exists()


def test_page_names_what_a_record_would_gain(editor: Client) -> None:
    ReferenceFactory.create(csl={**files.XIE})
    given = ris({"TI": "Other", "DO": files.XIE["DOI"], "AN": "27890122", "DB": "PubMed"})
    upload = uploaded(given)
    assert "gains PMID 27890122" in text_of(editor.get(page_of(upload)))
    confirmed(upload)
    assert "gains PMID 27890122" in text_of(editor.get(page_of(upload)))


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("", [1, 9, 17]),
        ("?status=new", [1, 17]),
        ("?status=repeated", [9]),
        ("?status=broken", [1, 9, 17]),
        ("?status=x&page=x", [1, 9, 17]),
        ("?page=99999999999999999999", [1, 9, 17]),
    ],
)
def test_page_filters_by_status(editor: Client, asked: str, lines: list[int]) -> None:
    """By one that no record has, or that is none, it shows them all."""
    upload = uploaded(ris(work(1), work(1), work(2)))
    rows = editor.get(page_of(upload) + asked).context["rows"]
    assert [row.record.line for row in rows] == lines


def test_page_is_shown_in_parts(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "ROWS", 2)
    upload = uploaded(ris(*map(work, range(5))))
    answer = editor.get(page_of(upload), {"page": 2})
    assert [row.record.position for row in answer.context["rows"]] == [3, 4]
    assert "Page 2 of 3" in text_of(answer)


def test_page_asks_as_often_for_many_rows_as_for_few(editor: Client) -> None:
    known = ReferenceFactory.create_batch(20)
    counts = []
    for count in (2, 20):
        more = ({"TI": f"Other {work.pk}", "DO": work.doi} for work in known[:count])
        upload = uploaded(ris(*more))
        with CaptureQueriesContext(connection) as captured:
            editor.get(page_of(upload))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Unticking and confirming.


def test_what_is_unticked_is_kept_from_part_to_part(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ROWS", 2)
    upload = uploaded(ris(*map(work, range(4))))
    first, second = record(upload, 1), record(upload, 2)
    answer = act(
        editor, upload, "go:status=new&page=2", shown=[first.pk, second.pk], ticked=[first.pk]
    )
    assert answer["Location"] == f"{page_of(upload)}?status=new&page=2"
    assert (record(upload, 1).is_left_out, record(upload, 2).is_left_out) == (False, True)
    last = [record(upload, 3).pk, record(upload, 4).pk]
    act(editor, upload, "confirm", shown=last, ticked=last[:1])
    assert statuses(upload) == ["added", "left_out", "added", "left_out"]
    assert titles() == {"Neck study 0", "Neck study 2"}


def test_what_is_unticked_can_be_ticked_again(editor: Client) -> None:
    upload = uploaded(ris(work(1), work(2)))
    act(editor, upload, "untick-all:")
    page = text_of(editor.get(page_of(upload)))
    assert "Nothing is ticked." in page
    assert " checked" not in page
    act(editor, upload, "tick-all:")
    assert "<strong>2</strong> records are ticked." in text_of(editor.get(page_of(upload)))


def test_confirming_adds_and_says_how_many(editor: Client) -> None:
    upload = uploaded(ris(work(1), work(2)))
    shown = [one.pk for one in upload.records.all()]
    answer = editor.post(
        page_of(upload), {"act": "confirm", "shown": shown, "ticked": shown}, follow=True
    )
    assert "2 works were added to the library." in text_of(answer)
    assert titles() == {"Neck study 1", "Neck study 2"}


def test_confirming_twice_is_refused_in_words(editor: Client) -> None:
    upload = confirmed(uploaded(ris(work(1))))
    answer = act(editor, upload, "confirm")
    assert answer.status_code == 409
    assert "was confirmed" in text_of(answer)
    assert Reference.objects.count() == 1


def test_throwing_away_leads_back_to_the_list(editor: Client) -> None:
    upload = uploaded(ris(work(1)))
    answer = editor.post(page_of(upload), {"act": "discard"}, follow=True)
    assert answer.request["PATH_INFO"] == LIST
    assert "“sample.ris” was thrown away. Nothing was added." in text_of(answer)
    assert editor.get(page_of(upload)).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"act": "x"},
        {"act": "go:status=\r\nSet-Cookie: a=b&page=\x00"},
        {"act": "confirm", "shown": ["x", "-1", "1" * 40, "²"], "ticked": ["1", "\x00"]},
    ],
)
def test_page_bears_any_form(editor: Client, fields: dict[str, Any]) -> None:
    upload = uploaded(ris(work(1)))
    answer = editor.post(page_of(upload), fields)
    assert answer.status_code in {302, 400}
    assert "Set-Cookie: a" not in str(answer.headers)


# While it takes time.


def test_page_of_a_file_that_waits_shows_how_far_it_is(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SMALL", 0)
    upload = uploaded(ris(work(1)))
    page = text_of(editor.get(page_of(upload)))
    assert "Waiting to be read" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "references/uploads.js" in page
    Upload.objects.filter(pk=upload.pk).update(progress="500 / 9,000 records compared.")
    assert "500 / 9,000 records compared." in text_of(editor.get(page_of(upload)))


def test_page_of_a_file_whose_worker_died_offers_to_read_it_again(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "SMALL", 0)
        upload = uploaded(ris(work(1)))
    Upload.objects.filter(pk=upload.pk).update(
        state=State.READING, started="2020-01-01T00:00:00Z", progress="10 / 90"
    )
    page = text_of(editor.get(page_of(upload)))
    assert "broke off in the middle" in page
    assert "refresh" not in page
    assert act(editor, upload, "read-again").status_code == 302
    assert statuses(upload) == ["new"]
    assert act(editor, upload, "read-again").status_code == 409


def test_page_of_a_file_that_could_not_be_read_says_why(editor: Client) -> None:
    page = text_of(editor.get(page_of(uploaded(ris({"AU": "A"}, {"AU": "B"})))))
    assert "No record of this file could be read." in page
    assert page.count("The reference has no title.") == 2
    assert "Add what is ticked" not in page


# Who may.


@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_are_for_who_may_add(client: Client, method: str) -> None:
    upload = uploaded(ris(work(1)))
    client.force_login(librarian("view_reference", "change_reference"))
    for address in (LIST, page_of(upload)):
        answer = getattr(client, method)(
            address, {"act": "confirm", "bibliographies": [file(ris(work(2)))]}
        )
        assert answer.status_code == 403
    client.force_login(UserFactory.create(is_staff=False, is_superuser=True))
    for address in (LIST, page_of(upload)):
        assert getattr(client, method)(address, {"act": "confirm"}).status_code == 302, "to log in"
    assert not Reference.objects.exists()


def test_who_uploaded_may_look_and_do_nothing_once_the_permission_is_gone(client: Client) -> None:
    by = librarian("add_reference")
    upload = uploaded(ris(work(1)), by=by)
    by.user_permissions.clear()
    client.force_login(User.objects.get(pk=by.pk))
    page = text_of(client.get(page_of(upload)))
    assert "Neck study 1" in page
    assert "Add what is ticked" not in page
    assert 'type="checkbox"' not in page
    for what in ("confirm", "discard", "untick-all:", "read-again", "go:"):
        assert act(client, upload, what).status_code == 403
    assert statuses(upload) == ["new"]


def test_page_needs_the_token_of_its_form(user: User) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(user)
    upload = uploaded(ris(work(1)))
    assert careful.post(page_of(upload), {"act": "confirm"}).status_code == 403
    assert careful.post(LIST, {"bibliographies": [file(ris(work(1)))]}).status_code == 403
    assert not Reference.objects.exists()
