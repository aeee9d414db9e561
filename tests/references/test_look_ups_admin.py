"""Looking a work up in the admin: what editors see, press and get."""

import datetime
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from references.look_ups import jobs
from references.models import LookUp, Reference
from tests.bibliographic_server import BROKEN, BibliographicServer
from tests.factories.references import ReferenceFactory
from tests.references.look_ups.asking import librarian, looked_up
from tests.references.remote.works import DOI, crossref_work, pubmed_article, update
from tests.references.test_recognition import merge

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
LIST = "/admin/references/reference/"
BEGIN = f"{LIST}look-up/"
State = LookUp.State


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SECONDS", 2)


@pytest.fixture
def user() -> User:
    return librarian()


@pytest.fixture
def editor(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def page(client: Client, row: LookUp, **parameters: str) -> str:
    response = client.get(f"{BEGIN}{row.pk}/", parameters)
    assert response.status_code == 200
    return response.content.decode()


def press(client: Client, row: LookUp, act: str, **fields: Any) -> "Answer":
    return client.post(f"{BEGIN}{row.pk}/", {"act": act, "work": "0", **fields})


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', html)
    assert found is not None
    return found[1]


def ticked(html: str) -> list[str]:
    boxes = re.findall(r'name="take" value="([^"]+)"\s*(checked)?', html)
    return [key for key, checked in boxes if checked]


# Beginning.


def test_list_and_record_lead_to_the_look_up(editor: Client) -> None:
    reference = ReferenceFactory.create()
    assert f'href="{BEGIN}"' in editor.get(LIST).content.decode()
    change = editor.get(f"{LIST}{reference.pk}/change/").content.decode()
    assert f'href="{LIST}{reference.pk}/look-up/"' in change


def test_begin_stores_what_was_pasted_and_leads_to_its_page(editor: Client, user: User) -> None:
    response = editor.post(BEGIN, {"text": f" https://doi.org/{DOI} "})
    row = LookUp.objects.get()
    assert response.headers["Location"] == f"{BEGIN}{row.pk}/"
    assert (row.text, row.asked_by, row.state) == (f"https://doi.org/{DOI}", user, State.WAITING)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste a DOI"),
        ("http://169.254.169.254/latest/", "Addresses are not opened"),
        ("x" * 2001, "one work at a time"),
    ],
)
def test_begin_with_what_cannot_be_looked_for_says_why_and_keeps_it(
    editor: Client, text: str, words: str
) -> None:
    response = editor.post(BEGIN, {"text": text})
    html = response.content.decode()
    assert response.status_code == 400
    assert words in html
    assert escape(text) in html
    assert not LookUp.objects.exists()


def test_begin_for_a_record_offers_what_names_it_best(editor: Client) -> None:
    by_doi = ReferenceFactory.create()
    by_title = ReferenceFactory.create(
        csl={"type": "book", "title": "Necks & jaws", "author": [{"family": "Example"}]}
    )
    assert by_doi.doi in editor.get(f"{LIST}{by_doi.pk}/look-up/").content.decode()
    html = editor.get(f"{LIST}{by_title.pk}/look-up/").content.decode()
    assert "Example. Necks &amp; jaws" in html
    editor.post(f"{LIST}{by_title.pk}/look-up/", {"text": "Necks and jaws"})
    assert LookUp.objects.get().reference == by_title


def test_begin_shows_what_one_looked_up_oneself(editor: Client, user: User) -> None:
    asked = {"asked_at": timezone.now()}
    LookUp.objects.create(text="10.1000/mine", asked_by=user, **asked)
    LookUp.objects.create(text="10.1000/others", asked_by=librarian(), **asked)
    html = editor.get(BEGIN).content.decode()
    assert "10.1000/mine" in html
    assert "10.1000/others" not in html


# Waiting.


def test_page_of_an_open_search_says_how_far_it_is_and_comes_again_by_itself(
    editor: Client, user: User
) -> None:
    row = LookUp.objects.create(
        text=DOI,
        asked_by=user,
        asked_at=timezone.now(),
        state=State.RUNNING,
        started=timezone.now(),
        progress="Asking <Crossref>…",
    )
    html = page(editor, row)
    assert "Asking &lt;Crossref&gt;…" in html
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    assert "references/look_up.js" in html
    answer = editor.get(f"{BEGIN}{row.pk}/progress").json()
    assert answer == {"progress": "Asking <Crossref>…", "is_over": False}


def test_page_of_a_search_nobody_took_up_says_so_and_offers_the_form(
    editor: Client, user: User
) -> None:
    asked = timezone.now() - datetime.timedelta(seconds=20)
    row = LookUp.objects.create(text="Stiff necks", asked_by=user, asked_at=asked)
    html = page(editor, row)
    assert "Nobody has taken it up yet." in html
    assert f'href="{LIST}add/?title=Stiff+necks"' in html


def test_page_of_a_search_whose_worker_is_gone_offers_another(editor: Client, user: User) -> None:
    started = timezone.now() - jobs.LOST_AFTER - datetime.timedelta(seconds=1)
    row = LookUp.objects.create(
        text=DOI, asked_by=user, asked_at=started, state=State.RUNNING, started=started
    )
    html = page(editor, row)
    assert "The search broke off in the middle." in html
    assert "http-equiv" not in html
    assert editor.get(f"{BEGIN}{row.pk}/progress").json()["is_over"] is True
    assert press(editor, row, "again").status_code == 302
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_page_of_a_failure_says_what_happened_and_blocks_nothing(
    editor: Client, server: BibliographicServer
) -> None:
    server.fault = BROKEN
    row = looked_up(DOI)
    html = page(editor, row)
    assert "Crossref is busy or out of order." in html
    assert "it is not known whether the work can be found" in html
    assert "Try again" in html
    assert f'href="{LIST}add/?doi={DOI.replace("/", "%2F")}"' in html
    assert editor.get(f"{LIST}add/?doi={DOI}").status_code == 200


def test_page_of_what_nobody_knows_says_so(editor: Client, server: BibliographicServer) -> None:
    html = page(editor, looked_up("10.1000/unknown"))
    assert "Neither Crossref nor PubMed knows such a work." in html


def test_the_form_for_a_new_record_takes_over_what_was_pasted(editor: Client) -> None:
    html = editor.get(f"{LIST}add/", {"doi": DOI}).content.decode()
    assert f'value="{DOI}"' in html
    assert "Stiff necks" in editor.get(f"{LIST}add/", {"title": "Stiff necks"}).content.decode()


# A new work.


def test_a_new_work_is_shown_as_readers_will_see_it_and_added(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work(updated_by=[update("retraction")]))
    row = looked_up(DOI)
    html = page(editor, row)
    assert "As readers will see it" in html
    assert "<em>J Ex Neck</em>" in html
    assert "Retraction, 4 May 2020" in html
    response = press(editor, row, "add", kind="trial")
    reference = Reference.objects.get()
    assert response.headers["Location"] == f"{LIST}{reference.pk}/change/"
    assert (reference.kind, reference.doi) == ("trial", DOI)


def test_adding_twice_adds_once_and_shows_the_record(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    for _twice in range(2):
        response = press(editor, row, "add", kind="research")
    assert Reference.objects.count() == 1
    assert response.headers["Location"] == f"{BEGIN}{row.pk}/?work=0"
    html = page(editor, row, work="0")
    assert "In the library already" in html
    assert "The record has all that was found." in html


def test_what_was_found_is_escaped(editor: Client, server: BibliographicServer) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    server.add_work(
        crossref_work(
            title=[f"Necks {attack}"],
            container_title=[attack],
            author=[{"family": attack, "given": attack}],
            volume=attack,
        )
    )
    ReferenceFactory.create(csl={"type": "article-journal", "title": "Necks", "DOI": DOI})
    for row in (looked_up(DOI), looked_up(f"Necks {attack}")):
        html = page(editor, row, work="0")
        assert "<script>alert" not in html
        assert "<img src=x" not in html


# Several works.


def test_several_works_are_offered_and_one_is_picked(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    server.add_work(crossref_work("10.1000/jaws", title=["Jaws"]))
    ReferenceFactory.create(csl={"type": "article-journal", "title": "J", "DOI": "10.1000/jaws"})
    row = looked_up("Stiff necks and jaws")
    html = page(editor, row)
    assert "2 works were found. Which is meant?" in html
    assert html.count("In the library already") == 1
    assert "None of these: enter by hand" in html
    assert "Add to the library" not in html
    assert "Add to the library" in page(editor, row, work="0")
    assert "In the library already" in page(editor, row, work="1")


@pytest.mark.parametrize("place", ["2", "-1", "x", "", "٣", "9" * 20])
def test_picking_what_is_not_there_shows_them_all(
    editor: Client, server: BibliographicServer, place: str
) -> None:
    server.add_work(crossref_work())
    server.add_work(crossref_work("10.1000/jaws", title=["Jaws"]))
    row = looked_up("Stiff necks and jaws")
    assert "Which is meant?" in page(editor, row, work=place)
    response = press(editor, row, "add", work=place, kind="research")
    assert response.status_code == 409
    assert "no longer among those found" in response.content.decode()


# A record that is there.


def test_a_record_is_compared_and_what_it_lacks_is_ticked(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    server.add_article(pubmed_article())
    ours = ReferenceFactory.create(
        csl={"type": "article-journal", "title": "Our title", "volume": "99", "DOI": DOI}
    )
    row = looked_up(DOI)
    html = page(editor, row)
    assert {"PMID", "PMCID", "page", "author"} <= set(ticked(html))
    assert not {"title", "volume"} & set(ticked(html))
    response = press(editor, row, "fill", take=["PMID", "title"], seen=seen(html))
    assert response.headers["Location"] == f"{LIST}{ours.pk}/change/"
    ours.refresh_from_db()
    assert (ours.pmid, ours.title, ours.csl["volume"]) == ("8300650", "Stiff necks and jaws", "99")


def test_a_record_that_seems_another_work_has_nothing_ticked(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    ours = ReferenceFactory.create()
    html = page(editor, looked_up(DOI, reference=ours))
    assert "these may be two works" in html
    assert ticked(html) == []


def test_a_record_of_which_there_is_another_has_nothing_ticked(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    ours = ReferenceFactory.create(csl={"type": "article-journal", "title": "Ours"})
    other = ReferenceFactory.create(csl={"type": "book", "title": "The other", "DOI": DOI})
    row = looked_up(DOI, reference=ours)
    html = page(editor, row)
    assert "under another record" in html
    assert f"{LIST}{other.pk}/change/" in html
    assert ticked(html) == []
    assert press(editor, row, "fill", take=["DOI"], seen=seen(html)).status_code == 409


def test_a_record_merged_meanwhile_gives_way_to_the_one_that_was_kept(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    ours, kept = ReferenceFactory.create_batch(2)
    row = looked_up(DOI, reference=ours)
    merge(ours, kept)
    html = page(editor, row)
    press(editor, row, "fill", take=["abstract"], seen=seen(html))
    kept.refresh_from_db()
    assert kept.csl["abstract"] == "Necks < jaws."


def test_a_record_changed_meanwhile_is_shown_again(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    ours = ReferenceFactory.create(csl={"type": "book", "title": "Ours", "DOI": DOI})
    row = looked_up(DOI)
    before = seen(page(editor, row))
    Reference.objects.filter(pk=ours.pk).update(kind="textbook")
    response = press(editor, row, "fill", take=["volume"], seen=before)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Somebody changed this record meanwhile." in html
    assert seen(html) != before
    ours.refresh_from_db()
    assert "volume" not in ours.csl


def test_filling_a_record_that_is_gone_is_refused(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    response = press(editor, row, "fill", take=["volume"], seen="x")
    assert response.status_code == 409
    assert "Add the work instead" in response.content.decode()


@pytest.mark.parametrize("act", ["", "delete", "fetch"])
def test_an_unknown_button_is_refused(
    editor: Client, server: BibliographicServer, act: str
) -> None:
    assert press(editor, looked_up("10.1000/unknown"), act).status_code == 400


# In the pop-up of the citation dialog.


def test_in_a_popup_what_was_added_goes_back_to_whoever_opened_it(
    editor: Client, server: BibliographicServer
) -> None:
    server.add_work(crossref_work())
    response = editor.post(f"{BEGIN}?_popup=1", {"text": DOI, "_popup": "1"})
    assert response.headers["Location"].endswith("?_popup=1")
    row = looked_up(DOI)
    html = page(editor, row, _popup="1")
    assert 'name="_popup"' in html
    assert "_popup=1" in html
    answer = press(editor, row, "add", kind="research", _popup="1").content.decode()
    reference = Reference.objects.get()
    assert "popup_response.js" in answer
    assert f"&quot;value&quot;: &quot;{reference.pk}&quot;" in answer


# Who may.


def addresses(row: LookUp, reference: Reference) -> list[str]:
    return [
        BEGIN,
        f"{LIST}{reference.pk}/look-up/",
        f"{BEGIN}{row.pk}/",
        f"{BEGIN}{row.pk}/progress",
    ]


def test_who_may_only_look_at_the_library_looks_nothing_up(client: Client) -> None:
    client.force_login(librarian("view_reference"))
    reference = ReferenceFactory.create()
    row = LookUp.objects.create(text=DOI, asked_by=librarian(), asked_at=timezone.now())
    for address in addresses(row, reference):
        assert client.get(address).status_code == 403
        assert client.post(address, {"text": DOI, "act": "again"}).status_code in {403, 405}
    assert BEGIN not in client.get(LIST).content.decode()
    assert LookUp.objects.count() == 1


def test_who_may_add_and_not_change_is_offered_no_change(
    client: Client, server: BibliographicServer
) -> None:
    client.force_login(librarian("add_reference", "view_reference"))
    server.add_work(crossref_work())
    ReferenceFactory.create(csl={"type": "book", "title": "Ours", "DOI": DOI})
    row = looked_up(DOI)
    html = page(client, row)
    assert "Your account may not change the library." in html
    assert 'name="take"' not in html
    assert press(client, row, "fill", seen=seen(html)).status_code == 403


def test_who_may_change_and_not_add_is_offered_no_addition(
    client: Client, server: BibliographicServer
) -> None:
    client.force_login(librarian("change_reference", "view_reference"))
    server.add_work(crossref_work())
    row = looked_up(DOI)
    assert "Your account may not add to the library." in page(client, row)
    assert press(client, row, "add", kind="research").status_code == 403
    assert not Reference.objects.exists()


@pytest.mark.parametrize("number", [0, 10**6, 10**30])
def test_a_look_up_that_is_not_there_is_not_found(editor: Client, number: int) -> None:
    assert editor.get(f"{BEGIN}{number}/").status_code == 404
    assert editor.get(f"{BEGIN}{number}/progress").status_code == 404
    assert editor.get(f"{LIST}{number}/look-up/").status_code == 404
