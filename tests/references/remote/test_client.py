"""One question to a host: its faults, its pace, its memory, and what it can never be made to do."""

import asyncio
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from celery import current_app
from pytest_django import Settings

from references.remote import client, exchange, hosts, shared
from references.remote.client import fetch
from references.remote.exceptions import (
    QuestionRefused,
    RemoteError,
    RemoteMalformed,
    RemoteNotFound,
    RemoteUnavailable,
)
from tests.bibliographic_server import (
    BROKEN,
    BUSY,
    CLOSED,
    CUT_OFF,
    DRIPPING,
    HUGE,
    BibliographicServer,
    Fault,
    bibliographic_server,
    busy,
    redirect,
)
from tests.references.remote.works import DOI, crossref_work

WORK = ("works", DOI)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.02)


def ask(path: tuple[str, ...] = WORK, seconds: float = 5, *, fresh: bool = False) -> bytes:
    return fetch(hosts.crossref(), path, {}, deadline=time.monotonic() + seconds, fresh=fresh).body


# Faults.


def test_fetch_returns_what_the_host_says(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    assert b'"message-type": "work"' in ask()


def test_fetch_works_inside_a_running_loop(server: BibliographicServer) -> None:
    server.add_work(crossref_work())

    async def inside() -> bytes:
        return ask()

    with ThreadPoolExecutor(1) as thread:  # a browser's loop may run in this one
        assert thread.submit(asyncio.run, inside()).result()


def test_fetch_tells_not_found_from_unavailable(server: BibliographicServer) -> None:
    with pytest.raises(RemoteNotFound, match="Crossref knows no such work"):
        ask()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (BROKEN, "Crossref is busy or out of order"),
        (Fault(503), "Crossref is busy or out of order"),
        (busy("0"), "Crossref is busy or out of order"),
        (CUT_OFF, "Crossref broke off in the middle of its answer"),
        (CLOSED, "Crossref broke off in the middle of its answer"),
    ],
)
def test_fetch_tries_again_what_may_pass_and_then_gives_up(
    server: BibliographicServer, fault: Fault, words: str
) -> None:
    server.add_work(crossref_work())
    server.faults = [fault, fault]
    assert ask()
    assert len(server.asked) == 3
    server.fault = fault
    with pytest.raises(RemoteUnavailable, match=words):
        ask(fresh=True)
    assert len(server.asked) == 3 + client.ATTEMPTS


def test_fetch_waits_as_long_as_a_busy_host_asks(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    server.faults = [BUSY]
    ask()
    first, second = server.asked
    assert 1 <= second.at - first.at < 2


def test_fetch_understands_a_date_to_wait_for(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    server.faults = [busy(format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True))]
    ask()
    first, second = server.asked
    assert 0.9 <= second.at - first.at < 3


@pytest.mark.parametrize("written", ["soon", "", "-1", "Mon, 32 Nov 2025 00:00:00 GMT", "٣"])
def test_fetch_is_not_confused_by_an_odd_time_to_wait(
    server: BibliographicServer, written: str
) -> None:
    server.add_work(crossref_work())
    server.faults = [Fault(429, headers={"Retry-After": written.encode().decode("latin-1")})]
    assert ask()


def test_fetch_gives_up_at_once_where_the_wait_would_pass_the_deadline(
    server: BibliographicServer,
) -> None:
    server.fault = busy("3600")
    begun = time.monotonic()
    with pytest.raises(RemoteUnavailable):
        ask(seconds=3)
    assert time.monotonic() - begun < 1
    assert len(server.asked) == 1


def test_fetch_leaves_a_host_in_quiet_that_asked_for_it(server: BibliographicServer) -> None:
    """Another question, perhaps of another process, does not come before the time either."""
    server.add_work(crossref_work())
    server.faults = [busy("2")]
    with pytest.raises(RemoteUnavailable):
        ask(seconds=1)
    with pytest.raises(RemoteUnavailable, match="Too many questions to Crossref are waiting"):
        ask(("works", "10.1000/another"), seconds=0.5)
    assert len(server.asked) == 1


@pytest.mark.parametrize("fault", [DRIPPING, Fault(pause=30)])
def test_fetch_keeps_the_deadline_against_a_slow_host(
    server: BibliographicServer, fault: Fault
) -> None:
    server.fault = fault
    begun = time.monotonic()
    with pytest.raises(RemoteUnavailable, match="did not answer in time"):
        ask(seconds=1)
    assert 0.9 < time.monotonic() - begun < 1.5


def test_fetch_leaves_time_for_another_attempt(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SECONDS_PER_ATTEMPT", 0.5)
    server.add_work(crossref_work())
    server.faults = [DRIPPING]
    assert ask(seconds=3)


def test_fetch_with_its_deadline_passed_asks_nobody(server: BibliographicServer) -> None:
    with pytest.raises(RemoteUnavailable):
        ask(seconds=-1)
    assert server.asked == []


def test_fetch_refuses_an_answer_larger_than_any_real_one(server: BibliographicServer) -> None:
    server.fault = HUGE
    with pytest.raises(RemoteMalformed, match="larger than any real one"):
        ask()
    assert len(server.asked) == 1


def test_fetch_stops_reading_a_huge_answer_in_the_middle(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the limit the same answer is taken: the test above can fail."""
    server.fault = HUGE
    monkeypatch.setattr(exchange, "LARGEST", 20 * 1024 * 1024)
    assert len(ask()) == len(HUGE.body)


def test_fetch_where_nobody_listens_says_so(settings: Settings) -> None:
    with pytest.raises(RemoteUnavailable, match="Crossref cannot be reached"):
        ask(seconds=2)


def test_fetch_tells_whoever_waits_what_it_does(server: BibliographicServer) -> None:
    server.add_work(crossref_work())
    server.faults = [BROKEN]
    said: list[str] = []
    fetch(hosts.crossref(), WORK, {}, deadline=time.monotonic() + 5, say=said.append)
    assert said == [
        "Asking Crossref…",
        "Crossref is busy or out of order. It is asked again in 1 second.",
        "Asking Crossref…",
    ]


@pytest.mark.parametrize("status", [400, 405, 422, 200 + 4])
def test_fetch_does_not_repeat_a_question_that_was_not_understood(
    server: BibliographicServer, status: int
) -> None:
    server.fault = Fault(status, body=b"")
    with pytest.raises(QuestionRefused):
        ask()
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "fault", [Fault(401), Fault(403), Fault(400, b'{"error":"API key invalid","count":"11"}')]
)
def test_fetch_says_that_a_host_refuses_us(server: BibliographicServer, fault: Fault) -> None:
    server.fault = fault
    with pytest.raises(RemoteUnavailable, match="refuses to answer this site"):
        ask()
    assert len(server.asked) == 1


# Only those hosts.


def test_fetch_follows_no_redirect(server: BibliographicServer) -> None:
    with bibliographic_server() as elsewhere:
        elsewhere.add_work(crossref_work())
        for status in (301, 302, 303, 307, 308):
            to = f"{elsewhere.crossref_url}/works/{DOI}"
            server.fault = Fault(status, headers={"Location": to})
            with pytest.raises(RemoteUnavailable, match="points to another address"):
                ask()
        assert elsewhere.asked == []
    assert len(server.asked) == 5


@pytest.mark.parametrize(
    "part",
    [
        '10.1000/a#b?c=d&e%2f<f>;g "h\\i',
        "10.1000/../../secret",
        "http://169.254.169.254/latest/meta-data/",
        "10.1000/x\r\nHost: elsewhere.example\r\n\r\nGET /",
        "@169.254.169.254/",
        "//169.254.169.254/",
        "10.1000/Ä\udcff",
    ],
)
def test_fetch_keeps_whatever_was_pasted_inside_one_part_of_the_path(
    server: BibliographicServer, part: str
) -> None:
    with pytest.raises(RemoteNotFound):
        ask(("works", part))
    (asked,) = server.asked
    assert asked.path.count("/") == "/crossref/works/…".count("/")
    assert asked.path.startswith("/crossref/works/")
    assert asked.parameters == {}
    assert asked.headers["Host"] == f"127.0.0.1:{server.port}"


def test_fetch_that_followed_redirects_would_be_led_elsewhere(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: the test above can fail."""
    make = exchange._client

    def following(url: str) -> httpx.AsyncClient:
        careless = make(url)
        careless.follow_redirects = True
        return careless

    monkeypatch.setattr(exchange, "_client", following)
    with bibliographic_server() as elsewhere:
        elsewhere.add_work(crossref_work())
        server.fault = redirect(f"{elsewhere.crossref_url}/works/{DOI}")
        ask()
        assert len(elsewhere.asked) == 1


@pytest.mark.parametrize("part", ["", ".", ".."])
def test_fetch_asks_nobody_for_a_part_that_would_lead_elsewhere(
    server: BibliographicServer, part: str
) -> None:
    with pytest.raises(RemoteNotFound):
        ask(("works", part))
    assert server.asked == []


def test_fetch_keeps_whatever_was_pasted_inside_one_parameter(server: BibliographicServer) -> None:
    text = "x&filter=doi:1\r\nX-Evil: 1#?=+%00"
    deadline = time.monotonic() + 5
    fetch(hosts.crossref(), ("works",), {"query.bibliographic": text}, deadline=deadline)
    (asked,) = server.asked
    assert asked.parameters == {"query.bibliographic": text}
    assert "X-Evil" not in asked.headers


# Who asks.


def test_fetch_says_who_asks_and_keeps_the_key_to_itself(
    server: BibliographicServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.CROSSREF_MAILTO = "references@example.org"
    settings.PUBMED_API_KEY = "s3cretkey"
    server.fault = BROKEN
    for host in (hosts.crossref(), hosts.pubmed()):
        with pytest.raises(RemoteUnavailable) as refused:
            fetch(host, ("x",), {"term": "neck"}, deadline=time.monotonic() + 0.5)
        assert "s3cretkey" not in f"{refused.value!r} {host!r} {refused.value.__cause__!r}"
    to_crossref, to_pubmed = server.asked[0], server.asked[-1]
    assert to_crossref.parameters["mailto"] == "references@example.org"
    assert "mailto:references@example.org" in to_crossref.headers["User-Agent"]
    assert "api_key" not in to_crossref.parameters
    assert to_pubmed.parameters["api_key"] == "s3cretkey"
    assert to_pubmed.parameters["tool"] == "editorial-review"
    assert to_pubmed.parameters["email"] == "references@example.org"
    assert caplog.messages
    assert "s3cretkey" not in caplog.text


def test_fetch_posts_a_question_too_long_for_an_address(server: BibliographicServer) -> None:
    numbers = ",".join(str(number) for number in range(10_000_000, 10_000_200))
    deadline = time.monotonic() + 5
    fetch(hosts.pubmed(), ("efetch.fcgi",), {"db": "pubmed", "id": numbers}, deadline=deadline)
    (asked,) = server.asked
    assert (asked.method, asked.parameters["id"]) == ("POST", numbers)


# Memory.


def test_fetch_asks_once_for_the_same_whoever_asks(
    server: BibliographicServer, settings: Settings
) -> None:
    server.add_work(crossref_work())
    before = datetime.now(UTC)
    first = fetch(hosts.crossref(), WORK, {}, deadline=time.monotonic() + 5)
    settings.CROSSREF_MAILTO = "others@example.org"
    assert fetch(hosts.crossref(), WORK, {}, deadline=time.monotonic() + 5) == first
    assert before < first.at < datetime.now(UTC)
    assert len(server.asked) == 1
    ask(fresh=True)
    assert len(server.asked) == 2


def test_fetch_remembers_for_a_shorter_time_that_there_is_nothing(
    server: BibliographicServer,
) -> None:
    for _twice in range(2):
        with pytest.raises(RemoteNotFound):
            ask()
    assert len(server.asked) == 1
    (kept,) = lives()
    assert 0 < kept <= client.SECONDS_TO_REMEMBER_NOTHING
    server.add_work(crossref_work())
    ask(fresh=True)
    (kept,) = lives()
    assert client.SECONDS_TO_REMEMBER_NOTHING < kept <= client.SECONDS_TO_REMEMBER


def lives() -> list[int]:
    """Seconds that each known answer is kept for."""
    with shared.shared() as broker:
        keys = broker.client.scan_iter(f"{shared.PREFIX}:answer:*")
        return [broker.client.ttl(key) for key in keys]


def test_fetch_does_not_remember_what_was_not_understood(server: BibliographicServer) -> None:
    def refuse(_body: bytes) -> None:
        raise RemoteMalformed("no JSON")

    server.add_work(crossref_work())
    with pytest.raises(RemoteMalformed):
        fetch(hosts.crossref(), WORK, {}, deadline=time.monotonic() + 5, check=refuse)
    ask()
    assert len(server.asked) == 2


def test_fetch_does_not_fill_the_broker_with_what_is_large(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add_work(crossref_work())
    monkeypatch.setattr(client, "LARGEST_REMEMBERED", 100)
    ask()
    assert lives() == []


def test_fetch_without_a_broker_asks_each_time(
    server: BibliographicServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add_work(crossref_work())
    take_the_broker_away(monkeypatch)
    for _twice in range(2):
        assert ask()
    assert len(server.asked) == 2


def test_fetch_goes_on_when_the_broker_goes_away_in_the_middle(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add_work(crossref_work())

    def gone(*_arguments: object, **_options: object) -> None:
        raise ConnectionResetError

    with shared.shared() as broker:
        monkeypatch.setattr(type(broker.client), "execute_command", gone)
    assert ask()


def take_the_broker_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object, **_options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(current_app, "connection_for_read", gone)


# Pace.

PACE = """
import sys, time
import django
django.setup()
from django.conf import settings
settings.CROSSREF_URL = sys.argv[1]
from references.remote import hosts
from references.remote.client import fetch
hosts.CROSSREF_PUBLIC = float(sys.argv[2])
for number in range(int(sys.argv[3])):
    question = {"number": f"{sys.argv[4]}-{number}"}
    fetch(hosts.crossref(), ("works",), question, deadline=time.monotonic() + 30)
"""


def span(server: BibliographicServer) -> float:
    """Seconds from the first question to the last."""
    times = [asked.at for asked in server.asked]
    return max(times) - min(times)


@pytest.mark.slow
def test_two_processes_share_the_pace(
    server: BibliographicServer, command_environment: dict[str, str]
) -> None:
    """Five questions a second: ten of two processes need nearly two seconds, whoever asks."""
    environment = command_environment | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PACE, server.crossref_url, "5", "5", str(number)],
            env=environment,
        )
        for number in range(2)
    ]
    assert [process.wait(60) for process in running] == [0, 0]
    assert len(server.asked) == 10
    assert span(server) > 1.5  # each for itself would take 0.9


def test_threads_without_a_broker_share_the_pace(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "CROSSREF_PUBLIC", 10.0)
    take_the_broker_away(monkeypatch)
    threads = [threading.Thread(target=ask, args=(("works",),)) for _each in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.asked) == 5
    assert span(server) > 4 * 0.1 - 0.05


def test_fetch_says_when_its_turn_would_come_too_late(
    server: BibliographicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "CROSSREF_PUBLIC", 0.1)
    ask(("works",))
    with pytest.raises(RemoteUnavailable, match="Too many questions to Crossref are waiting"):
        ask(("works", "10.1000/another"), seconds=1)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("mailto", "key", "crossref", "pubmed"),
    [("", "", 1, 3), ("references@example.org", "", 3, 3), ("", "key", 1, 10)],
)
def test_hosts_keep_the_published_limits(
    settings: Settings, mailto: str, key: str, crossref: int, pubmed: int
) -> None:
    settings.CROSSREF_MAILTO, settings.PUBMED_API_KEY = mailto, key
    assert hosts.crossref().per_second <= crossref
    assert hosts.pubmed().per_second <= pubmed


def test_every_failure_is_one_of_ours() -> None:
    """Whoever asks catches `RemoteError` and has caught all of them."""
    kinds: list[Callable[[str], Exception]] = [
        RemoteUnavailable,
        RemoteNotFound,
        RemoteMalformed,
        QuestionRefused,
    ]
    assert all(isinstance(kind("x"), RemoteError) for kind in kinds)
