"""Checks that editors ask for: none is lost, none is made twice, and each goes with its answer."""

import datetime
import time

import pytest
from celery import current_app

from references import doorbell
from references.checking import Checked
from references.models import NextCheck, Reference, WantedCheck
from references.remote import client
from references.tasks import check_wanted
from references.wanted_checks import CHECK, want, work_off
from tests.bibliographic_server import BROKEN, BibliographicServer
from tests.factories.articles import UserFactory
from tests.factories.references import ReferenceFactory
from tests.references.remote.works import crossref_work

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 6, 0, tzinfo=datetime.UTC)


def _known(server: BibliographicServer, *dois: str) -> list[int]:
    for doi in dois:
        server.add_work(crossref_work(doi))
    return [ReferenceFactory.create(csl={"title": doi, "DOI": doi}).pk for doi in dois]


def _end(seconds: float = 60) -> float:
    return time.monotonic() + seconds


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The doorbell's messages, instead of a broker's."""
    heard: list[str] = []
    monkeypatch.setattr(doorbell, "ring", heard.append)
    return heard


@pytest.mark.django_db(transaction=True)
def test_want_rings_once_it_is_written(rung: list[str]) -> None:
    work = ReferenceFactory.create()
    want([work.pk, work.pk], by=UserFactory.create(), at=NOW)
    assert rung == [CHECK]
    assert WantedCheck.objects.get().asked_at == NOW


@pytest.mark.usefixtures("rung")
def test_want_twice_is_want_once_and_now() -> None:
    work, other = ReferenceFactory.create_batch(2)
    NextCheck.objects.create(reference=work, due=NOW + datetime.timedelta(hours=9))
    first, second = UserFactory.create_batch(2)
    want([work.pk], by=first, at=NOW)
    want([work.pk, other.pk], by=second, at=NOW + datetime.timedelta(seconds=1))
    assert {wanted.asked_by for wanted in WantedCheck.objects.all()} == {second}
    assert NextCheck.objects.get().due == NOW + datetime.timedelta(seconds=1)


@pytest.mark.usefixtures("rung")
def test_work_off_checks_and_forgets(server: BibliographicServer) -> None:
    ids = _known(server, "10.1000/a", "10.1000/b")
    unasked = _known(server, "10.1000/c")
    want(ids, by=UserFactory.create(), at=NOW)
    assert work_off(NOW, deadline=_end()).asked == 2
    assert not WantedCheck.objects.exists()
    assert set(Reference.objects.filter(last_checked=NOW).values_list("pk", flat=True)) == set(ids)
    assert Reference.objects.get(pk=unasked[0]).last_checked is None
    asked = len(server.asked)
    assert work_off(NOW, deadline=_end()) == Checked()
    assert len(server.asked) == asked


@pytest.mark.usefixtures("rung")
def test_work_off_without_time_keeps_what_is_wanted(server: BibliographicServer) -> None:
    ids = _known(server, "10.1000/a")
    want(ids, by=UserFactory.create(), at=NOW)
    assert work_off(NOW, deadline=_end(-1)).is_cut_short
    assert WantedCheck.objects.count() == 1
    assert work_off(NOW, deadline=_end()).asked == 1
    assert not WantedCheck.objects.exists()


@pytest.mark.usefixtures("rung")
def test_work_off_leaves_who_did_not_answer_to_the_watch(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    ids = _known(server, "10.1000/a")
    server.fault = BROKEN
    want(ids, by=UserFactory.create(), at=NOW)
    assert work_off(NOW, deadline=_end()).failed == 1
    assert not WantedCheck.objects.exists()
    work = Reference.objects.get(pk=ids[0])
    assert (work.retraction, work.unchecked_since) == ("unchecked", NOW)


def test_task_exists_under_the_name_that_is_rung_for() -> None:
    assert check_wanted.name == CHECK
    beat = current_app.conf.beat_schedule["check-wanted"]
    assert beat["task"] == CHECK


def test_task_does_nothing_while_nothing_is_wanted(server: BibliographicServer) -> None:
    check_wanted()
    assert server.asked == []
