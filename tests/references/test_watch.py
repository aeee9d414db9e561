"""The watch against a server that speaks as Crossref and PubMed do, faults included."""

import datetime
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from references import asking
from references.checking import BATCH, LOCK
from references.models import NextCheck, Notice, Reference, RetractionWatchEntry, Watch
from references.models.standing import Nature
from references.remote import client, crossref
from references.remote.answers import Answer, FoundNotice
from references.watch import Checked, Ids, check, due, watch
from tests.bibliographic_server import (
    BROKEN,
    BUSY,
    CLOSED,
    CUT_OFF,
    NOT_JSON,
    NOT_XML,
    Asked,
    BibliographicServer,
    Fault,
)
from tests.factories.references import ReferenceFactory
from tests.references.remote.works import crossref_work, link, pubmed_article, update

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 6, 0, tzinfo=datetime.UTC)
DAY = datetime.date(2020, 5, 4)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is asked again at once."""
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(client, "SECONDS_PER_ATTEMPT", 0.5)


def work(doi: str = "", pmid: str = "") -> Reference:
    numbers = {"DOI": doi, "PMID": pmid}
    given = {key: number for key, number in numbers.items() if number}
    return ReferenceFactory.create(csl={"title": f"Neck {doi} {pmid}", **given})


def known(server: BibliographicServer, *dois: str) -> list[Reference]:
    for doi in dois:
        server.add_work(crossref_work(doi))
    return [work(doi) for doi in dois]


def checked(*works: Reference, now: datetime.datetime = NOW, seconds: float = 60) -> Checked:
    result = check([each.pk for each in works], now=now, deadline=time.monotonic() + seconds)
    for each in works:
        each.refresh_from_db()
    return result


def why(each: Reference) -> str:
    assert each.retraction == "unchecked"
    assert each.last_checked is None
    assert each.unchecked_since == NOW
    return each.unchecked_because


# What is found.


def test_check_finds_nothing_where_everybody_answered(server: BibliographicServer) -> None:
    server.add_work(crossref_work("10.1000/a"))
    server.add_article(pubmed_article("11", doi="10.1000/a"))
    each = work("10.1000/a", "11")
    assert checked(each) == Checked(asked=1, changed=1)
    assert (each.retraction, each.last_checked, each.unchecked_since) == ("none", NOW, None)


@pytest.mark.parametrize(
    ("type_", "stands"),
    [
        ("retraction", "retracted"),
        ("expression_of_concern", "expression_of_concern"),
        ("correction", "corrected"),
        ("reinstatement", "reinstated"),
    ],
)
def test_check_finds_what_crossref_says_on_the_works_own_record(
    server: BibliographicServer, type_: str, stands: str
) -> None:
    server.add_work(crossref_work("10.1000/a", updated_by=[update(type_)]))
    each = work("10.1000/a")
    checked(each)
    assert (each.retraction, each.retracted_on) == (stands, DAY)
    assert each.retraction_notice_url == "https://doi.org/10.1000/stiff.neck.notice"
    assert each.last_checked == NOW


def test_check_finds_what_only_the_notices_own_record_says(server: BibliographicServer) -> None:
    [each] = known(server, "10.1000/a")
    server.add_work(crossref_work("10.1000/notice", update_to=[update("retraction", "10.1000/a")]))
    checked(each)
    assert (each.retraction, each.retracted_on) == ("retracted", DAY)


def test_check_does_not_take_a_notice_for_what_it_retracts(server: BibliographicServer) -> None:
    server.add_work(crossref_work("10.1000/n", update_to=[update("retraction", "10.1000/a")]))
    server.add_article(pubmed_article("11", types=("Retraction of Publication",), doi="10.1000/n"))
    each = work("10.1000/n", "11")
    checked(each)
    assert each.retraction == "none"


def test_check_finds_what_only_pubmed_says(server: BibliographicServer) -> None:
    server.add_work(crossref_work("10.1000/a"))
    server.add_article(
        pubmed_article("11", links=link("RetractionIn", "Lancet. 2020 May 4;1(1):1", "12"))
    )
    server.add_article(pubmed_article("13", types=("Retracted Publication",)))
    linked, typed = work("10.1000/a", "11"), work("", "13")
    checked(linked, typed)
    assert (linked.retraction, linked.retracted_on) == ("retracted", DAY)
    assert (typed.retraction, typed.retracted_on) == ("retracted", None)


def test_check_follows_a_work_through_its_history(server: BibliographicServer) -> None:
    told = []
    each = work("10.1000/a")
    stood = []
    for type_, on in (("concern", 2021), ("retraction", 2022), ("reinstatement", 2023)):
        told.append(update(type_, f"10.1000/n{on}", updated={"date-parts": [[on, 1, 1]]}))
        server.add_work(crossref_work("10.1000/a", updated_by=list(told)))
        checked(each)
        stood.append((each.retraction, each.retracted_on and each.retracted_on.year))
    assert stood == [("expression_of_concern", 2021), ("retracted", 2022), ("reinstated", 2023)]
    assert each.standing_changes.count() == 3


def test_check_consults_what_is_stored_of_retraction_watch(server: BibliographicServer) -> None:
    RetractionWatchEntry.objects.create(record_id="1", nature="retraction", on=DAY, doi="10.1000/a")
    [each] = known(server, "10.1000/a")
    checked(each)
    assert (each.retraction, each.last_checked) == ("retracted", NOW)
    assert Notice.objects.get().teller == "retraction_watch"


def test_check_asks_by_the_numbers_of_merged_records_too(
    server: BibliographicServer, admin_user: object
) -> None:
    [lead] = known(server, "10.1000/a")
    server.add_work(crossref_work("10.1000/b", updated_by=[update("retraction")]))
    merged = work("10.1000/b")
    Reference.objects.filter(pk=merged.pk).update(
        merged_into=lead, merged_at=NOW, merged_by=admin_user
    )
    assert checked(merged) == Checked(asked=1, changed=1)
    lead.refresh_from_db()
    assert merged.retraction == lead.retraction == "retracted"
    assert due(Reference.objects.values_list("pk", flat=True), NOW) == []


# What cannot be known.


def test_check_of_a_work_without_numbers_says_so(server: BibliographicServer) -> None:
    each = work()
    assert checked(each) == Checked(asked=1)
    assert why(each) == "it has no DOI and no PubMed number, so nobody can be asked"
    assert server.asked == []


def test_check_of_a_doi_that_crossref_does_not_know_says_so(server: BibliographicServer) -> None:
    each = work("10.1000/elsewhere")
    assert checked(each).failed == 0
    assert why(each) == "Crossref does not know the DOI 10.1000/elsewhere"
    server.add_article(pubmed_article("11"))
    other = work("10.1000/elsewhere.2", "11")
    checked(other)
    assert other.retraction == "none", "PubMed answered for it"


def test_check_keeps_what_crossref_told_of_a_doi_it_no_longer_knows(
    server: BibliographicServer,
) -> None:
    server.add_work(crossref_work("10.1000/a", updated_by=[update("retraction")]))
    each = work("10.1000/a")
    checked(each)
    server.works.clear()
    checked(each)
    assert each.retraction == "retracted"
    assert each.unchecked_because == "Crossref does not know the DOI 10.1000/a"


# Faults.


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (BROKEN, "Crossref is busy or out of order"),
        (Fault(429, headers={"Retry-After": "0"}), "Crossref is busy or out of order"),
        (CLOSED, "Crossref broke off in the middle of its answer"),
        (NOT_JSON, "What Crossref answered cannot be read"),
        (CUT_OFF, "Crossref broke off in the middle of its answer"),
        (Fault(pause=2), "Crossref did not answer in time"),
        (Fault(403), "Crossref refuses to answer this site"),
    ],
)
def test_check_that_crossref_does_not_answer_is_never_clean(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch, fault: Fault, says: str
) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 2)
    [each] = known(server, "10.1000/a")
    server.fault = fault
    result = checked(each)
    assert (result.asked, result.failed) == (1, 1)
    assert why(each) == says
    server.fault = None
    checked(each, now=NOW + datetime.timedelta(hours=1))
    assert each.retraction == "none"


def test_check_waits_and_asks_again_when_told_to(server: BibliographicServer) -> None:
    [each] = known(server, "10.1000/a")
    server.faults = [BUSY]
    checked(each)
    assert each.retraction == "none"
    first, second = server.asked[:2]
    assert second.at - first.at >= 1


def test_check_that_pubmed_does_not_answer_keeps_a_known_retraction(
    server: BibliographicServer,
) -> None:
    server.add_article(pubmed_article("11", types=("Retracted Publication",)))
    each = work("", "11")
    checked(each)
    server.fault = NOT_XML
    checked(each, now=NOW + datetime.timedelta(days=1))
    assert (each.retraction, each.last_checked) == ("retracted", NOW)
    assert each.unchecked_because == "What PubMed answered cannot be read"


def test_check_in_which_one_work_spoils_the_answer_finds_the_others(
    server: BibliographicServer,
) -> None:
    dois = [f"10.1000/{number}" for number in range(9)]
    works = known(server, *dois)
    server.works[dois[4]]["abstract"] = "a" * 11_000_000
    result = checked(*works)
    assert (result.asked, result.failed) == (9, 1)
    assert [each.retraction for each in works] == ["none"] * 4 + ["unchecked"] + ["none"] * 4
    assert why(works[4]) == "Crossref sent an answer larger than any real one"


def test_check_in_which_one_batch_fails_concludes_the_others(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("references.checking.BATCH", 1)
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    works = known(server, "10.1000/a", "10.1000/b", "10.1000/c")
    server.faults = [BROKEN]
    assert checked(*works).failed == 1
    assert [each.retraction for each in works] == ["unchecked", "none", "none"]


def test_check_leaves_a_teller_alone_that_is_down(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    monkeypatch.setattr("references.checking.BATCH", 2)
    works = known(server, *(f"10.1000/{number}" for number in range(10)))
    server.add_article(pubmed_article("11"))
    by_pubmed = work("", "11")
    server.works.clear()
    monkeypatch.setattr(server, "answer", lambda asked: _down(server, asked.path))
    result = checked(*works, by_pubmed)
    assert (result.asked, result.failed) == (11, 10)
    assert by_pubmed.retraction == "none"
    to_crossref = [asked for asked in server.asked if "crossref" in asked.path]
    assert len(to_crossref) == asking.MOST_FAILURES


def _down(server: BibliographicServer, path: str) -> Fault:
    if "crossref" in path:
        return BROKEN
    return Fault(body=f"<PubmedArticleSet>{server.articles['11']}</PubmedArticleSet>".encode())


def test_check_stores_the_others_when_one_answer_cannot_be_stored(
    server: BibliographicServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = known(server, "10.1000/a", "10.1000/b")
    real = crossref.works

    def with_a_nul(dois: Iterable[str], *, deadline: float, fresh: bool) -> dict[str, Answer]:
        answers = real(dois, deadline=deadline, fresh=fresh)
        bad = FoundNotice(Nature.RETRACTION, None, "doi:\0", "")
        answers["10.1000/a"].notices.append(bad)
        return answers

    monkeypatch.setattr(crossref, "works", with_a_nul)
    assert checked(*works).failed == 1
    assert [each.retraction for each in works] == ["unchecked", "none"]
    assert "could not be written" in caplog.text


# Time, turns and what is due.


def all_works() -> "Ids":
    return Reference.objects.values_list("pk", flat=True)


def test_watch_asks_only_who_is_due(server: BibliographicServer) -> None:
    works = known(server, "10.1000/a", "10.1000/b")
    end = time.monotonic() + 60
    assert watch(all_works(), now=NOW, deadline=end).asked == 2
    asked = len(server.asked)
    soon = NOW + datetime.timedelta(hours=19)
    assert watch(all_works(), now=soon, deadline=end) == Checked()
    assert len(server.asked) == asked
    new = known(server, "10.1000/c")
    assert due(all_works(), soon) == [new[0].pk]
    tomorrow = NOW + datetime.timedelta(hours=20)
    assert due(all_works(), tomorrow) == [new[0].pk, works[0].pk, works[1].pk]
    assert due(Reference.objects.filter(pk=works[1].pk).values_list("pk", flat=True), tomorrow) == [
        works[1].pk
    ]


def test_watch_asks_again_at_once_when_an_identifier_changed(server: BibliographicServer) -> None:
    [each] = known(server, "10.1000/a")
    checked(each)
    assert due(all_works(), NOW) == []
    Reference.objects.filter(pk=each.pk).update(csl={**each.csl, "DOI": "10.1000/b"})
    assert due(all_works(), NOW) == [each.pk]


def test_watch_comes_back_sooner_to_who_was_not_answered(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    [each] = known(server, "10.1000/a")
    server.fault = BROKEN
    waits = []
    now = NOW
    for _turn in range(5):
        watch(all_works(), now=now, deadline=time.monotonic() + 60)
        next_check = NextCheck.objects.get(reference=each)
        waits.append((next_check.due - now) / datetime.timedelta(hours=1))
        now = next_check.due
    assert waits == [1, 2, 4, 4, 4]
    server.fault = None
    watch(all_works(), now=now, deadline=time.monotonic() + 60)
    next_check = NextCheck.objects.get(reference=each)
    assert (next_check.failures, next_check.due - now) == (0, datetime.timedelta(hours=20))


def test_watch_that_runs_out_of_time_is_made_up_for(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("references.checking.BATCH", 1)
    works = known(server, *(f"10.1000/{number}" for number in range(4)))
    at_once = server.answer

    def slowly(asked: Asked) -> Fault:
        time.sleep(0.2)
        return at_once(asked)

    monkeypatch.setattr(server, "answer", slowly)
    first = watch(all_works(), now=NOW, deadline=time.monotonic() + 0.9)
    assert first.is_cut_short
    assert 0 < first.asked < 4
    assert first.failed == 0, "what was not asked has not failed"
    row = Watch.objects.get()
    assert (row.complete, row.waiting) == (None, 4 - first.asked)
    second = watch(all_works(), now=NOW, deadline=time.monotonic() + 60)
    assert second == Checked(asked=4 - first.asked, changed=4 - first.asked)
    assert {each.retraction for each in Reference.objects.all()} == {"none"}
    assert Watch.objects.get().complete == NOW
    assert len(works) == 4


def test_watch_without_time_asks_nobody_and_blames_nobody(server: BibliographicServer) -> None:
    [each] = known(server, "10.1000/a")
    assert checked(each, seconds=-1) == Checked(is_cut_short=True)
    assert (each.retraction, each.unchecked_since) == ("unchecked", None)


def test_watch_tells_how_it_fares(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    known(server, "10.1000/a", "10.1000/b")
    end = time.monotonic() + 60
    watch(all_works(), now=NOW, deadline=end)
    tomorrow = NOW + datetime.timedelta(days=1)
    server.fault = BROKEN
    watch(all_works(), now=tomorrow, deadline=end)
    row = Watch.objects.get()
    assert (row.ran, row.complete, row.watched) == (tomorrow, NOW, 2)
    assert (row.waiting, row.failing) == (0, 2)
    assert row.trouble == "Crossref is busy or out of order."


@pytest.mark.django_db(transaction=True)
def test_watch_is_one_at_a_time(server: BibliographicServer) -> None:
    """Another run holds the lock, in another connection."""
    known(server, "10.1000/a")

    def other_run() -> Checked:
        try:
            return watch(all_works(), now=NOW, deadline=time.monotonic() + 60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [LOCK])
            assert threads.submit(other_run).result() == Checked(is_busy=True)
            assert server.asked == []
            assert not Watch.objects.exists()
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])
        assert threads.submit(other_run).result() == Checked(asked=1, changed=1)


def test_watch_asks_in_batches(server: BibliographicServer) -> None:
    known(server, *(f"10.1000/{number}" for number in range(BATCH + 1)))
    watch(all_works(), now=NOW, deadline=time.monotonic() + 60)
    assert len(server.asked) == 4, "works and notices, twice"
