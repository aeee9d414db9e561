"""Asking about works by hand."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from references.checking import LOCK
from references.models import Reference, Watch
from references.remote import client
from tests.bibliographic_server import BROKEN, BibliographicServer
from tests.factories.references import ReferenceFactory
from tests.references.remote.works import crossref_work, update

pytestmark = pytest.mark.django_db
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def works(server: BibliographicServer) -> list[Reference]:
    server.add_work(crossref_work("10.1000/0"))
    server.add_work(crossref_work("10.1000/1", updated_by=[update("retraction")]))
    return [
        ReferenceFactory.create(csl={"title": f"T{number}", "DOI": f"10.1000/{number}"})
        for number in range(2)
    ]


def test_command_asks_about_the_works_named(works: list[Reference], capsys: Captured) -> None:
    call_command("check_references", str(works[1].pk))
    assert capsys.readouterr().out == "1 work asked about.\n  Retracted: 1\n"
    works[0].refresh_from_db()
    assert works[0].retraction == "unchecked"


def test_command_asks_about_the_whole_library(works: list[Reference], capsys: Captured) -> None:
    call_command("check_references", "--all")
    out = capsys.readouterr().out
    assert out == "2 works asked about.\n  No notice found: 1\n  Retracted: 1\n"
    assert len(works) == 2


def test_command_in_a_dry_run_asks_nobody(
    works: list[Reference], server: BibliographicServer, capsys: Captured
) -> None:
    moment = datetime.datetime(2026, 11, 22, 6, tzinfo=datetime.UTC)
    Watch.objects.create(ran=moment, complete=moment, watched=1)
    call_command("check_references", "--all", "--dry-run")
    out = capsys.readouterr().out
    assert "was last complete on 22 November 2026, 06:00." in out
    assert out.endswith("2 works would be asked about.\n")
    assert server.asked == []
    assert len(works) == 2


def test_command_says_what_failed_and_ends_with_an_error(
    works: list[Reference], server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ATTEMPTS", 1)
    server.fault = BROKEN
    says = "2 works could not be asked about. Crossref is busy or out of order."
    with pytest.raises(CommandError, match=says):
        call_command("check_references", *(str(work.pk) for work in works))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [([], "Name works by their ids, or say --all"), (["999999"], "has no work 999999")],
)
def test_command_refuses_what_it_cannot_do(arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("check_references", *arguments)


def test_command_does_not_ask_while_another_run_does(
    works: list[Reference], server: BibliographicServer
) -> None:
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [LOCK])
            with pytest.raises(CommandError, match="A check is under way"):
                call_command("check_references", str(works[0].pk))
    finally:
        other.close()
    assert server.asked == []
