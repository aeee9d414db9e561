"""A look-up from the paste to what was found, and all that can come between."""

import datetime
from collections.abc import Callable

import pytest
from celery import current_app
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from references import doorbell, look_ups, tasks
from references.exceptions import LookUpRefused
from references.look_ups import jobs
from references.look_ups.candidates import Found
from references.models import LookUp
from tests.bibliographic_server import BROKEN, NOT_JSON, BibliographicServer, Fault
from tests.references.look_ups.asking import found, librarian, looked_up
from tests.references.remote.works import DOI, crossref_work, link, pubmed_article, update

pytestmark = pytest.mark.django_db
State = LookUp.State
PMID = "8300650"


WHOLE = jobs.SECONDS


def test_the_whole_of_a_look_up_takes_less_than_a_minute() -> None:
    assert WHOLE < 60 < jobs.LOST_AFTER.total_seconds()


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failures are given up within a second or two."""
    monkeypatch.setattr(jobs, "SECONDS", 2)


# What is found.


def test_look_up_of_a_doi_puts_together_what_both_know(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    server.add_article(pubmed_article(PMID, types=("Systematic Review",)))
    row = looked_up(f"https://doi.org/{DOI.upper()}")
    (candidate,) = row.candidates
    assert (row.state, row.message, row.progress) == (State.FOUND, "", "")
    assert row.started is not None
    assert row.finished is not None
    assert set(candidate["told"]) == {"crossref", "pubmed"}
    assert candidate["kind"] == "systematic_review"
    assert candidate["is_whole"] is True
    item = candidate["csl"]
    assert (item["PMID"], item["PMCID"], item["DOI"]) == (PMID, "PMC5013361", DOI)
    assert item["title"] == "Stiff necks and jaws"  # PubMed's
    assert item["NCT"] == "NCT01234567"  # Crossref's


@pytest.mark.parametrize("pasted", [f"PMID: {PMID}", "PMC5013361"])
def test_look_up_of_a_number_of_pubmed_asks_crossref_for_its_doi(
    server: BibliographicServer, pasted: str
) -> None:
    server.add_work(crossref_work(updated_by=[update("retraction")]))
    server.add_article(pubmed_article(PMID, links=link("ErratumIn", "J Ex. 2019 Jan 2;1:1.", "9")))
    (candidate,) = looked_up(pasted).candidates
    natures = {
        teller: [notice["nature"] for notice in told] for teller, told in candidate["told"].items()
    }
    assert natures == {"pubmed": ["correction"], "crossref": ["retraction"]}


def test_look_up_of_what_one_service_knows_is_found(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    (candidate,) = looked_up(DOI).candidates
    assert set(candidate["told"]) == {"crossref"}
    assert candidate["is_whole"] is True


def test_look_up_of_authors_that_pubmed_cut_off_takes_all(server: BibliographicServer) -> None:
    people = [{"family": f"Sample {number}", "given": "A"} for number in range(14)]
    server.add_work(crossref_work(author=people))
    server.add_article(pubmed_article(PMID))
    (item,) = found(looked_up(DOI))
    assert len(item["author"]) == 14


def test_look_up_of_a_citation_offers_several_works_once_each(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    server.add_work(crossref_work("10.1000/jaws", title=["Jaws"]))
    server.add_article(pubmed_article(PMID))
    row = looked_up("Stiff necks and jaws")
    assert [item["DOI"] for item in found(row)] == [DOI, "10.1000/jaws"]
    assert found(row)[0]["PMID"] == PMID
    assert not row.candidates[0]["is_whole"]  # a search is no question about notices


def test_look_up_of_an_identifier_that_leads_nowhere_goes_by_the_citation_around_it(
    server: BibliographicServer,
) -> None:
    server.add_work(crossref_work())
    row = looked_up("Example A. Stiff necks and jaws. J Ex Neck. 2017. doi:10.1000/misprint")
    assert [item["DOI"] for item in found(row)] == [DOI]


def test_look_up_of_what_nobody_knows_says_so(server: BibliographicServer) -> None:
    row = looked_up("10.1000/unknown")
    assert (row.state, row.message, row.candidates) == (State.NOT_FOUND, "", [])


# What goes wrong.


def test_look_up_while_one_service_fails_says_what_is_missing(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    server.pubmed_fault = Fault(403)
    row = looked_up(DOI)
    assert row.state == State.FOUND
    assert "PubMed refuses to answer this site" in row.message
    assert row.candidates[0]["is_whole"] is False


def test_look_up_while_both_fail_is_not_the_same_as_not_found(server: BibliographicServer) -> None:
    server.fault = BROKEN
    row = looked_up(DOI)
    assert row.state == State.FAILED
    assert "Crossref is busy or out of order" in row.message
    assert "PubMed is busy or out of order" in row.message


def test_look_up_with_an_answer_that_cannot_be_read_says_so(server: BibliographicServer) -> None:
    server.fault = NOT_JSON
    row = looked_up(DOI)
    assert row.state == State.FAILED
    assert "What Crossref answered cannot be read." in row.message


def test_look_up_ends_within_its_time(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.fault = Fault(pause=30)
    begun = timezone.now()
    row = looked_up(DOI)
    assert row.state == State.FAILED
    assert timezone.now() - begun < datetime.timedelta(seconds=4)


def test_look_up_tells_how_far_it_is(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    update_rows = type(LookUp.objects.all()).update

    def noted(rows: object, **values: object) -> int:
        if values.get("progress"):
            said.append(str(values["progress"]))
        return int(update_rows(rows, **values))  # type: ignore[arg-type]

    monkeypatch.setattr(type(LookUp.objects.all()), "update", noted)
    server.add_work(crossref_work())
    looked_up(DOI)
    assert said[0] == "Asking Crossref…"
    assert said[-1] == "Asking PubMed…"


# Workers, messages and the clock.


def test_ask_rings_for_a_worker_once_it_is_stored(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung = bell(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        row = look_ups.ask(DOI, by=librarian(), now=timezone.now())
        assert rung == []
    assert rung == [row.pk]


def test_ask_while_the_broker_is_away_keeps_the_row_and_says_when_it_begins(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = current_app.conf["broker_url"]
    current_app.conf["broker_url"] = "redis://127.0.0.1:1/0"
    try:
        with django_capture_on_commit_callbacks(execute=True):
            row = look_ups.ask(DOI, by=librarian(), now=timezone.now())
    finally:
        current_app.conf["broker_url"] = before
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert "begins by itself within a minute" in row.progress


def test_look_up_is_taken_by_one_worker(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    row = looked_up(DOI)
    asked = len(server.asked)
    look_ups.look_up(row.pk)
    look_ups.look_up(10**9)
    assert len(server.asked) == asked


def test_tend_rings_again_for_what_nobody_took_up(monkeypatch: pytest.MonkeyPatch) -> None:
    rung = bell(monkeypatch)
    now = timezone.now()
    editor = librarian()
    lost = row_of(editor, asked_at=now - datetime.timedelta(seconds=31))
    row_of(editor, asked_at=now - datetime.timedelta(seconds=29))
    row_of(editor, asked_at=now - datetime.timedelta(days=1), state=State.FOUND, finished=now)
    look_ups.tend(now)
    assert rung == [lost.pk]


def test_tend_stops_at_a_broker_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    rung = bell(monkeypatch, is_heard=False)
    editor, now = librarian(), timezone.now()
    for _each in range(3):
        row_of(editor, asked_at=now - datetime.timedelta(hours=1))
    look_ups.tend(now)
    assert len(rung) == 1


def test_tend_gives_up_what_its_worker_left(server: BibliographicServer) -> None:
    now = timezone.now()
    editor = librarian()
    left = running(editor, started=now - jobs.LOST_AFTER - datetime.timedelta(seconds=1))
    at_work = running(editor, started=now - jobs.LOST_AFTER + datetime.timedelta(seconds=1))
    assert jobs.is_lost(left, now)
    assert not jobs.is_open(left, now)
    look_ups.tend(now)
    left.refresh_from_db()
    at_work.refresh_from_db()
    assert (left.state, left.message) == (State.FAILED, "The search broke off in the middle.")
    assert at_work.state == State.RUNNING


def test_tend_forgets_what_is_old() -> None:
    now = timezone.now()
    editor = librarian()
    old = now - jobs.KEPT_FOR
    minute = datetime.timedelta(minutes=1)
    row_of(editor, asked_at=old - minute, state=State.FOUND, finished=old - minute)
    kept = row_of(editor, asked_at=old, state=State.FOUND, finished=old + minute)
    look_ups.tend(now)
    assert list(LookUp.objects.all()) == [kept]


def test_ask_again_begins_anew(server: BibliographicServer) -> None:
    row = looked_up("10.1000/late")
    assert row.state == State.NOT_FOUND
    server.add_work(crossref_work("10.1000/late"))
    other = librarian()
    look_ups.ask_again(row, by=other, now=timezone.now())
    row.refresh_from_db()
    assert (row.state, row.asked_by, row.finished) == (State.WAITING, other, None)


def test_ask_again_while_a_worker_is_at_it_is_refused() -> None:
    now = timezone.now()
    editor = librarian()
    at_work = running(editor, started=now - datetime.timedelta(seconds=30))
    with pytest.raises(LookUpRefused, match="at this moment"):
        look_ups.ask_again(at_work, by=editor, now=now)
    left = running(editor, started=now - datetime.timedelta(minutes=3))
    look_ups.ask_again(left, by=editor, now=now)
    left.refresh_from_db()
    assert left.state == State.WAITING


def test_a_worker_that_was_given_up_writes_nothing_more(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer comes after the same was asked again and taken up by another."""
    editor = librarian()
    row = row_of(editor, asked_at=timezone.now())

    def find(*_question: object, **_options: object) -> Found:
        LookUp.objects.filter(pk=row.pk).update(started=timezone.now(), progress="of the other")
        return Found()

    monkeypatch.setattr(jobs, "find", find)
    look_ups.look_up(row.pk)
    row.refresh_from_db()
    assert (row.state, row.progress) == (State.RUNNING, "of the other")


@pytest.mark.parametrize("verb", ["ask", "ask_again"])
def test_who_may_neither_add_nor_change_looks_nothing_up(verb: str) -> None:
    reader = librarian("view_reference")
    row = row_of(librarian(), asked_at=timezone.now())
    verbs: dict[str, Callable[[], object]] = {
        "ask": lambda: look_ups.ask(DOI, by=reader, now=timezone.now()),
        "ask_again": lambda: look_ups.ask_again(row, by=reader, now=timezone.now()),
    }
    with pytest.raises(PermissionDenied):
        verbs[verb]()
    assert LookUp.objects.count() == 1


def test_what_is_pasted_is_checked_before_anything_is_stored() -> None:
    with pytest.raises(LookUpRefused):
        look_ups.ask("http://169.254.169.254/", by=librarian(), now=timezone.now())
    assert not LookUp.objects.exists()


def test_tasks_go_to_a_worker_of_their_own_and_beat_sends_one_that_exists() -> None:
    route = current_app.amqp.router.route({}, tasks.look_up.name)
    assert route["queue"].name == "look-ups"
    sent = current_app.conf.beat_schedule["tend-look-ups"]["task"]
    assert sent == tasks.tend_look_ups.name


def bell(monkeypatch: pytest.MonkeyPatch, *, is_heard: bool = True) -> list[int]:
    """What was rung for from now on."""
    rung: list[int] = []

    def ring(task: str, pk: int) -> bool:
        assert task == tasks.look_up.name
        rung.append(pk)
        return is_heard

    monkeypatch.setattr(doorbell, "ring", ring)
    return rung


def row_of(editor: User, *, asked_at: datetime.datetime, **facts: object) -> LookUp:
    return LookUp.objects.create(text=DOI, asked_by=editor, asked_at=asked_at, **facts)


def running(editor: User, *, started: datetime.datetime) -> LookUp:
    return row_of(editor, asked_at=started, state=State.RUNNING, started=started)
